import type { Clock } from '../../../core/ports.js';
import { BoundedMap } from './bounded-map.js';

/** Comparisons that an account has at once, and how many it gets back a second. */
const AT_ONCE = 10;
const PER_SECOND = 2;
/** Accounts that are remembered. */
const ACCOUNTS = 10_000;

/**
 * How often a password may be compared with the one that was proved lately while an account's guessers wait. Nothing but
 * the password tells them from its owner, so this is also what a guesser gets: 172,800 a day for an account that signed
 * in lately, instead of the 1,440 that the pauses leave. A random password of eight small letters (2 × 10^11) outlasts
 * that by 1,600 years; one of the ten million usual ones does not outlast two months: hence the notice on the home page.
 */
export class Comparisons {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #left = new BoundedMap<string, { readonly count: number; readonly at: number }>(ACCOUNTS);

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Takes one; false when the account has none left now. */
  take(account: string): boolean {
    const now = this.#clock.monotonic();
    const { count, at } = this.#left.get(account) ?? { count: AT_ONCE, at: now };
    const left = Math.min(AT_ONCE, count + ((now - at) / 1000) * PER_SECOND);
    if (left < 1) return false;
    this.#left.set(account, { count: left - 1, at: now });
    return true;
  }
}
