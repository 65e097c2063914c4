import { RowOrder } from './row-order.js';
import { userNameKeyOf, UserRows, type IndexedUser } from './user-rows.js';

/** entryUUID → what an entry says now: a user, null for an entry that is none, undefined for one that is gone. */
export type Changes = ReadonlyMap<string, IndexedUser | null | undefined>;

/** The rows of all users, and the orders by their names. */
export class UserTable {
  readonly rows = new UserRows();
  readonly #byUserName = new RowOrder((row) => this.rows.userNameKey(row));
  readonly #byFullName = new RowOrder((row) => this.rows.fullNameKey(row));
  #users: Uint32Array = new Uint32Array();

  /** The users, sorted by user name: another array after each change. */
  get users(): Uint32Array {
    return this.#users;
  }

  /** Sorts what was put into the rows, once everything is in. */
  async sort(): Promise<void> {
    this.#users = await this.#byUserName.of(this.rows.users());
  }

  /** Nothing may change before the promise is kept. */
  usersByFullName(): Promise<Uint32Array> {
    return this.#byFullName.of(this.#users);
  }

  async replace(changes: Changes): Promise<void> {
    const gone = new Set<number>();
    const fresh: number[] = [];
    for (const [uuid, user] of changes) {
      const before = this.rows.rowOf(uuid);
      if (before !== -1 && this.rows.isUser(before)) gone.add(before);
      if (user === undefined) this.rows.remove(uuid);
      else {
        const row = this.rows.put(uuid, user);
        if (user !== null) fresh.push(row);
      }
    }
    if (gone.size + fresh.length === 0) return;
    await this.#byFullName.replace(gone, Uint32Array.from(fresh));
    await this.#byUserName.replace(gone, Uint32Array.from(fresh));
    this.#users = await this.#byUserName.of(this.rows.users());
  }

  /** The row of the user of this name, or -1. */
  rowNamed(userName: string): number {
    const row = this.#users[this.#byUserName.placeOf(this.#users, userNameKeyOf(userName))];
    return row !== undefined && this.rows.names(row).userName === userName ? row : -1;
  }
}
