import type { UserRow } from '../../core/people/user-list.js';

/** Up to so many changed rows are put into their places one by one; of more the whole order is made again. */
const FEW = 100;

/** A row with what it is sorted by. */
interface Keyed<Row> {
  readonly key: string;
  readonly row: Row;
}

/**
 * The users by their full names, without case and accents, then by their user names. It is made when somebody first asks
 * for it (some 300 ms for 100,000 users), and kept while users change.
 */
export class NameOrder<Row extends Pick<UserRow, 'userName' | 'fullName'>> {
  #rows: readonly Row[] | null = null;

  /** @param all every row, in any order */
  of(all: readonly Row[]): readonly Row[] {
    this.#rows ??= all
      .map((row): Keyed<Row> => ({ key: keyOf(row), row }))
      .sort((one, other) => compared(one.key, other.key))
      .map(({ row }) => row);
    return this.#rows;
  }

  /** Puts fresh rows in the place of old ones. */
  replace(old: ReadonlySet<Row>, fresh: readonly Row[]): void {
    if (this.#rows === null) return;
    if (fresh.length > FEW) {
      this.#rows = null;
      return;
    }
    const rows = this.#rows.filter((row) => !old.has(row));
    for (const row of fresh) rows.splice(placeOf(rows, keyOf(row)), 0, row);
    this.#rows = rows;
  }

  /** Everything was read anew. */
  forget(): void {
    this.#rows = null;
  }
}

function placeOf(rows: readonly Pick<UserRow, 'userName' | 'fullName'>[], key: string): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const row = rows[middle];
    if (row !== undefined && compared(keyOf(row), key) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

function keyOf({ userName, fullName }: Pick<UserRow, 'userName' | 'fullName'>): string {
  const name = fullName.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return `${name}\n${userName}`;
}

function compared(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
