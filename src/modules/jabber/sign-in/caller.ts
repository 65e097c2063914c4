import type { Clock } from '../../../core/ports.js';
import { WAITING } from '../guard-orders.js';

/** An address, as the guard tells it; the panel looks at it more closely. */
const ADDRESS = /^(?=.*[.:])[\da-f.:]{2,45}$/;
/** Milliseconds that the guard may take: c2s waits meanwhile, and everybody's chat with it. */
const PATIENCE = 100;
/** Milliseconds for which a guard that took longer, or is away, is not asked. */
const REST = 10_000;
/** Milliseconds after its question for which c2s is sure to be waiting still; the relay gives up after 3 seconds. */
const WAITS = 1_500;

/** What the caller is told by. */
export interface CallerParts {
  /** Asks the connection guard a line. Rejects when it does not answer in time. */
  readonly askGuard: (question: string, milliseconds: number) => Promise<string>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/**
 * Whose question c2s asks: c2s tells a name and a password, but no address. While it waits for the answer it neither takes
 * nor ends connections. So where exactly one of them has not signed in, that one asks.
 */
export class Caller {
  readonly #parts: CallerParts;
  #restUntil = 0;

  constructor(parts: CallerParts) {
    this.#parts = parts;
  }

  /**
   * The address that a question comes from; `''` where that is not sure. To be asked before c2s is answered. Does not throw.
   * @param asked when the question came, in monotonic milliseconds
   */
  async addressOf(asked: number): Promise<string> {
    const { askGuard, clock } = this.#parts;
    if (clock.monotonic() < this.#restUntil || clock.monotonic() - asked > WAITS) return '';
    try {
      const answer = await askGuard(WAITING, PATIENCE);
      return ADDRESS.test(answer) && clock.monotonic() - asked <= WAITS ? answer : '';
    } catch {
      this.#restUntil = clock.monotonic() + REST;
      return '';
    }
  }
}
