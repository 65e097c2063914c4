import { z } from 'zod';
import type { Clock, Document, Log } from '../../core/ports.js';
import { reasonOf } from '../../errors.js';
import { Mutex } from '../../core/mutex.js';
import { networkOf } from '../../core/network-of.js';
import { guessesSchema, manyGuesses, withGuess, type Guesses } from './guesses.js';

const FREE_FAILURES = 5;
const LONGEST_SECONDS = 900;
const PER_ADDRESS = 10;
const ADDRESS_WINDOW_SECONDS = 600;
/** What is remembered of accounts and of addresses at most: an attacker who tries many must not fill the disk. */
const REMEMBERED = 1000;

/** Milliseconds after which the failures of an account are forgotten. */
const FORGOTTEN_AFTER = 86_400_000;

const storedSchema = z.object({
  /** What tells the password that they were for; '' in what an older panel wrote. */
  password: z.string().default(''),
  guesses: guessesSchema.default([]),
  accounts: z.array(z.object({ account: z.string(), failures: z.number().int(), until: z.iso.datetime() })),
  addresses: z.array(z.object({ network: z.string(), failures: z.array(z.iso.datetime()) })),
});

/** Moments are milliseconds of the monotonic clock: setting the clock locks nobody out and lets nobody in. */
interface AccountRecord {
  readonly failures: number;
  readonly until: number;
}

/** What is tried, and where. */
export interface Attempt {
  readonly account: string;
  readonly address: string;
  /** The name of the place when the account is known there, else null. See KnownPlaces. */
  readonly place: string | null;
}

/**
 * Slows down guessing: an account's first five failures are free, then each doubles the wait, from 1 s to at most 900 s;
 * an address has ten failures in ten minutes. A place where the account is known is counted by itself: who guesses
 * elsewhere makes nobody wait there. Nothing is locked for ever. It survives a restart of the panel, and a new password
 * ends it.
 */
export class SignInThrottle {
  readonly #document: Document;
  readonly #clock: Clock;
  readonly #mutex = new Mutex();
  readonly #accounts = new Map<string, AccountRecord>();
  readonly #addresses = new Map<string, readonly number[]>();
  #guesses: readonly Guesses[] = [];
  #password = '';

  private constructor(document: Document, clock: Clock) {
    this.#document = document;
    this.#clock = clock;
  }

  /** Reads what was remembered. What cannot be read is forgotten, and the log says so. */
  static async open(document: Document, clock: Clock, log: Log): Promise<SignInThrottle> {
    const throttle = new SignInThrottle(document, clock);
    try {
      const stored = await document.read();
      if (stored !== null) throttle.#remember(storedSchema.parse(stored));
    } catch (error) {
      log.error(`the failed sign-ins of before cannot be read and are forgotten: ${reasonOf(error)}`);
    }
    return throttle;
  }

  /** Forgets every failure that was for another password than this: a new password lets everyone try again. */
  async holdFor(password: string): Promise<void> {
    if (this.#password === password) return;
    const isOther = this.#password !== '';
    this.#password = password;
    if (!isOther) return;
    this.#accounts.clear();
    this.#addresses.clear();
    await this.#keep();
  }

  /** Seconds until this may be tried again; 0 when it may be now. */
  secondsToWait(attempt: Attempt): number {
    const now = this.#clock.monotonic();
    const accountUntil = this.#accounts.get(keyOf(attempt))?.until ?? now;
    const addressUntil = attempt.place === null ? this.#addressUntil(attempt.address, now) : now;
    return Math.max(0, Math.ceil((Math.max(accountUntil, addressUntil) - now) / 1000));
  }

  /**
   * Remembers a failure before the answer is given.
   * @param isGuess true when the account exists, so that {@link guesses} names it
   */
  async failed(attempt: Attempt, isGuess: boolean): Promise<void> {
    const now = this.#clock.monotonic();
    const network = networkOf(attempt.address);
    const before = this.#accounts.get(keyOf(attempt));
    const isForgotten = before === undefined || now - before.until > FORGOTTEN_AFTER;
    const failures = (isForgotten ? 0 : before.failures) + 1;
    putLast(this.#accounts, keyOf(attempt), { failures, until: now + delayAfter(failures) * 1000 });
    if (attempt.place === null)
      putLast(this.#addresses, network, [...this.#recentOf(network, now), now].slice(-PER_ADDRESS));
    if (isGuess) this.#guesses = withGuess(this.#guesses, network, this.#clock.now());
    await this.#keep();
  }

  /** Forgets the account's failures there. Those of the address stay: they were perhaps for other accounts. */
  async succeeded(attempt: Attempt): Promise<void> {
    if (this.#accounts.delete(keyOf(attempt))) await this.#keep();
  }

  /** The networks that gave many wrong passwords in the last day, the latest last; empty when there were few. */
  guesses(): readonly Guesses[] {
    return manyGuesses(this.#guesses, this.#clock.now());
  }

  #addressUntil(address: string, now: number): number {
    const recent = this.#recentOf(networkOf(address), now);
    return recent.length < PER_ADDRESS
      ? now
      : (recent.at(-PER_ADDRESS) ?? now) + ADDRESS_WINDOW_SECONDS * 1000;
  }

  #recentOf(network: string, now: number): readonly number[] {
    return (this.#addresses.get(network) ?? []).filter(
      (moment) => now - moment < ADDRESS_WINDOW_SECONDS * 1000,
    );
  }

  /** A stored moment in the far future or past is a clock that was set: no wait becomes longer than it can be. */
  #remember(stored: z.infer<typeof storedSchema>): void {
    const monotonic = this.#clock.monotonic();
    const wall = this.#clock.now().getTime();
    this.#password = stored.password;
    this.#guesses = stored.guesses;
    for (const { account, failures, until } of stored.accounts) {
      const remaining = Math.min(new Date(until).getTime() - wall, delayAfter(failures) * 1000);
      putLast(this.#accounts, account, { failures, until: monotonic + Math.max(0, remaining) });
    }
    for (const { network, failures } of stored.addresses) {
      const moments = failures.map((moment) => monotonic - Math.max(0, wall - new Date(moment).getTime()));
      putLast(this.#addresses, network, moments.slice(-PER_ADDRESS));
    }
  }

  #keep(): Promise<void> {
    return this.#mutex.run(() => {
      const monotonic = this.#clock.monotonic();
      const wall = this.#clock.now().getTime();
      const dateOf = (moment: number): string => new Date(wall + moment - monotonic).toISOString();
      return this.#document.write({
        password: this.#password,
        guesses: this.#guesses,
        accounts: [...this.#accounts].map(([account, { failures, until }]) => ({
          account,
          failures,
          until: dateOf(until),
        })),
        addresses: [...this.#addresses].map(([network, failures]) => ({
          network,
          failures: failures.map(dateOf),
        })),
      });
    });
  }
}

/** Names never have a space. */
function keyOf({ account, place }: Attempt): string {
  return place === null ? account : `${account} at ${place}`;
}

function delayAfter(failures: number): number {
  return failures <= FREE_FAILURES ? 0 : Math.min(LONGEST_SECONDS, 2 ** (failures - FREE_FAILURES - 1));
}

/** Puts an entry at the end of the map, which forgets its oldest when it is full. */
function putLast<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > REMEMBERED && oldest.done !== true) map.delete(oldest.value);
}
