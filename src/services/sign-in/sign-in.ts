import { createHash, randomInt } from 'node:crypto';
import type { Clock, Document, Log, Store } from '../../core/ports.js';
import { networkOf } from '../../core/network-of.js';
import { passwordLimits } from '../../core/password.js';
import { Secret } from '../../core/secret.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { PanelError, reasonOf } from '../../errors.js';
import { passwordMark, readAdministrator, writeAdministrator } from './administrator.js';
import { hashOfNobody, matchesHash } from './password-hash.js';
import { guessSentence } from './guesses.js';
import { KnownPlaces, type Place } from './known-places.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { Turns } from './turns.js';

/** A hash takes 128 MiB. */
const HASHES_AT_ONCE = 2;
/** Milliseconds for which {@link SignIn.mark} is believed. */
const MARK_HOLDS = 1000;

/** Someone who wants to sign in, and where. */
export interface Credentials extends Place {
  readonly name: string;
  readonly password: Secret;
}

/** Why a sign-in is refused. A wrong password and an unknown name are the same. */
export type Refusal =
  | { readonly kind: 'refused' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'busy' };

/** What came of it. `mark` tells under which password; see Sessions.holdFor. */
export type SignInOutcome =
  { readonly kind: 'signed-in'; readonly who: string; readonly mark: string } | Refusal;

/** What came of giving the password once more. */
export type ProofOutcome = { readonly kind: 'proved'; readonly mark: string } | Refusal;

/** What is needed to open the panel's door. */
export interface SignInParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** The administrator's password, when there is none yet. One is made when this is null too. */
  readonly firstPassword: Secret | null;
  /** The command that sets it. Where there is one, none is made: until it was run, no sign-in is possible. */
  readonly passwordCommand?: string | null;
}

/** Signing in to the panel: its own administrator, with what slows down guessing. */
export class SignIn {
  readonly #document: Document;
  readonly #throttle: SignInThrottle;
  readonly #places: KnownPlaces;
  readonly #turns = new Turns(HASHES_AT_ONCE);
  readonly #log: Log;
  readonly #nobody = hashOfNobody();
  readonly #clock: Clock;
  readonly #passwordCommand: string | null;
  #mark = { text: '', readAt: -Infinity };

