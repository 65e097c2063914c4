import { type DirectoryEntry, tree, valueOf } from '../../../core/directory.js';
import type { Clock, Directory, Log } from '../../../core/ports.js';
import type { Secret } from '../../../core/secret.js';
import { isUserName } from '../../../core/user-name.js';
import { reasonOf } from '../../../errors.js';
import { chatNameAttributes, chatNameOf } from '../chat-name.js';
import { BackOff, type Guessed } from './back-off.js';
import { BoundedMap } from './bounded-map.js';
import type { Caller } from './caller.js';
import { Comparisons } from './comparisons.js';
import { createFingerprints, type Fingerprint } from './fingerprints.js';
import { ONE_TIME_NAME, type OneTimePasswords } from './one-time-passwords.js';
import { readRequest, type Request } from './request.js';
import type { RecentSignIns } from './recent.js';
import type { SignInCounts } from './sign-in-counts.js';

/** Password checks that are under way in the directory at most. Each hash takes 19 MiB there. */
const AT_ONCE = 4;
/** Milliseconds that an answer of the directory may take before it counts as frozen. */
const SLOW = 1_000;
/** Milliseconds for which nothing is asked of a frozen directory: while c2s waits for us, everybody's chat stands still. */
const REST = 5_000;
/** Accounts whose proven password is remembered, in this process only. */
const REMEMBERED = 10_000;
/** Milliseconds for which a proven password counts as proved lately: over a week's holiday. */
const LATELY = 7 * 86_400_000;

/** A password that the directory accepted. */
interface Proven {
  readonly entryCsn: string;
  readonly fingerprint: Fingerprint;
  /** Monotonic milliseconds. */
  readonly at: number;
}

type CheckRequest = Extract<Request, { kind: 'check' }>;

/** What the check works with. */
export interface PasswordCheckParts {
  /** Bound as the sign-in identity. */
  readonly directory: Pick<Directory, 'search' | 'proves'>;
  /** The chat server's domain. */
  readonly realm: string;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Pick<Log, 'info'>;
  /** Those that the panel may sign in with, once each, to try out the way through c2s. */
  readonly oneTime: Pick<OneTimePasswords, 'take'>;
  readonly counts: SignInCounts;
  readonly recent: Pick<RecentSignIns, 'accepted' | 'refused'>;
  readonly caller: Pick<Caller, 'addressOf'>;
}

/**
 * Answers c2s's question whether a name and a password belong together. Only a user whose entry has an enabled Jabber
 * account of exactly this name gets a yes, and only for a password that the directory accepts now, or accepted before
 * while the entry was what it is now. Every refusal is one line of the log, with its reason and without the password.
 */
export class PasswordCheck {
  readonly #parts: PasswordCheckParts;
  readonly #fingerprint = createFingerprints();
  readonly #proven = new BoundedMap<string, Proven>(REMEMBERED);
  readonly #backOff: BackOff;
  readonly #comparisons: Comparisons;
  #underWay = 0;
  #restUntil = 0;

  constructor(parts: PasswordCheckParts) {
    this.#parts = parts;
    this.#backOff = new BackOff(parts.clock);
    this.#comparisons = new Comparisons(parts.clock);
  }

  /** Answers one line, with `OK` or `NO`. Never throws. */
  async answer(line: string): Promise<'OK' | 'NO'> {
    const request = readRequest(line);
    const asked = this.#parts.clock.monotonic();
    try {
      switch (request.kind) {
        case 'refused':
          throw new Refusal(request.reason);
        case 'check':
          await this.#check(request);
          if (!ONE_TIME_NAME.test(request.name)) {
            this.#parts.counts.accepted();
            this.#parts.recent.accepted(request.name.toLowerCase());
          }
          return 'OK';
      }
    } catch (error) {
      this.#parts.counts.refused();
      if (request.name !== '' && !ONE_TIME_NAME.test(request.name))
        this.#parts.recent.refused(request.name, reasonOf(error), await this.#parts.caller.addressOf(asked));
      this.#parts.log.info(`refused ${JSON.stringify(request.name.slice(0, 100))}: ${reasonOf(error)}`);
      return 'NO';
    }
  }

  /** The accounts at which somebody guesses. */
  guessed(): readonly Guessed[] {
    return this.#backOff.guessed();
  }

