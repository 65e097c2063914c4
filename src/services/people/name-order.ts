import { setImmediate } from 'node:timers/promises';
import { compared } from '../../core/compared.js';
import type { UserRow } from '../../core/people/user-list.js';
import { sortedInSlices } from './sorted-in-slices.js';

/** Up to so many changed rows are put into their places one by one; of more the whole order is made again. */
const FEW = 100;
/** So many keys are made before others have a turn of the event loop: that takes about 2 ms. */
const KEYS_AT_ONCE = 2_000;

/** What users are sorted by. */
type Named = Pick<UserRow, 'userName' | 'fullName'>;

/** A row with what it is sorted by. */
interface Keyed<Row> {
  readonly key: string;
  readonly row: Row;
}

/**
 * The users by their full names, without case and accents, then by their user names. It is made when it is first asked for
 * (a quarter of a second for 100,000 users, in small steps), and kept while users change.
 */
export class NameOrder<Row extends Named> {
  #rows: Promise<readonly Row[]> | null = null;

  /** @param all every row as it is now, in any order */
  of(all: readonly Row[]): Promise<readonly Row[]> {
    this.#rows ??= inOrder(all);
    return this.#rows;
  }

  /** Puts fresh rows in the place of old ones. */
  replace(old: ReadonlySet<Row>, fresh: readonly Row[]): void {
    if (fresh.length > FEW) this.#rows = null;
    this.#rows = this.#rows?.then((rows) => replaced(rows, old, fresh)) ?? null;
  }

  /** Everything was read anew. */
  forget(): void {
    this.#rows = null;
  }
}

async function inOrder<Row extends Named>(all: readonly Row[]): Promise<readonly Row[]> {
  const keyed: Keyed<Row>[] = [];
  for (const row of all) {
    if (keyed.push({ key: keyOf(row), row }) % KEYS_AT_ONCE === 0) await setImmediate();
  }
  const sorted = await sortedInSlices(keyed, (one, other) => compared(one.key, other.key));
  return sorted.map(({ row }) => row);
}

function replaced<Row extends Named>(
  before: readonly Row[],
  old: ReadonlySet<Row>,
  fresh: readonly Row[],
): readonly Row[] {
  const rows = before.filter((row) => !old.has(row));
  for (const row of fresh) rows.splice(placeOf(rows, keyOf(row)), 0, row);
  return rows;
}

function placeOf(rows: readonly Named[], key: string): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const row = rows[middle];
    if (row !== undefined && compared(keyOf(row), key) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Names that have no accents to be taken off. */
const ASCII = /^[\0-\x7f]*$/;

function keyOf({ userName, fullName }: Named): string {
  const bare = ASCII.test(fullName) ? fullName : fullName.normalize('NFKD').replace(/\p{M}/gu, '');
  const name = bare.toLowerCase();
  return `${name}\n${userName}`;
}
