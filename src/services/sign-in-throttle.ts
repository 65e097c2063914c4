import { z } from 'zod';
import type { Clock, Document, Log } from '../core/ports.js';
import { reasonOf } from '../errors.js';
import { Mutex } from '../core/mutex.js';
import { networkOf } from '../core/network-of.js';

const FREE_FAILURES = 5;
const LONGEST_SECONDS = 900;
const PER_ADDRESS = 10;
const ADDRESS_WINDOW_SECONDS = 600;
/** What is remembered of accounts and of addresses at most: whoever tries many must not fill the disk. */
const REMEMBERED = 1000;

const storedSchema = z.object({
  accounts: z.array(z.object({ account: z.string(), failures: z.number().int(), until: z.iso.datetime() })),
  addresses: z.array(z.object({ network: z.string(), failures: z.array(z.iso.datetime()) })),
});

/** Moments are milliseconds of the monotonic clock: setting the clock locks nobody out and lets nobody in. */
interface AccountRecord {
  readonly failures: number;
  readonly until: number;
}

/**
 * Slows down guessing: an account's first five failures are free, then each doubles the wait, from 1 s to at most 900 s;
 * an address has ten failures in ten minutes. Nothing is locked for ever. It survives a restart of the panel.
 */
export class SignInThrottle {
  readonly #document: Document;
  readonly #clock: Clock;
  readonly #mutex = new Mutex();
  readonly #accounts = new Map<string, AccountRecord>();
  readonly #addresses = new Map<string, readonly number[]>();

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

  /** Seconds until this account may be tried from this address again; 0 when it may be now. */
  secondsToWait(account: string, address: string): number {
    const now = this.#clock.monotonic();
    const accountUntil = this.#accounts.get(account)?.until ?? now;
    const recent = this.#recentOf(networkOf(address), now);
    const addressUntil =
      recent.length < PER_ADDRESS ? now : (recent.at(-PER_ADDRESS) ?? now) + ADDRESS_WINDOW_SECONDS * 1000;
    return Math.max(0, Math.ceil((Math.max(accountUntil, addressUntil) - now) / 1000));
  }

  /** Remembers a failure before the answer is given. */
  async failed(account: string, address: string): Promise<void> {
    const now = this.#clock.monotonic();
    const failures = (this.#accounts.get(account)?.failures ?? 0) + 1;
    putLast(this.#accounts, account, { failures, until: now + delayAfter(failures) * 1000 });
    const network = networkOf(address);
    putLast(this.#addresses, network, [...this.#recentOf(network, now), now].slice(-PER_ADDRESS));
    await this.#keep();
  }

  /** Forgets the account's failures. Those of the address stay: they were perhaps for other accounts. */
  async succeeded(account: string): Promise<void> {
    if (this.#accounts.delete(account)) await this.#keep();
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
