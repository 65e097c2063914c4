import { Mutex } from '../../../core/mutex.js';
import type { Clock } from '../../../core/ports.js';
import type { Letters } from '../xmpp/letters.js';
import { standingOf, textOf, versionOf, type Announcement } from './announcement.js';
import type { AnnouncementBook } from './book.js';

/** Seconds for a message to be sent. */
const SECONDS = 3;
/** How often the same version is sent to the same session, where an error came back. */
const TRIES = 3;

/** Messages that are under way at most; who does not get one now gets it in a later round. */
const AT_ONCE = 5_000;

/** Who was connected when the session manager was asked. */
export interface SessionList {
  /** Full JIDs. */
  readonly jids: readonly string[];
  /** When it was asked, in monotonic milliseconds. */
  readonly at: number;
}

/** A message that was sent, and not seen to have arrived yet. */
interface Sent {
  readonly letter: string;
  readonly announcement: string;
  readonly version: number;
  readonly userName: string;
  readonly jid: string;
  /** When it was on its way, in monotonic milliseconds. */
  readonly at: number;
}

/**
 * Delivers what is to be announced to who is connected: each version once a person, to all sessions that the person has
 * then. It counts as delivered when no error came back, and a list that was asked for after it was sent has the session.
 */
export class Delivery {
  readonly #book: AnnouncementBook;
  readonly #letters: Letters;
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly #mutex = new Mutex();
  #sent: readonly Sent[] = [];
  /** Session and version → how often it was sent there. */
  #tries: ReadonlyMap<string, number> = new Map();

  constructor(book: AnnouncementBook, letters: Letters, clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#book = book;
    this.#letters = letters;
    this.#clock = clock;
  }

  /**
   * One round, with everybody who is connected now.
   * @throws Error with the reason when something could not be sent or kept; the next round goes on
   */
  round(domain: string, list: SessionList): Promise<void> {
    return this.#mutex.run(async () => {
      await this.#confirm(list);
      await this.#send(domain, list.jids);
      await this.#book.settle();
    });
  }

  /** Only what was sent before the list was asked for: later errors have not come back yet, and wait for a later list. */
  async #confirm({ jids, at }: SessionList): Promise<void> {
    const there = new Set(jids);
    const sent = this.#sent.filter((one) => one.at <= at);
    this.#sent = this.#sent.filter((one) => one.at > at);
    const arrived = sent.filter(({ jid, letter }) => there.has(jid) && !this.#letters.cameBack(letter));
    this.#letters.forget(sent.map(({ letter }) => letter));
    this.#tries = new Map([...this.#tries].filter(([key]) => there.has(key.slice(key.indexOf(' ') + 1))));
    const groups = new Map<string, { readonly first: Sent; readonly userNames: string[] }>();
    for (const one of arrived) {
      const key = `${one.announcement} ${one.version}`;
      const group = groups.get(key) ?? { first: one, userNames: [] };
      group.userNames.push(one.userName);
      groups.set(key, group);
    }
    for (const { first, userNames } of groups.values())
      await this.#book.mark(first.announcement, first.version, userNames);
  }

  async #send(domain: string, jids: readonly string[]): Promise<void> {
    const active = (await this.#book.all()).filter((one) => standingOf(one, this.#clock) === 'active');
    // The one that was written first comes first.
    for (const announcement of [...active].reverse()) await this.#sendOne(domain, announcement, jids);
  }

  async #sendOne(domain: string, announcement: Announcement, jids: readonly string[]): Promise<void> {
    const { id, audience } = announcement;
    const version = versionOf(announcement);
    const wanted = audience === null ? null : new Set(audience);
    const delivered = this.#book.deliveredOf(id);
    const waiting = new Set(
      this.#sent
        .filter((one) => one.announcement === id && one.version === version)
        .map(({ userName }) => userName),
    );
    const sent: Sent[] = [];
    const tries = new Map(this.#tries);
    try {
      for (const [userName, own] of byUser(jids)) {
        if (this.#sent.length + sent.length >= AT_ONCE) break;
        if (delivered.get(userName) === version || wanted?.has(userName) === false) continue;
        // It is not known yet whether the last message arrived.
        if (waiting.has(userName)) continue;
        for (const jid of own) {
          const key = `${id}:${version} ${jid}`;
          const before = tries.get(key) ?? 0;
          if (before >= TRIES) continue;
          tries.set(key, before + 1);
          const letter = await this.#letters.send(domain, jid, textOf(announcement), SECONDS);
          sent.push({ letter, announcement: id, version, userName, jid, at: this.#clock.monotonic() });
        }
      }
    } finally {
      this.#tries = tries;
      this.#sent = [...this.#sent, ...sent];
    }
  }
}

/** The sessions of each user: all of them get a message, or none does yet. */
function byUser(jids: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const jid of jids) {
    const userName = jid.slice(0, Math.max(0, jid.indexOf('@')));
    const own = users.get(userName) ?? [];
    own.push(jid);
    users.set(userName, own);
  }
  return users;
}
