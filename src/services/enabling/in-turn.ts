import type { Module } from '../../core/module/index.js';

/** Does the work for each of these modules, one after the other. Returns all that it was done to. */
export async function inTurn(
  ids: readonly string[],
  work: (id: string) => Promise<readonly Module[]>,
): Promise<readonly Module[]> {
  const done: Module[] = [];
  for (const id of ids) done.push(...(await work(id)));
  return done;
}
