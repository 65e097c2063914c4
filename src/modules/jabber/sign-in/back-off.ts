import type { Clock } from '../../../core/ports.js';
import { BoundedMap } from './bounded-map.js';
import type { Fingerprint } from './fingerprints.js';

/** Wrong passwords that cost nothing. */
const FREE = 5;
/** Milliseconds of the longest pause. */
const LONGEST = 60_000;
/** Milliseconds after which wrong passwords are forgotten. */
const FORGOTTEN = 15 * 60_000;
/** Wrong passwords that are remembered, so that a program that keeps sending an old one is not guessing. */
const REMEMBERED = 4;
/** Accounts that are remembered. */
const ACCOUNTS = 10_000;

/** An account at which somebody guesses. */
export interface Guessed {
  readonly account: string;
  /** Wrong passwords that the directory refused, each once. */
  readonly wrong: number;
  /** Since the first of them. */
  readonly seconds: number;
}

interface Failures {
  readonly count: number;
  /** Monotonic milliseconds. */
  readonly first: number;
  /** Monotonic milliseconds. */
  readonly last: number;
  readonly wrong: readonly Fingerprint[];
}

/** Slows down guessing at one account: after some wrong passwords, each further one costs a longer pause. */
export class BackOff {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #failures = new BoundedMap<string, Failures>(ACCOUNTS);

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Milliseconds until the account may try again; 0 for now. */
  pause(account: string): number {
    const failures = this.#failuresOf(account);
    if (failures === undefined || failures.count < FREE) return 0;
    const pause = Math.min(LONGEST, 1000 * 2 ** (failures.count - FREE));
    return Math.max(0, failures.last + pause - this.#clock.monotonic());
  }

  /** Whether this very password was refused before. */
  wasWrong(account: string, password: Fingerprint): boolean {
    return this.#failuresOf(account)?.wrong.includes(password) ?? false;
  }

  failed(account: string, password: Fingerprint): void {
    const before = this.#failuresOf(account);
    this.#failures.set(account, {
      count: (before?.count ?? 0) + 1,
      first: before?.first ?? this.#clock.monotonic(),
      last: this.#clock.monotonic(),
      wrong: [password, ...(before?.wrong ?? [])].slice(0, REMEMBERED),
    });
  }

  succeeded(account: string): void {
    this.#failures.delete(account);
  }

  /** The accounts that must wait, or had to lately: those with the most wrong passwords first. */
  guessed(): readonly Guessed[] {
    return [...this.#failures.entries()]
      .flatMap(([account]) => {
        const failures = this.#failuresOf(account);
        if (failures === undefined || failures.count < FREE) return [];
        const seconds = Math.round((this.#clock.monotonic() - failures.first) / 1000);
        return [{ account, wrong: failures.count, seconds }];
      })
      .sort((one, other) => other.wrong - one.wrong);
  }

  #failuresOf(account: string): Failures | undefined {
    const failures = this.#failures.get(account);
    return failures !== undefined && this.#clock.monotonic() - failures.last < FORGOTTEN
      ? failures
      : undefined;
  }
}