  /** Returns when the password is right. @throws Refusal, or the directory's PanelError */
  async #check({ name, password, realm }: CheckRequest): Promise<void> {
    // c2s makes the address of what was typed, and addresses have no upper case (nodeprep, RFC 3920).
    const account = name.toLowerCase();
    if (ONE_TIME_NAME.test(name)) {
      this.#checkOneTime(name, password, realm);
      return;
    }
    if (!/^[\x21-\x7e]+$/.test(name) || !isUserName(account)) throw new Refusal('this is not a user name');
    if (realm !== this.#parts.realm) throw new Refusal('it is for another domain');
    if (this.#parts.clock.monotonic() < this.#restUntil)
      throw new Refusal('the directory did not answer a moment ago');
    const pause = this.#backOff.pause(account);
    if (pause > 0 && !this.#isProven(account, password))
      throw new Refusal(`too many wrong passwords, wait ${Math.ceil(pause / 1000)} s`);

    const entry = await this.#entryOf(account);
    const entryCsn = valueOf(entry, 'entryCSN');
    const fingerprint = this.#fingerprint(password, entryCsn);
    if (this.#proven.get(account)?.fingerprint === fingerprint) return;
    if (pause > 0) throw new Refusal('too many wrong passwords, and the user was changed meanwhile');
    if (this.#backOff.wasWrong(account, fingerprint)) throw new Refusal('the same wrong password as before');
    if (!(await this.#proves(entry, password))) {
      this.#backOff.failed(account, fingerprint);
      throw new Refusal('wrong password');
    }
    this.#backOff.succeeded(account);
    this.#proven.set(account, { entryCsn, fingerprint, at: this.#parts.clock.monotonic() });
  }

  /**
   * Whether it is the password that was proved lately. Only so is its owner told from those who guess meanwhile; comparing
   * is the quickest way of guessing, hence the bound. What is sent again and again costs none of it.
   */
  #isProven(account: string, password: Secret): boolean {
    const proven = this.#proven.get(account);
    if (proven === undefined || this.#parts.clock.monotonic() - proven.at > LATELY) return false;
    const fingerprint = this.#fingerprint(password, proven.entryCsn);
    if (this.#backOff.wasWrong(account, fingerprint)) return false;
    return this.#comparisons.take(account) && fingerprint === proven.fingerprint;
  }

  /** The directory is not asked: it need not be well for the panel to learn that c2s reaches us. */
  #checkOneTime(name: string, password: Secret, realm: string): void {
    if (realm !== this.#parts.realm) throw new Refusal('it is for another domain');
    if (!this.#parts.oneTime.take(name, password.reveal()))
      throw new Refusal('this is no user name, and no one-time password that is still good');
  }

  async #entryOf(account: string): Promise<DirectoryEntry> {
    const { entries, truncated } = await this.#inTime(() =>
      this.#parts.directory.search({
        base: tree.users,
        scope: 'sub',
        filter: {
          kind: 'and',
          of: [
            { kind: 'equals', attribute: 'objectClass', value: 'userJabberAccount' },
            { kind: 'equals', attribute: 'jabberUid', value: account },
            { kind: 'equals', attribute: 'uid', value: account },
          ],
        },
        attributes: [...chatNameAttributes, 'entryCSN'],
      }),
    );
    const [entry, second] = entries;
    if (truncated || second !== undefined) throw new Refusal('more than one user has this name');
    if (entry === undefined) throw new Refusal('no enabled account of this name');
    if (chatNameOf(entry) !== account || valueOf(entry, 'entryCSN') === '') {
      throw new Refusal('the directory gave something else than was asked for');
    }
    return entry;
  }

  async #proves(entry: DirectoryEntry, password: Secret): Promise<boolean> {
    if (this.#underWay >= AT_ONCE) throw new Refusal('too many sign-ins at once');
    this.#underWay += 1;
    try {
      return await this.#inTime(() => this.#parts.directory.proves(entry.dn, password));
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Asks the directory; when it fails and took long to, it is left alone for a while. */
  async #inTime<T>(ask: () => Promise<T>): Promise<T> {
    const { clock } = this.#parts;
    const started = clock.monotonic();
    try {
      return await ask();
    } catch (error) {
      if (clock.monotonic() - started >= SLOW) this.#restUntil = clock.monotonic() + REST;
      throw error;
    }
  }
}

/** A "no" with its reason. */
class Refusal extends Error {}
