import { randomBytes } from 'node:crypto';
import { tree } from '../../../core/directory.js';
import type { Clock, Directory, Log } from '../../../core/ports.js';
import { Secret } from '../../../core/secret.js';
import { say } from '../../../core/words/sentence.js';
import { reasonOf, Trouble } from '../../../errors.js';
import { Caller, type CallerParts } from './caller.js';
import { OneTimePasswords } from './one-time-passwords.js';
import { PasswordCheck } from './password-check.js';
import { COUNTS, FATE, GUESSED, HEALTH, HERE, NEWS, ONE_TIME, RELAY } from './questions.js';
import { RecentSignIns } from './recent.js';
import { SignInCounts } from './sign-in-counts.js';

/** So many accounts at which somebody guesses are named at most. */
const MOST_GUESSED = 20;

/** What the service works with. */
export interface SignInServiceParts {
  /** Bound as the sign-in identity. */
  readonly directory: Pick<Directory, 'search' | 'proves'>;
  /** The chat server's domain. */
  readonly realm: string;
  readonly clock: Pick<Clock, 'monotonic' | 'now'>;
  readonly log: Pick<Log, 'info'>;
  /** Asks the connection guard a line. Rejects when it does not answer in time. */
  readonly askGuard: CallerParts['askGuard'];
}

/** Answers the questions of c2s's relay and of the panel. Never throws. */
export class SignInService {
  readonly #parts: SignInServiceParts;
  readonly #oneTime: OneTimePasswords;
  readonly #check: PasswordCheck;
  readonly #counts = new SignInCounts();
  readonly #recent: RecentSignIns;
  /** Tells this process from one before it, which counted by itself. */
  readonly #run = randomBytes(8).toString('hex');
  #relays = 0;
  #look: Promise<'OK' | 'NO'> | null = null;

  constructor(parts: SignInServiceParts) {
    this.#parts = parts;
    this.#oneTime = new OneTimePasswords(parts.clock);
    this.#recent = new RecentSignIns(parts.clock);
    this.#check = new PasswordCheck({
      ...parts,
      oneTime: this.#oneTime,
      counts: this.#counts,
      recent: this.#recent,
      caller: new Caller(parts),
    });
  }

  /**
   * Answers the relay.
   * @param gone comes when the connection has ended
   */
  async answerRelay(line: string, gone: Promise<void>): Promise<string> {
    if (line !== HERE) return this.#check.answer(line);
    this.#relays += 1;
    await gone;
    this.#relays -= 1;
    return '';
  }

  /** Answers the panel. */
  async answerPanel(line: string): Promise<string> {
    const [question, name = '', ...more] = line.split(' ');
    if (question === FATE && more.length === 0) return this.#oneTime.fateOf(name);
    if (question === NEWS && /^\d{1,15}$/.test(name) && more.length === 0) return this.#news(Number(name));
    switch (line) {
      case HEALTH:
        return this.#health();
      case RELAY:
        return this.#relays > 0 ? HERE : 'GONE';
      case GUESSED:
        return JSON.stringify(this.#check.guessed().slice(0, MOST_GUESSED));
      case COUNTS:
        return JSON.stringify({ run: this.#run, ...this.#counts.totals() });
      case ONE_TIME: {
        const { name: made, password } = this.#oneTime.make();
        return `${made} ${password}`;
      }
      default:
        return 'NO';
    }
  }

  #news(since: number): string {
    const guessed = this.#check.guessed().slice(0, MOST_GUESSED);
    const { signIns, refusals } = this.#recent.news(since);
    return JSON.stringify({ signIns, refusals, guessed });
  }

  /** However many ask at once, the directory is asked once. */
  #health(): Promise<'OK' | 'NO'> {
    this.#look ??= this.#lookAtDirectory().finally(() => (this.#look = null));
    return this.#look;
  }

  async #lookAtDirectory(): Promise<'OK' | 'NO'> {
    try {
      await this.#proveDirectory();
      return 'OK';
    } catch (error) {
      this.#parts.log.info(`refused a health check: ${reasonOf(error)}`);
      return 'NO';
    }
  }

  /** It finds what is there, and refuses a wrong password. The wrong one is for our own identity: it counts against nobody. */
  async #proveDirectory(): Promise<void> {
    const { directory } = this.#parts;
    await directory.search({
      base: tree.users,
      scope: 'base',
      filter: { kind: 'present', attribute: 'objectClass' },
      attributes: [],
    });
    const wrong = new Secret(randomBytes(16).toString('hex'));
    if (await directory.proves(tree.signIn, wrong))
      throw new Trouble(say`The directory accepts a wrong password.`);
  }
}
