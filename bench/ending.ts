import type { CleanUp } from '../test/helpers/clean-up.js';

/** What is to be done at the end, the latest first, whatever happened before. */
export class Ending implements CleanUp {
  readonly judgesLogs = false;
  readonly #works: (() => unknown)[] = [];

  after(work: () => unknown): void {
    this.#works.unshift(work);
  }

  async end(): Promise<void> {
    for (const work of this.#works.splice(0)) await work();
  }
}

/** Does the work and then all that it said is to be done at the end. */
export async function endingWell<T>(work: (ending: Ending) => Promise<T>): Promise<T> {
  const ending = new Ending();
  try {
    return await work(ending);
  } finally {
    await ending.end();
  }
}
