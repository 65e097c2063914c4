import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../core/ports.js';
import { BoundedMap } from './bounded-map.js';

/** Milliseconds for which a one-time password may be used. */
const LIFE = 10_000;
/** One-time passwords that are remembered. */
const REMEMBERED = 32;

/** A name that no user can have, though an address may (nodeprep, RFC 3920), and the password that belongs to it. */
export interface OneTimePassword {
  readonly name: string;
  readonly password: string;
}

/** What became of a one-time password: `unknown` is one that this process did not make, or made too long ago. */
export type Fate = 'asked' | 'waiting' | 'unknown';

/** What a one-time name looks like. User names begin with a letter or a digit: see core/user-name.ts. */
export const ONE_TIME_NAME = /^~[0-9a-f]{32}$/;

/**
 * Passwords with which the panel tries out signing in through c2s. Each is good for one question within seconds, right or
 * wrong, and only in the memory of this process: it belongs to no account and to nothing in the directory.
 */
export class OneTimePasswords {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #made = new BoundedMap<
    string,
    { readonly password: string; readonly until: number; asked: boolean }
  >(REMEMBERED);

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  make(): OneTimePassword {
    const name = `~${randomBytes(16).toString('hex')}`;
    const password = randomBytes(32).toString('hex');
    this.#made.set(name, { password, until: this.#clock.monotonic() + LIFE, asked: false });
    return { name, password };
  }

  /** Whether this is the password of the name, asked for the first time and in time. It is used up by being asked. */
  take(name: string, password: string): boolean {
    const made = this.#made.get(name);
    if (made === undefined || made.asked) return false;
    made.asked = true;
    const [given, right] = [Buffer.from(password), Buffer.from(made.password)];
    return (
      this.#clock.monotonic() < made.until && given.length === right.length && timingSafeEqual(given, right)
    );
  }

  fateOf(name: string): Fate {
    const made = this.#made.get(name);
    if (made === undefined) return 'unknown';
    return made.asked ? 'asked' : 'waiting';
  }
}
