import { setTimeout } from 'node:timers/promises';

/** Milliseconds between two looks at something that reports nothing by itself. */
const lookEvery = 10;

/** Looks until `holds` says true, for at most `milliseconds`. Returns whether it did. */
export async function holdsWithin(milliseconds: number, holds: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!(await holds())) {
    if (performance.now() > end) return false;
    await setTimeout(lookEvery);
  }
  return true;
}
