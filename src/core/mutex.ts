/** Runs asynchronous work one after the other, in the order of asking. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  /** Waits for its turn, runs `work`, and gives its result or its error. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
