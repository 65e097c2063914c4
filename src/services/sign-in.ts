import { createHash, randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Clock, Document, Log, Store } from '../core/ports.js';
import { Secret } from '../core/secret.js';
import { PanelError } from '../errors.js';
import {
  hashOfNobody,
  hashPassword,
  matchesHash,
  passwordHashSchema,
  type PasswordHash,
} from './password-hash.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** The name of the panel's own administrator. He does not live in the directory: he can sign in when that is down. */
const ADMINISTRATOR = 'admin';
/** A hash takes 128 MiB. */
const HASHES_AT_ONCE = 2;
const LONGEST_PASSWORD = 256;
const SHORTEST_PASSWORD = 8;

const administratorSchema = z.object({ name: z.string(), password: passwordHashSchema });

/** Someone who wants to sign in. */
export interface Credentials {
  readonly name: string;
  readonly password: Secret;
  /** The address of the connection, never a header's. */
  readonly address: string;
}

/** What came of it. A wrong password and an unknown name are the same. */
export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly who: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'busy' };

/** What is needed to open the panel's door. */
export interface SignInParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** The administrator's password, when there is none yet. One is made when this is null too. */
  readonly firstPassword: Secret | null;
}

/** Signing in to the panel: its own administrator, with what slows down guessing. */
export class SignIn {
  readonly #administrator: { readonly name: string; readonly password: PasswordHash };
  readonly #throttle: SignInThrottle;
  readonly #log: Log;
  readonly #nobody = hashOfNobody();
  #hashing = 0;

  private constructor(
    administrator: { name: string; password: PasswordHash },
    throttle: SignInThrottle,
    log: Log,
  ) {
    this.#administrator = administrator;
    this.#throttle = throttle;
    this.#log = log;
  }

  /**
   * @returns the service and, when the administrator was made just now with a password of the panel's, that password:
   *   to be printed once
   * @throws PanelError `host-unsuitable` when the first password is too short or too long
   */
  static async open({
    store,
    clock,
    log,
    firstPassword,
  }: SignInParts): Promise<{ signIn: SignIn; made: Secret | null }> {
    const throttle = await SignInThrottle.open(store.document('sign-in-throttle'), clock, log);
    const document = store.document('administrator');
    const stored = await document.read();
    if (stored !== null) {
      return { signIn: new SignIn(administratorSchema.parse(stored), throttle, log), made: null };
    }
    const password = firstPassword ?? randomPassword();
    const administrator = await makeAdministrator(document, password);
    return {
      signIn: new SignIn(administrator, throttle, log),
      made: firstPassword === null ? password : null,
    };
  }

  /** Tries to sign in. A failure is remembered before this returns. */
  async attempt({ name, password, address }: Credentials): Promise<SignInOutcome> {
    const isKnown = name === this.#administrator.name;
    const account = isKnown ? name : bucketOf(name);
    const seconds = this.#throttle.secondsToWait(account, address);
    if (seconds > 0) return { kind: 'wait', seconds };
    if (this.#hashing >= HASHES_AT_ONCE) return { kind: 'busy' };

    if (await this.#proves(isKnown, password)) {
      await this.#throttle.succeeded(account);
      this.#log.info(`${name} signed in from ${address}`);
      return { kind: 'signed-in', who: name };
    }
    await this.#throttle.failed(account, address);
    // An unknown name is not logged: people type their password into that field.
    this.#log.info(
      `a sign-in ${isKnown ? `as ${name}` : 'under an unknown name'} from ${address} was refused`,
    );
    return { kind: 'refused' };
  }

  async #proves(isKnown: boolean, password: Secret): Promise<boolean> {
    this.#hashing += 1;
    try {
      const matches = await matchesHash(password, isKnown ? this.#administrator.password : this.#nobody);
      return matches && isKnown;
    } finally {
      this.#hashing -= 1;
    }
  }
}

async function makeAdministrator(
  document: Document,
  password: Secret,
): Promise<{ name: string; password: PasswordHash }> {
  const { length } = Array.from(password.reveal());
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
    throw new PanelError('host-unsuitable', {
      reason: `EBOX_ADMIN_PASSWORD must have ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters.`,
    });
  }
  const administrator = { name: ADMINISTRATOR, password: await hashPassword(password) };
  await document.write(administrator);
  return administrator;
}

/** Unknown names are slowed down like known ones, in 256 groups: so many names fill neither memory nor disk. */
function bucketOf(name: string): string {
  return `(unknown ${createHash('sha256').update(name).digest('hex').slice(0, 2)})`;
}

/** Twenty characters out of 31 that are not mistaken for one another: 99 bits, in groups to be typed. */
function randomPassword(): Secret {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = (): string =>
    Array.from({ length: 5 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return new Secret([group(), group(), group(), group()].join('-'));
}
