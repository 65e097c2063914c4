import type { TablePage } from '../../../core/table/index.js';

/** Which rows are wanted, in which order, and which page of them. */
export interface WantedRows {
  readonly order: Uint32Array;
  /** From the end of the order on. */
  readonly isDescending: boolean;
  /** 1 for each row that is wanted, by its number; null for all rows. */
  readonly marks: Uint8Array | null;
  /** From 1 on; the last one where there are not so many. */
  readonly page: number;
  readonly size: number;
}

/** One page of the rows that are wanted, and how many there are. */
export function choose({ order, isDescending, marks, page, size }: WantedRows): TablePage<number> {
  const found = marks === null ? order : markedOf(order, marks);
  const total = found.length;
  const pages = Math.max(1, Math.ceil(total / size));
  const shown = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  const [from, to] = [(shown - 1) * size, Math.min(shown * size, total)];
  const rows = isDescending
    ? found
        .subarray(total - to, total - from)
        .slice()
        .reverse()
    : found.subarray(from, to);
  return { rows: [...rows], page: shown, pages, total };
}

function markedOf(order: Uint32Array, marks: Uint8Array): Uint32Array {
  const found = new Uint32Array(order.length);
  let count = 0;
  for (let place = 0; place < order.length; place += 1) {
    const row = order[place] ?? 0;
    if (marks[row] === 1) found[count++] = row;
  }
  return found.subarray(0, count);
}

/**
 * Rows by a whole number of theirs below 2³², and those with the same one as they were before.
 * @param order the rows in another order, at most two million: number and place share the 53 bits of a double
 * @param numberOf null for rows that come last, whatever the direction
 */
export function byNumber(
  order: Uint32Array,
  numberOf: (row: number) => number | null,
  isDescending: boolean,
): Uint32Array {
  const keys = new Float64Array(order.length);
  const last: number[] = [];
  let count = 0;
  for (let place = 0; place < order.length; place += 1) {
    const row = order[place] ?? 0;
    const number = numberOf(row);
    if (number === null) last.push(row);
    else keys[count++] = (isDescending ? 2 ** 32 - 1 - number : number) * order.length + place;
  }
  const sorted = new Uint32Array(order.length);
  keys
    .subarray(0, count)
    .sort()
    .forEach((key, place) => (sorted[place] = order[key % order.length] ?? 0));
  sorted.set(last, count);
  return sorted;
}
