import { folded } from '../../../core/folded.js';
import type { UserAccount } from '../../../core/user.js';
import { EntryNumbers } from './entry-numbers.js';
import { bytesOf, RowTexts } from './row-texts.js';

/** What the index knows of a user. */
export interface IndexedUser {
  readonly userName: string;
  readonly fullName: string;
  readonly accounts: readonly UserAccount[];
  /** What the user is found by beside the names. */
  readonly others: readonly string[];
  /** Milliseconds since 1970; 0 where no sign-in is known. */
  readonly lastSignIn: number;
}

/** Stands between the names of a user: less than anything in a name, so that texts compare as names do. */
const END = '\0';

/** All entries of the directory with a number each, and in columns by that number what is known of those that are users. */
export class UserRows {
  readonly #numbers = new EntryNumbers();
  /** User name and full name. */
  readonly #names = new RowTexts();
  /** The same and more, the full name first, folded. */
  readonly #found = new RowTexts();
  /** A number of {@link accounts}, or 0 for an entry that is no user. */
  #accountsOf = new Uint32Array(1024);
  #signIns = new Float64Array(1024);
  /** Equal accounts are one: most users have the same. The first stands for entries that are no users. */
  readonly accounts: (readonly UserAccount[])[] = [[]];
  readonly #known = new Map<string, number>();

  /** How many entries there are, users or not. */
  get size(): number {
    return this.#numbers.size;
  }

  /** The entry's row, or -1. */
  rowOf(uuid: string): number {
    return this.#numbers.get(uuid);
  }

  /** The rows of all users, in any order. */
  users(): Uint32Array {
    const rows = Uint32Array.from(this.#accountsOf.keys());
    return rows.filter((row) => this.isUser(row));
  }

  isUser(row: number): boolean {
    return this.#accountsOf[row] !== 0;
  }

  /** Puts an entry in, or in the place of what was known of it. Returns its row. */
  put(uuid: string, user: IndexedUser | null): number {
    const row = this.#numbers.add(uuid);
    if (row >= this.#accountsOf.length) this.#grow();
    this.#accountsOf[row] = user === null ? 0 : this.#shared(user.accounts);
    this.#signIns[row] = user?.lastSignIn ?? 0;
    this.#names.set(row, user === null ? '' : `${user.userName}${END}${user.fullName}`);
    this.#found.set(row, user === null ? '' : foundBy(user));
    return row;
  }

  remove(uuid: string): void {
    if (this.#numbers.get(uuid) === -1) return;
    this.put(uuid, null);
    this.#numbers.delete(uuid);
  }

  names(row: number): { readonly userName: string; readonly fullName: string } {
    const [userName = '', fullName = ''] = this.#names.text(row).split(END);
    return { userName, fullName };
  }

  /** What rows are compared by, to be sorted by user name. */
  userNameKey(row: number): string {
    return this.#names.bytes(row);
  }

  /** The same by full name, without case and accents; then by user name. */
  fullNameKey(row: number): string {
    return this.#found.bytes(row);
  }

  /** The index of the row's accounts in {@link accounts}. */
  accountsOf(row: number): number {
    return this.#accountsOf[row] ?? 0;
  }

  /** Milliseconds since 1970; 0 where no sign-in is known. */
  lastSignIn(row: number): number {
    return this.#signIns[row] ?? 0;
  }

  noteSignIn(row: number, at: number): void {
    this.#signIns[row] = Math.max(at, this.lastSignIn(row));
  }

  /** A mark for each row, by its number, also for numbers that stand for no user. */
  marks(mark: 0 | 1): Uint8Array {
    return new Uint8Array(this.#accountsOf.length).fill(mark);
  }

  /** Takes the marks from rows that have not all of these words, which are folded, in what they are found by. */
  keepFound(marks: Uint8Array, words: readonly string[]): void {
    for (const word of words) this.#found.keepFound(marks, word);
  }

  /** Takes the marks from rows whose accounts are none of those that are wanted, by their index in {@link accounts}. */
  keepAccounts(marks: Uint8Array, isWanted: readonly boolean[]): void {
    const accountsOf = this.#accountsOf;
    for (let row = 0; row < marks.length; row += 1)
      if (isWanted[accountsOf[row] ?? 0] !== true) marks[row] = 0;
  }

  /** Takes the marks from rows whose last sign-in was not in this time, in milliseconds since 1970. */
  keepSignIns(marks: Uint8Array, from: number, before: number): void {
    const signIns = this.#signIns;
    for (let row = 0; row < marks.length; row += 1) {
      const at = signIns[row] ?? 0;
      if (at < from || at >= before) marks[row] = 0;
    }
  }

  #shared(accounts: readonly UserAccount[]): number {
    const key = JSON.stringify(accounts);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.accounts.length);
    return this.accounts.push(accounts) - 1;
  }

  #grow(): void {
    const [accounts, signIns] = [this.#accountsOf, this.#signIns];
    this.#accountsOf = new Uint32Array(accounts.length * 2);
    this.#accountsOf.set(accounts);
    this.#signIns = new Float64Array(signIns.length * 2);
    this.#signIns.set(signIns);
  }
}

/** The least that {@link UserRows.userNameKey} can be of a user of this name. */
export function userNameKeyOf(userName: string): string {
  return `${bytesOf(userName)}${END}`;
}

function foundBy({ userName, fullName, others }: IndexedUser): string {
  return [fullName, userName, ...others].map((text) => folded(text).replaceAll(END, ' ')).join(END);
}
