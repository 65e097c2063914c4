import type { Machine } from '../../../core/ports.js';
import { begunIn, LinkLog, LogPlace, type LinkFacts } from './log-facts.js';

/** Lines of a log that are asked for at first, and later. */
const FIRST_LINES = 5000;
const LATER_LINES = 1000;
/** Looks at the logs for a session: its line may come a moment after the session itself. */
const LOOKS = 3;

/** What is known of a session; what is not known is null. */
export interface SessionFacts {
  /** Seconds since 1970 in which sm may have begun it, the likeliest first; empty where that is not known. */
  readonly starts: readonly number[];
  /** Milliseconds since 1970. */
  readonly since: number | null;
  readonly link: LinkFacts | null;
}

const unknown: SessionFacts = { starts: [], since: null, link: null };

type Part = Pick<Machine, 'daemons'>;

/**
 * What the logs of sm and c2s said of the sessions that are there. The logs add to what the session manager lists, and
 * never add a session. What is known of a session is kept while it lives, since logs are rotated.
 */
export class KnownSessions {
  readonly #machine: Part;
  readonly #onBegun: (jid: string) => void;
  readonly #links = new LinkLog();
  readonly #places = { sm: new LogPlace(), c2s: new LogPlace() };
  readonly #facts = new Map<string, SessionFacts>();
  /** Those of whom the logs told since the last list: they may have begun after it. */
  #fresh = new Set<string>();
  /** Full JID → in how many looks no log told when the session began. */
  #missed = new Map<string, number>();
  #wasRead = false;
  #reading: Promise<void> | null = null;

  /** @param onBegun called with the JID of each session that began, of which another may have been there before */
  constructor(machine: Part, onBegun: (jid: string) => void = () => undefined) {
    this.#machine = machine;
    this.#onBegun = onBegun;
  }

  of(jid: string): SessionFacts {
    return this.#facts.get(jid) ?? unknown;
  }

  /**
   * Takes the list of the session manager, and looks up in the logs what is new in it. A log that cannot be read tells
   * nothing.
   */
  async saw(jids: readonly string[]): Promise<void> {
    const isWanted = (jid: string): boolean =>
      this.of(jid).since === null && (this.#missed.get(jid) ?? 0) < LOOKS;
    if (jids.some(isWanted)) await this.read().catch(() => undefined);
    const missed = jids.filter((jid) => this.of(jid).since === null);
    this.#missed = new Map(missed.map((jid) => [jid, (this.#missed.get(jid) ?? 0) + 1]));
    const there = new Set(jids);
    for (const jid of this.#facts.keys())
      if (!there.has(jid) && !this.#fresh.has(jid)) this.#facts.delete(jid);
    this.#fresh = new Set();
  }

  /** Reads what the logs said since the last time. However many ask at once, it is read once. */
  read(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #read(): Promise<void> {
    const count = this.#wasRead ? LATER_LINES : FIRST_LINES;
    const [sm, c2s] = await Promise.all([
      this.#machine.daemons.lastLines('sm', count),
      this.#machine.daemons.lastLines('c2s', count),
    ]);
    this.#wasRead = true;
    const links = this.#links.take(this.#places.c2s.newIn(c2s));
    // The line of sm comes first: what is said of an earlier session of the same JID counts no longer.
    for (const { jid, at, starts } of begunIn(this.#places.sm.newIn(sm))) {
      this.#facts.set(jid, { starts, since: at, link: null });
      this.#fresh.add(jid);
      this.#onBegun(jid);
    }
    for (const [jid, link] of links)
      if (this.#facts.has(jid)) this.#facts.set(jid, { ...this.of(jid), link });
  }
}
