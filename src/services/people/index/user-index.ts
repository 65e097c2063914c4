import { type DirectoryEntry, type Filter, tree, valueOf, valuesOf } from '../../../core/directory.js';
import { Mutex } from '../../../core/mutex.js';
import type { AccountPart } from '../../../core/people/account-part.js';
import type { Lately } from '../../../core/people/lately.js';
import type { Everybody, UserPage, UserRow, WantedUsers } from '../../../core/people/user-list.js';
import type { Directory } from '../../../core/ports.js';
import { type DirectoryStamp, readStamp, sameStamp } from '../directory-stamp.js';
import { accountsOf, fullNameOf } from '../user-entry.js';
import { KnownLately } from './known-lately.js';
import type { IndexedUser } from './user-rows.js';
import { UserTable } from './user-table.js';
import { rowOf, UserView } from './user-view.js';

/** How often a directory may change while it is being read, before we go on with what we have. */
const ATTEMPTS = 5;

/** What users are found by beside their names. */
const FOUND_BY = ['description', 'mail'];

/** What is read of each entry beside what the sections need: each attribute more makes the first read longer. */
const OWN = ['objectClass', 'uid', 'cn', 'displayName', 'entryUUID', ...FOUND_BY];

/** Where nothing is known of users but what the directory says. */
const nothingKnown: Lately = { signIns: [], online: () => null };

/**
 * All users in memory, in the orders that people want: sorting and searching 100,000 entries in slapd takes 150 to 300 ms a
 * page. At each use slapd is asked whether anything changed since ({@link readStamp}). If so, the entries that were changed
 * are read; if entries disappeared that we did not remove ourselves, or slapd was started anew, everything is.
 */
export class UserIndex {
  readonly #directory: Directory;
  readonly #parts: readonly AccountPart[];
  readonly #known: KnownLately;
  readonly #view: UserView;
  readonly #mutex = new Mutex();
  #table = new UserTable();
  #everybody: { readonly users: Uint32Array; readonly all: Everybody } | null = null;
  #stamp: DirectoryStamp | null = null;
  #isKnown = false;

  constructor(directory: Directory, parts: readonly AccountPart[], lately = nothingKnown) {
    this.#directory = directory;
    this.#parts = parts;
    this.#known = new KnownLately(lately);
    this.#view = new UserView(parts);
  }

  /** A page of the users that are wanted, by user name unless it is said otherwise. Throws the directory's PanelErrors. */
  page(wanted: WantedUsers, page: number, size: number): Promise<UserPage> {
    return this.#mutex.run(async () => {
      await this.#refreshOrForget();
      const { signIns } = this.#known;
      const viewed = { table: this.#table, online: this.#known.online(this.#table), signIns };
      return this.#view.page(viewed, wanted, page, size);
    });
  }

  /** Every user: the same object as before when nothing in the directory has changed. Throws as {@link page}. */
  everybody(): Promise<Everybody> {
    return this.#mutex.run(async () => {
      await this.#refreshOrForget();
      const table = this.#table;
      const { users } = table;
      if (this.#everybody?.users !== users)
        this.#everybody = { users, all: { [Symbol.iterator]: () => rowsOf(table, users) } };
      return this.#everybody.all;
    });
  }

  /** How many users the last look found; null before there was one, and when it failed. Asks nobody. */
  count(): number | null {
    return this.#isKnown ? this.#table.users.length : null;
  }

  /** Forgets an entry that we removed ourselves, so that not everything has to be read again. */
  removed(entryUuid: string): Promise<void> {
    return this.#mutex.run(() => this.#table.replace(new Map([[entryUuid, undefined]])));
  }

  /** When the directory cannot be read it is not known any more how many there are. */
  async #refreshOrForget(): Promise<void> {
    try {
      await this.#refresh();
      await this.#known.note(this.#table);
      this.#isKnown = true;
    } catch (error) {
      this.#isKnown = false;
      throw error;
    }
  }

  /** Makes the index say what the directory says. */
  async #refresh(): Promise<void> {
    let stamp = await readStamp(this.#directory);
    if (this.#stamp?.started !== stamp.started) await this.#readEverything(stamp);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const known = this.#stamp;
      if (known !== null && sameStamp(known, stamp)) return;
      await this.#readChanges(known?.csn ?? '');
      const now = await readStamp(this.#directory);
      if (!sameStamp(now, stamp)) stamp = now;
      else if (this.#table.rows.size === stamp.entries) this.#stamp = stamp;
      else await this.#readEverything(stamp);
    }
  }

  async #readEverything(stamp: DirectoryStamp): Promise<void> {
    const table = new UserTable();
    await this.#read({ kind: 'present', attribute: 'objectClass' }, (uuid, user) =>
      table.rows.put(uuid, user),
    );
    await table.sort();
    this.#table = table;
    this.#stamp = stamp;
  }

  async #readChanges(csn: string): Promise<void> {
    const changes = new Map<string, IndexedUser | null>();
    await this.#read({ kind: 'atLeast', attribute: 'entryCSN', value: csn }, (uuid, user) =>
      changes.set(uuid, user),
    );
    await this.#table.replace(changes);
  }

  async #read(filter: Filter, onEntry: (uuid: string, user: IndexedUser | null) => void): Promise<void> {
    const attributes = [...new Set([...OWN, ...this.#parts.flatMap(({ section }) => section.reads)])];
    await this.#directory.each({ base: tree.base, scope: 'sub', filter, attributes }, (entry) => {
      onEntry(valueOf(entry, 'entryUUID'), isUser(entry) ? this.#userOf(entry) : null);
    });
  }

  #userOf(entry: DirectoryEntry): IndexedUser {
    const userName = valueOf(entry, 'uid');
    return {
      userName,
      fullName: fullNameOf(entry),
      accounts: accountsOf(entry, this.#parts),
      others: FOUND_BY.flatMap((attribute) => valuesOf(entry, attribute)),
      lastSignIn: this.#known.lastSignIn(userName),
    };
  }
}

/** The same as `isUserEntry` below `tree.users`, for an entry that was read. Names have no case. */
function isUser({ dn, attributes }: DirectoryEntry): boolean {
  return (
    dn.toLowerCase().endsWith(',ou=users,dc=ebox') &&
    (attributes.get('objectclass') ?? []).some((name) => name.toLowerCase() === 'posixaccount')
  );
}

/** The users that are still there. */
function* rowsOf({ rows }: UserTable, users: Uint32Array): Generator<UserRow> {
  for (const row of users) if (rows.isUser(row)) yield rowOf(rows, row, null);
}
