import type { Machine } from '../../../core/ports.js';
import { KeptFacts, type KeepingParts } from './kept-facts.js';
import { begunIn, LinkLog, LogPlace, type SessionFacts } from './log-facts.js';

/** Lines of a log that are asked for at first, and later. */
const FIRST_LINES = 5000;
const LATER_LINES = 1000;
/** Looks at the logs for a session: its line may come a moment after the session itself. */
const LOOKS = 3;

const unknown: SessionFacts = { starts: [], since: null, link: null };

type Part = Pick<Machine, 'daemons'> & KeepingParts;

/**
 * What the logs of sm and c2s said of the sessions that are there. The logs add to what the session manager lists, and
 * never add a session. What is known of a session is kept while it lives, also on the disk: logs are rotated, and the panel is
 * started again.
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
  readonly #kept: KeptFacts;
  #isWritten = true;
  #wasRead = false;
  #reading: Promise<void> | null = null;

  /** @param onBegun called with the JID of each session that began, of which another may have been there before */
  constructor(machine: Part, onBegun: (jid: string) => void = () => undefined) {
    this.#machine = machine;
    this.#kept = new KeptFacts(machine);
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
    for (const jid of this.#facts.keys()) if (!there.has(jid) && !this.#fresh.has(jid)) this.#drop(jid);
    this.#fresh = new Set();
    await this.#write();
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
    if (!this.#wasRead) for (const [jid, facts] of await this.#kept.before(sm)) this.#facts.set(jid, facts);
    this.#wasRead = true;
    const links = this.#links.take(this.#places.c2s.newIn(c2s));
    // The line of sm comes first: what is said of an earlier session of the same JID counts no longer.
    for (const { jid, at, starts } of begunIn(this.#places.sm.newIn(sm))) {
      this.#facts.set(jid, { starts, since: at, link: null });
      this.#fresh.add(jid);
      this.#isWritten = false;
      this.#onBegun(jid);
    }
    for (const [jid, link] of links)
      if (this.#facts.has(jid)) this.#facts.set(jid, { ...this.of(jid), link });
  }

  #drop(jid: string): void {
    this.#facts.delete(jid);
    this.#isWritten = false;
  }

  async #write(): Promise<void> {
    if (this.#isWritten || !this.#kept.isDue()) return;
    try {
      await this.#kept.write(this.#places.sm.place, this.#facts);
      this.#isWritten = true;
    } catch {
      // It is tried again in a minute; a full disk is shown on the panel's first page.
    }
  }
}
