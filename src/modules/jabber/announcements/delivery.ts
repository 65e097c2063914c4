import { Mutex } from '../../../core/mutex.js';
import type { Clock } from '../../../core/ports.js';
import type { Letters } from '../xmpp/letters.js';
import { standingOf, textOf, versionOf, type Announcement } from './announcement.js';
import type { AnnouncementBook } from './book.js';

/** Seconds for a message to be sent. */
const SECONDS = 3;
/** How often the same version is sent to the same session, where an error came back. */
const TRIES = 3;

/** A message that was sent, and not seen to have arrived yet. */
interface Sent {
  readonly letter: string;
  readonly announcement: string;
  readonly version: number;
  readonly userName: string;
  readonly jid: string;
}

/**
 * Delivers what is to be announced to who is connected: each version once a person, to all sessions that the person has
 * then. It counts as delivered when the session is still there at the next look and no error came back.
 */
export class Delivery {
  readonly #book: AnnouncementBook;
  readonly #letters: Letters;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #mutex = new Mutex();
  #sent: readonly Sent[] = [];
  /** Session and version → how often it was sent there. */
  #tries: ReadonlyMap<string, number> = new Map();

  constructor(book: AnnouncementBook, letters: Letters, clock: Pick<Clock, 'now'>) {
    this.#book = book;
    this.#letters = letters;
    this.#clock = clock;
  }

  /**
   * One round, with the full JIDs of everybody who is connected now.
   * @throws Error with the reason when something could not be sent or kept; the next round goes on
   */
  round(domain: string, jids: readonly string[]): Promise<void> {
    return this.#mutex.run(async () => {
      await this.#confirm(new Set(jids));
      await this.#send(domain, jids);
      await this.#book.settle();
    });
  }

  async #confirm(there: ReadonlySet<string>): Promise<void> {
    const sent = this.#sent;
    this.#sent = [];
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
    const sent: Sent[] = [];
    const tries = new Map(this.#tries);
    try {
      for (const jid of jids) {
        const userName = jid.slice(0, Math.max(0, jid.indexOf('@')));
        if (delivered.get(userName) === version || wanted?.has(userName) === false) continue;
        const key = `${id}:${version} ${jid}`;
        const before = tries.get(key) ?? 0;
        if (before >= TRIES) continue;
        tries.set(key, before + 1);
        const letter = await this.#letters.send(domain, jid, textOf(announcement), SECONDS);
        sent.push({ letter, announcement: id, version, userName, jid });
      }
    } finally {
      this.#tries = tries;
      this.#sent = [...this.#sent, ...sent];
    }
  }
}
