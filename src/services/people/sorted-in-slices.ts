import { setImmediate } from 'node:timers/promises';

/** So many items are sorted, or merged, before others have a turn of the event loop: that takes about 2 ms. */
const SLICE = 2_000;

/** Negative where the first comes first, as for `sort`. */
type Compare<T> = (one: T, other: T) => number;

/** Sorts many items as `sort` does (equal ones keep their order), and holds up nothing else meanwhile. */
export async function sortedInSlices<T extends object>(
  items: readonly T[],
  compare: Compare<T>,
): Promise<readonly T[]> {
  let runs: (readonly T[])[] = [];
  for (let from = 0; from < items.length; from += SLICE) {
    runs.push(items.slice(from, from + SLICE).sort(compare));
    await setImmediate();
  }
  while (runs.length > 1) {
    const longer: (readonly T[])[] = [];
    for (let index = 0; index < runs.length; index += 2)
      longer.push(await merged(runs[index] ?? [], runs[index + 1] ?? [], compare));
    runs = longer;
  }
  return runs[0] ?? [];
}

async function merged<T extends object>(
  one: readonly T[],
  other: readonly T[],
  compare: Compare<T>,
): Promise<readonly T[]> {
  if (other.length === 0) return one;
  const all: T[] = [];
  for (let [left, right] = [0, 0]; ;) {
    const [mine, theirs] = [one[left], other[right]];
    if (mine !== undefined && (theirs === undefined || compare(mine, theirs) <= 0)) {
      all.push(mine);
      left += 1;
    } else if (theirs !== undefined) {
      all.push(theirs);
      right += 1;
    } else return all;
    if (all.length % SLICE === 0) await setImmediate();
  }
}
