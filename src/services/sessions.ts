import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../core/ports.js';

/** How long a session lives and how many one person may have (OWASP session management; security.md, section 4). */
export const sessionLimits = { idleSeconds: 15 * 60, absoluteSeconds: 8 * 3600, perPerson: 5 } as const;

/** A sentence that is shown once, on the next page. */
export interface Notice {
  readonly kind: 'done' | 'warning';
  readonly sentence: string;
}

/** Somebody who is signed in, in one browser. */
export interface Session {
  readonly who: string;
  /** Counts from 1 since the panel's start: tells one browser from another, and lets nobody in. */
  readonly number: number;
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

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins a session and returns its id, 43 base64url characters. The person's oldest one ends when there are five. */
  open(who: string): string {
    this.#dropEnded();
    const own = [...this.#entries].filter(([, entry]) => entry.session.who === who);
    const tooMany = own.slice(0, Math.max(0, own.length - sessionLimits.perPerson + 1));
    for (const [key] of tooMany) this.#entries.delete(key);

    const id = randomBytes(32).toString('base64url');
    const now = this.#clock.monotonic();
    this.#entries.set(digestOf(id), { session: sessionOf(who, ++this.#opened), began: now, active: now });
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

  /** Ends all sessions of a person. */
  closeAllOf(who: string): void {
    for (const [key, entry] of this.#entries) if (entry.session.who === who) this.#entries.delete(key);
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

function sessionOf(who: string, number: number): Session {
  let notices: readonly Notice[] = [];
  return {
    who,
    number,
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
