import type { Clock } from '../../../core/ports.js';
import { BoundedMap } from './bounded-map.js';

/** Refusals that are remembered, and accounts whose last sign-in is. */
const REFUSALS = 100;
const ACCOUNTS = 10_000;
/** Sign-ins that are told at once: the panel asks for the rest by the time of the last one. */
const AT_ONCE = 1000;
/** Characters that are kept of a name, which a stranger chooses, and of a reason: the panel takes no longer ones. */
const LONGEST = { name: 100, reason: 300 };

/** A sign-in that was refused. */
export interface Refused {
  readonly name: string;
  /** As password-check.ts says it. */
  readonly reason: string;
  /** Where it came from; `''` where that is not sure. */
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Remembers who was refused lately, and when each account last signed in. */
export class RecentSignIns {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #signIns = new BoundedMap<string, number>(ACCOUNTS);
  #refusals: readonly Refused[] = [];

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  accepted(account: string): void {
    this.#signIns.set(account, this.#clock.now().getTime());
  }

  refused(name: string, reason: string, address: string): void {
    const refused = {
      name: name.slice(0, LONGEST.name),
      reason: reason.slice(0, LONGEST.reason),
      address,
      at: this.#clock.now().getTime(),
    };
    this.#refusals = [refused, ...this.#refusals].slice(0, REFUSALS);
  }

  /**
   * The latest refusals, the newest first; and the accounts that signed in since a time, with when they did last, the
   * earliest first.
   * @param since milliseconds since 1970
   */
  news(since: number): {
    readonly refusals: readonly Refused[];
    readonly signIns: readonly [string, number][];
  } {
    const signIns = [...this.#signIns.entries()].filter(([, at]) => at >= since).slice(0, AT_ONCE);
    return { refusals: this.#refusals, signIns };
  }
}