  private constructor(parts: {
    readonly document: Document;
    readonly throttle: SignInThrottle;
    readonly places: KnownPlaces;
    readonly clock: Clock;
    readonly log: Log;
    readonly passwordCommand: string | null;
  }) {
    this.#document = parts.document;
    this.#clock = parts.clock;
    this.#throttle = parts.throttle;
    this.#places = parts.places;
    this.#log = parts.log;
    this.#passwordCommand = parts.passwordCommand;
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
    passwordCommand = null,
  }: SignInParts): Promise<{ signIn: SignIn; made: Secret | null }> {
    const throttle = await SignInThrottle.open(store.document('sign-in-throttle'), clock, log);
    const places = await KnownPlaces.open(store.document('known-places'), log);
    const document = store.document('administrator');
    const signIn = new SignIn({ document, throttle, places, clock, log, passwordCommand });
    if ((await readAdministrator(document)) !== null) return { signIn, made: null };
    if (firstPassword === null && passwordCommand !== null) return { signIn, made: null };
    const password = firstPassword ?? randomPassword();
    refuseUnsuitable(password);
    await writeAdministrator(document, password);
    return { signIn, made: firstPassword === null ? password : null };
  }

  /** The command that sets the first password; null when there is a password already. */
  async firstCommand(): Promise<string | null> {
    return (await readAdministrator(this.#document)) === null ? this.#passwordCommand : null;
  }

  /** Tries to sign in. A failure is remembered before this returns. */
  async attempt(credentials: Credentials): Promise<SignInOutcome> {
    const { name, address } = credentials;
    const outcome = await this.#judge(credentials);
    if (outcome.kind === 'proved') {
      this.#log.info(`${name} signed in from ${address}`);
      await this.#kept(this.#places.remember(credentials));
      return { kind: 'signed-in', who: name, mark: outcome.mark };
    }
    if (outcome.kind === 'refused') {
      // An unknown name is not logged: people type their password into that field.
      const isKnown = name === (await readAdministrator(this.#document))?.name;
      this.#log.info(
        `a sign-in ${isKnown ? `as ${name}` : 'under an unknown name'} from ${address} was refused`,
      );
    }
    return outcome;
  }

  /** Whether it is still the same person at the browser. Guessing is slowed down as it is for signing in. */
  async prove(credentials: Credentials): Promise<ProofOutcome> {
    const outcome = await this.#judge(credentials);
    const { name, address } = credentials;
    if (outcome.kind === 'refused') this.#log.info(`${name} at ${address} gave a wrong password`);
    return outcome;
  }

  /** Replaces the password, once the old one is proved. `mark` is that of the new one. */
  async changePassword(credentials: Credentials, password: Secret): Promise<ProofOutcome> {
    const outcome = await this.prove(credentials);
    if (outcome.kind !== 'proved') return outcome;
    const written = await this.#turns.run(null, async () => {
      await writeAdministrator(this.#document, password);
      return true;
    });
    if (written === null) return { kind: 'busy' };
    this.#log.info(`${credentials.name} changed the password from ${credentials.address}`);
    return { kind: 'proved', mark: await this.#readMark() };
  }

  /** Whether the administrator signed in with this browser before. */
  knowsDevice(device: string): boolean {
    return this.#places.hasDevice(device);
  }

  /** That an attacker guesses the administrator’s password, and from where; null where there were no such attempts. */
  guessing(): Sentence | null {
    return guessSentence(this.#throttle.guesses());
  }

  /**
   * Tells the password that holds now from any other; sessions that began under another one are over. Every request
   * asks for it, so it is read once a second at most.
   */
  async mark(): Promise<string> {
    const isFresh = this.#clock.monotonic() - this.#mark.readAt < MARK_HOLDS;
    return isFresh ? this.#mark.text : this.#readMark();
  }

  async #readMark(): Promise<string> {
    const readAt = this.#clock.monotonic();
    this.#mark = { text: passwordMark(await readAdministrator(this.#document)), readAt };
    return this.#mark.text;
  }

  /** It holds in memory too: a full disk keeps nobody from signing in, who perhaps comes to make room. */
  async #kept(writing: Promise<void>): Promise<void> {
    try {
      await writing;
    } catch (error) {
      this.#log.error(`cannot keep over a restart what this sign-in told: ${reasonOf(error)}`);
    }
  }

  async #judge({ name, password, address, device }: Credentials): Promise<ProofOutcome> {
    const administrator = await readAdministrator(this.#document);
    const known = name === administrator?.name ? administrator : null;
    const place = known === null ? null : this.#places.nameOf({ address, device });
    const attempt = { account: known === null ? bucketOf(name) : name, address, place };
    await this.#throttle.holdFor(passwordMark(administrator));
    const seconds = this.#throttle.secondsToWait(attempt);
    if (seconds > 0) return { kind: 'wait', seconds };

    const matches = await this.#turns.run(place === null ? networkOf(address) : null, () =>
      matchesHash(password, known?.password ?? this.#nobody),
    );
    if (matches === null) return { kind: 'busy' };
    if (matches && known !== null) {
      // Read again after the half second of hashing: an old password must not open a session under the new one.
      const mark = await this.#readMark();
      if (mark !== passwordMark(known)) return { kind: 'refused' };
      await this.#kept(this.#throttle.succeeded(attempt));
      return { kind: 'proved', mark };
    }
    await this.#kept(this.#throttle.failed(attempt, known !== null));
    return { kind: 'refused' };
  }
}

function refuseUnsuitable(firstPassword: Secret): void {
  const { length } = Array.from(firstPassword.reveal());
  if (length < passwordLimits.least || length > passwordLimits.most) {
    throw new PanelError('host-unsuitable', {
      reason: say`EBOX_ADMIN_PASSWORD must have ${{ least: passwordLimits.least }} to ${{ most: passwordLimits.most }} characters.`,
    });
  }
}

/** Unknown names are slowed down like known ones, in 256 groups: so many names fill neither memory nor disk. */
function bucketOf(name: string): string {
  return `(unknown ${createHash('sha256').update(name).digest('hex').slice(0, 2)})`;
}

/** Twenty characters out of 31 that are not mistaken for one another: 99 bits, in groups to be typed. */
export function randomPassword(): Secret {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = (): string =>
    Array.from({ length: 5 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return new Secret([group(), group(), group(), group()].join('-'));
}
