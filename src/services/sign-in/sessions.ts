import { createHash, randomBytes } from 'node:crypto';
import type { Notice } from '../../core/page.js';
import type { Clock } from '../../core/ports.js';
import type { Secret } from '../../core/secret.js';

/**
 * How long a session lives, how many one person may have, and how long it is believed who sits there before something
 * dangerous is done (OWASP session management; security.md, section 4).
 */
export const sessionLimits = {
  idleSeconds: 15 * 60,
  absoluteSeconds: 8 * 3600,
  perPerson: 5,
  provedSeconds: 5 * 60,
} as const;

/** So many forms of one session may wait for the password at a time. */
const KEPT = 5;

/** An administrator who is signed in, in one browser. */
export interface Session {
  readonly who: string;
  /** Counts from 1 since the panel's start: tells one browser from another, and lets nobody in. */
  readonly number: number;
  /** The address that signed in. */
  readonly from: string;
  /** When it began. */
  readonly since: Date;
  /** Whether the person gave the password in the last five minutes. */
  isProved(): boolean;
  /** The person gave the password just now. */
  proved(): void;
  /** Keeps what must not travel through a page, until {@link takeKept}. Returns what it is to be asked for by. */
  keep(secrets: ReadonlyMap<string, Secret>): string;
  /** Gives what was kept, and keeps it no longer; null when there is none. */
  takeKept(key: string): ReadonlyMap<string, Secret> | null;
  /** Keeps a sentence for the next page. */
  notify(notice: Notice): void;
  /** Gives the kept sentences, and keeps them no longer. */
  takeNotices(): readonly Notice[];
}

interface Entry {
  readonly session: Session;
  /** Milliseconds of the monotonic clock. */
  readonly began: number;
  active: number;
}

/**
 * Who is signed in. Only in memory, under the SHA-256 of the id: a copy of the panel's memory or files gives no id away,
 * and a restart of the panel signs everybody out. Durations are of the monotonic clock: a clock that is set right ends
 * no session.
 */
export class Sessions {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  #opened = 0;
  #password: string | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins a session and returns its id, 43 base64url characters. The person's oldest one ends when there are five. */
  open(who: string, from: string): string {
    this.#dropEnded();
    const own = [...this.#entries].filter(([, entry]) => entry.session.who === who);
    const tooMany = own.slice(0, Math.max(0, own.length - sessionLimits.perPerson + 1));
    for (const [key] of tooMany) this.#entries.delete(key);

    const id = randomBytes(32).toString('base64url');
    const now = this.#clock.monotonic();
    this.#entries.set(digestOf(id), {
      session: sessionOf({ who, from, number: ++this.#opened, since: this.#clock.now() }, this.#clock),
      began: now,
      active: now,
    });
    return id;
  }

  /**
   * The living session of this id, or null.
   * @param isActivity false for what a page asks by itself, which does not keep a session alive
   */
  find(id: string, isActivity: boolean): Session | null {
    const key = digestOf(id);
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (this.#hasEnded(entry)) {
      this.#entries.delete(key);
      return null;
    }
    if (isActivity) entry.active = this.#clock.monotonic();
    return entry.session;
  }

  /** Ends a session. */
  close(id: string): void {
    this.#entries.delete(digestOf(id));
  }

  /** The living sessions of a person, the oldest first. */
  of(who: string): readonly Session[] {
    this.#dropEnded();
    return [...this.#entries.values()].map(({ session }) => session).filter((session) => session.who === who);
  }

  /** Ends one session of a person; nothing happens when it has ended already. */
  closeOne(who: string, number: number): void {
    this.#closeWhere((session) => session.who === who && session.number === number);
  }

  /** Ends all sessions of a person. */
  closeAllOf(who: string): void {
    this.#closeWhere((session) => session.who === who);
  }

  /**
   * Ends every session that began under another password.
   * @param password what tells the password that holds now from any other, and nothing else of it
   */
  holdFor(password: string): void {
    if (this.#password !== null && this.#password !== password) this.#entries.clear();
    this.#password = password;
  }

  #closeWhere(isMeant: (session: Session) => boolean): void {
    for (const [key, { session }] of this.#entries) if (isMeant(session)) this.#entries.delete(key);
  }

  #hasEnded({ began, active }: Entry): boolean {
    const now = this.#clock.monotonic();
    return (
      now - active > sessionLimits.idleSeconds * 1000 || now - began > sessionLimits.absoluteSeconds * 1000
    );
  }

  #dropEnded(): void {
    for (const [key, entry] of this.#entries) if (this.#hasEnded(entry)) this.#entries.delete(key);
  }
}

function sessionOf(
  facts: Pick<Session, 'who' | 'number' | 'from' | 'since'>,
  clock: Pick<Clock, 'monotonic'>,
): Session {
  let notices: readonly Notice[] = [];
  let provedAt = clock.monotonic();
  const kept = new Map<string, ReadonlyMap<string, Secret>>();
  return {
    ...facts,
    isProved: () => clock.monotonic() - provedAt <= sessionLimits.provedSeconds * 1000,
    proved: () => {
      provedAt = clock.monotonic();
    },
    keep: (secrets) => {
      const key = randomBytes(16).toString('base64url');
      kept.set(key, secrets);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      return key;
    },
    takeKept: (key) => {
      const secrets = kept.get(key) ?? null;
      kept.delete(key);
      return secrets;
    },
    notify: (notice) => {
      notices = [...notices, notice];
    },
    takeNotices: () => {
      const taken = notices;
      notices = [];
      return taken;
    },
  };
}

function digestOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}
