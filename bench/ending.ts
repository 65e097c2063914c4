import type { CleanUp } from '../test/helpers/clean-up.js';

/** What is to be done at the end, the latest first, whatever happened before. */
export class Ending implements CleanUp {
  readonly #works: (() => unknown)[] = [];

  after(work: () => unknown): void {
    this.#works.unshift(work);
  }

  async end(): Promise<void> {
    for (const work of this.#works.splice(0)) await work();
  }
}

const open = new Set<Ending>();

/** Ends what is under way: daemons outlive the process that started them. */
export async function endAll(): Promise<void> {
  for (const ending of open) await ending.end();
}

/** Does the work and then all that it said is to be done at the end. */
export async function endingWell<T>(work: (ending: Ending) => Promise<T>): Promise<T> {
  const ending = new Ending();
  open.add(ending);
  try {
    return await work(ending);
  } finally {
    await ending.end();
    open.delete(ending);
  }
}
