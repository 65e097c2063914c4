import { setImmediate } from 'node:timers/promises';

/** So many rows are sorted, or merged, before others have a turn of the event loop: that takes about 2 ms. */
const SLICE = 2_000;

/** Negative where the first row comes first, as for `sort`. */
export type Compare = (one: number, other: number) => number;

/** Sorts the numbers of many rows as `sort` does (equal ones keep their order), and holds up nothing else meanwhile. */
export async function sortedInSlices(rows: Uint32Array, compare: Compare): Promise<Uint32Array> {
  let from = Uint32Array.from(rows);
  let to = new Uint32Array(rows.length);
  for (let start = 0; start < rows.length; start += SLICE) {
    from.subarray(start, start + SLICE).sort(compare);
    await setImmediate();
  }
  for (let run = SLICE; run < rows.length; run *= 2) {
    for (let start = 0; start < rows.length; start += 2 * run)
      await merge(from, to, { start, middle: start + run, end: start + 2 * run }, compare);
    [from, to] = [to, from];
  }
  return from;
}

/** Two runs, one after the other. */
interface Runs {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

async function merge(
  from: Uint32Array,
  to: Uint32Array,
  { start, middle, end }: Runs,
  compare: Compare,
): Promise<void> {
  const ends = [Math.min(middle, from.length), Math.min(end, from.length)] as const;
  let [left, right] = [start, ends[0]];
  for (let at = start; at < ends[1]; at += 1) {
    const takesLeft = left < ends[0] && (right >= ends[1] || compare(from[left] ?? 0, from[right] ?? 0) <= 0);
    to[at] = from[takesLeft ? left++ : right++] ?? 0;
    if ((at - start) % SLICE === SLICE - 1) await setImmediate();
  }
}
