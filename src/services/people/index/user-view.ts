import { wordsOf } from '../../../core/folded.js';
import type { AccountPart } from '../../../core/people/account-part.js';
import type {
  AccountFilter,
  UserPage,
  UserRow,
  UserSort,
  WantedUsers,
} from '../../../core/people/user-list.js';
import { accountWords } from '../../../core/people/user-values.js';
import type { UserAccount } from '../../../core/user.js';
import { byNumber, choose } from './row-choice.js';
import type { UserRows } from './user-rows.js';
import type { UserTable } from './user-table.js';

/** What is looked at: it changes only between two looks. */
export interface Viewed {
  readonly table: UserTable;
  /** The rows of those who are connected; null where it is not known who is. */
  readonly online: ReadonlySet<number> | null;
  /** Another number whenever rows got a sign-in. */
  readonly signIns: number;
}

/** An order that was made, and out of what: it is used again while that is the same. */
interface Made {
  readonly from: readonly unknown[];
  readonly order: Uint32Array;
}

type OtherSort = Exclude<UserSort, 'userName' | 'fullName'>;

/** The users in the index as people ask for them: searched, filtered, sorted, page by page. */
export class UserView {
  readonly #parts: readonly AccountPart[];
  #made: Made = { from: [], order: new Uint32Array() };

  constructor(parts: readonly AccountPart[]) {
    this.#parts = parts;
  }

  async page(viewed: Viewed, wanted: WantedUsers, page: number, size: number): Promise<UserPage> {
    const { sort = 'userName', isDescending = false } = wanted;
    const isByName = sort === 'userName' || sort === 'fullName';
    const chosen = choose({
      order: isByName ? await orderByName(viewed, sort) : this.#orderBy(sort, isDescending, viewed),
      isDescending: isByName && isDescending,
      marks: marksOf(viewed, wanted),
      ...{ page, size },
    });
    const { table, online } = viewed;
    const rows = chosen.rows.map((row) => rowOf(table.rows, row, online));
    return { ...chosen, rows, isOnlineKnown: online !== null };
  }

  #orderBy(sort: OtherSort, isDescending: boolean, viewed: Viewed): Uint32Array {
    const { table, online, signIns } = viewed;
    const from = [table.users, typeof sort === 'string' ? sort : sort.module, isDescending, online, signIns];
    if (from.some((one, index) => one !== this.#made.from[index]))
      this.#made = { from, order: byNumber(table.users, this.#numberFor(sort, viewed), isDescending) };
    return this.#made.order;
  }

  #numberFor(sort: OtherSort, { table: { rows }, online }: Viewed): (row: number) => number | null {
    if (sort === 'lastSignIn')
      return (row) => (rows.lastSignIn(row) === 0 ? null : Math.floor(rows.lastSignIn(row) / 1000));
    if (sort === 'online') return (row) => (online?.has(row) === true ? 1 : 0);
    const ranks = rows.accounts.map((accounts) => this.#rankOf(accounts, sort.module));
    return (row) => ranks[rows.accountsOf(row)] ?? 0;
  }

  /** From "not possible" over "Disabled" and "Enabled" to those with rights. */
  #rankOf(accounts: readonly UserAccount[], module: string): number {
    const part = this.#parts.find((one) => one.module === module);
    const account = accounts.find((one) => one.module === module);
    if (part === undefined || account === undefined || account.cannotHave !== null) return 0;
    const { access } = part.section;
    const isIn = access !== undefined && account.values[access.field] === access.on;
    return isIn ? 1 + accountWords(part, account.values).length : 1;
  }
}

/** A row as the list shows it. */
export function rowOf(rows: UserRows, row: number, online: Viewed['online']): UserRow {
  const lastSignIn = rows.lastSignIn(row);
  return {
    ...rows.names(row),
    accounts: rows.accounts[rows.accountsOf(row)] ?? [],
    lastSignIn: lastSignIn === 0 ? null : lastSignIn,
    isOnline: online === null ? null : online.has(row),
  };
}

async function orderByName({ table }: Viewed, sort: 'userName' | 'fullName'): Promise<Uint32Array> {
  return sort === 'userName' ? table.users : table.usersByFullName();
}

/** 1 for each row that is wanted; null where all are. */
function marksOf(
  { table: { rows }, online }: Viewed,
  { search = '', having = null, lastSignIn = null, isOnline = false }: WantedUsers,
): Uint8Array | null {
  const words = rarestFirst(wordsOf(search));
  if (words.length === 0 && having === null && lastSignIn === null && !isOnline) return null;
  const marks = rows.marks(isOnline ? 0 : 1);
  if (isOnline) for (const row of online ?? []) marks[row] = 1;
  if (having !== null) rows.keepAccounts(marks, accountsThatSay(rows, having));
  if (lastSignIn === 'unknown') rows.keepSignIns(marks, 0, 1);
  else if (lastSignIn !== null) rows.keepSignIns(marks, 1, lastSignIn.before);
  rows.keepFound(marks, words);
  return marks;
}

/** The letters of names, the commonest first. */
const LETTERS = 'aeinrlosthdmcugbkjpfvzwyxq';

/** Words that are likely to be in fewer texts, and faster to look for, come first: after them fewer rows are left. */
function rarestFirst(words: readonly string[]): readonly string[] {
  const rarity = (word: string): number => LETTERS.indexOf(word.charAt(0));
  return [...words].sort((one, other) => other.length - one.length || rarity(other) - rarity(one));
}

/** Whether accounts say it. Equal accounts are one, so that each is looked at once. */
function accountsThatSay({ accounts: all }: UserRows, having: AccountFilter): readonly boolean[] {
  return all.map((accounts) => {
    const account = accounts.find(({ module }) => module === having.module);
    if (account === undefined) return false;
    if ('isImpossible' in having) return account.cannotHave !== null;
    return account.cannotHave === null && account.values[having.field] === having.value;
  });
}
