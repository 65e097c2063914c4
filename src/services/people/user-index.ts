import { type DirectoryEntry, type Filter, tree, valueOf } from '../../core/directory.js';
import type { AccountFilter, UserRow, WantedUsers } from '../../core/people/user-list.js';
import type { AccountPart } from '../../core/people/account-part.js';
import type { Directory } from '../../core/ports.js';
import type { UserAccount } from '../../core/user.js';
import { type DirectoryStamp, readStamp, sameStamp } from './directory-stamp.js';
import { Mutex } from '../../core/mutex.js';
import { NameOrder } from './name-order.js';
import { sortedInSlices } from './sorted-in-slices.js';
import { accountsOf, fullNameOf, userAttributes } from './user-entry.js';

/** How often a directory may change while it is being read, before we go on with what we have. */
const ATTEMPTS = 5;

/** A row with what it is found by. */
interface IndexedRow extends UserRow {
  /** User name and full name, without case. */
  readonly text: string;
}

/**
 * All users in memory, sorted by user name: sorting and searching 100,000 entries in slapd takes 150 to 300 ms a page.
 * At each use slapd is asked whether anything changed since ({@link readStamp}). If so, the entries that were changed are
 * read; if entries disappeared that we did not remove ourselves, or slapd was started anew, everything is.
 */
export class UserIndex {
  readonly #directory: Directory;
  readonly #parts: readonly AccountPart[];
  readonly #mutex = new Mutex();
  /** entryUUID → the user's row, or null for an entry that is no user. */
  #entries = new Map<string, IndexedRow | null>();
  #sorted: readonly IndexedRow[] = [];
  readonly #byName = new NameOrder<IndexedRow>();
  #stamp: DirectoryStamp | null = null;
  #isKnown = false;
  /** Equal accounts are one object: most users have the same. */
  readonly #accounts = new Map<string, readonly UserAccount[]>();

  constructor(directory: Directory, parts: readonly AccountPart[]) {
    this.#directory = directory;
    this.#parts = parts;
  }

  /**
   * The users that are wanted, sorted by user name unless it is said otherwise. All users in the usual order are the same
   * array as before when nothing has changed. Throws the directory's PanelErrors.
   */
  async matching({
    search = '',
    having = null,
    sort,
    isDescending,
  }: WantedUsers): Promise<readonly UserRow[]> {
    await this.#mutex.run(() => this.#refreshOrForget());
    const text = folded(search.trim());
    const sorted = sort === 'fullName' ? await this.#byName.of(this.#sorted) : this.#sorted;
    const found = text === '' ? sorted : sorted.filter((row) => row.text.includes(text));
    const chosen = having === null ? found : found.filter(accountSays(having));
    return isDescending === true ? [...chosen].reverse() : chosen;
  }

  /** How many users the last look found; null before there was one, and when it failed. Asks nobody. */
  count(): number | null {
    return this.#isKnown ? this.#sorted.length : null;
  }

  /** Forgets an entry that we removed ourselves, so that not everything has to be read again. */
  removed(entryUuid: string): Promise<void> {
    return this.#mutex.run(() => {
      this.#replace(new Map([[entryUuid, undefined]]));
      return Promise.resolve();
    });
  }

  /** When the directory cannot be read it is not known any more how many there are. */
  async #refreshOrForget(): Promise<void> {
    try {
      await this.#refresh();
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
      else if (this.#entries.size === stamp.entries) this.#stamp = stamp;
      else await this.#readEverything(stamp);
    }
  }

  async #readEverything(stamp: DirectoryStamp): Promise<void> {
    const entries = new Map<string, IndexedRow | null>();
    await this.#read({ kind: 'present', attribute: 'objectClass' }, (uuid, row) => entries.set(uuid, row));
    const users = [...entries.values()].filter((row) => row !== null);
    this.#sorted = await sortedInSlices(users, byUserName);
    this.#entries = entries;
    this.#byName.forget();
    this.#stamp = stamp;
  }

  async #readChanges(csn: string): Promise<void> {
    const changes = new Map<string, IndexedRow | null>();
    await this.#read({ kind: 'atLeast', attribute: 'entryCSN', value: csn }, (uuid, row) =>
      changes.set(uuid, row),
    );
    this.#replace(changes);
  }

  /** Puts rows in the place of those of the same entries; `undefined` only removes. */
  #replace(changes: ReadonlyMap<string, IndexedRow | null | undefined>): void {
    const old = new Set<IndexedRow>();
    const fresh: IndexedRow[] = [];
    for (const [uuid, row] of changes) {
      const before = this.#entries.get(uuid);
      if (before) old.add(before);
      if (row) fresh.push(row);
      if (row === undefined) this.#entries.delete(uuid);
      else this.#entries.set(uuid, row);
    }
    if (old.size + fresh.length > 0) {
      this.#sorted = [...this.#sorted.filter((row) => !old.has(row)), ...fresh].sort(byUserName);
      this.#byName.replace(old, fresh);
    }
  }

  async #read(filter: Filter, onEntry: (uuid: string, row: IndexedRow | null) => void): Promise<void> {
    const attributes = userAttributes(this.#parts);
    await this.#directory.each({ base: tree.base, scope: 'sub', filter, attributes }, (entry) => {
      onEntry(valueOf(entry, 'entryUUID'), isUser(entry) ? this.#rowOf(entry) : null);
    });
  }

  #rowOf(entry: DirectoryEntry): IndexedRow {
    const userName = valueOf(entry, 'uid');
    const fullName = fullNameOf(entry);
    const accounts = this.#shared(accountsOf(entry, this.#parts));
    return { userName, fullName, accounts, text: folded(`${userName}\n${fullName}`) };
  }

  #shared(accounts: readonly UserAccount[]): readonly UserAccount[] {
    const key = JSON.stringify(accounts);
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    this.#accounts.set(key, accounts);
    return accounts;
  }
}

/** Whether a user's account says something. Equal accounts are one object, so that each is looked at once. */
function accountSays({ module, field, value }: AccountFilter): (row: UserRow) => boolean {
  const known = new Map<readonly UserAccount[], boolean>();
  return ({ accounts }) => {
    const before = known.get(accounts);
    if (before !== undefined) return before;
    const account = accounts.find((one) => one.module === module);
    const says = account !== undefined && account.cannotHave === null && account.values[field] === value;
    known.set(accounts, says);
    return says;
  };
}

/** The same as `isUserEntry` below `tree.users`, for an entry that was read. Names have no case. */
function isUser({ dn, attributes }: DirectoryEntry): boolean {
  return (
    dn.toLowerCase().endsWith(',ou=users,dc=ebox') &&
    (attributes.get('objectclass') ?? []).some((name) => name.toLowerCase() === 'posixaccount')
  );
}

function byUserName(one: IndexedRow, other: IndexedRow): number {
  return one.userName < other.userName ? -1 : one.userName > other.userName ? 1 : 0;
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
