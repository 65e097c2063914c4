import type { Log } from './ports.js';

/** Milliseconds for which no second line is written. */
const QUIET = 60_000;

/**
 * Writes what strangers can bring about as often as they like, whatever it says: a line a minute at most, with how many were
 * left out.
 */
export class RareLog {
  readonly #log: Pick<Log, 'error'>;
  readonly #now: () => number;
  #written = -Infinity;
  #leftOut = 0;

  /** @param now monotonic milliseconds */
  constructor(log: Pick<Log, 'error'>, now = () => performance.now()) {
    [this.#log, this.#now] = [log, now];
  }

  error(line: string): void {
    if (this.#now() - this.#written < QUIET) {
      this.#leftOut += 1;
      return;
    }
    const more = this.#leftOut === 0 ? '' : ` (${this.#leftOut} more like it in between)`;
    this.#log.error(`${line}${more}`);
    [this.#written, this.#leftOut] = [this.#now(), 0];
  }
}
