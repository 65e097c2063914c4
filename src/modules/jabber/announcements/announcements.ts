import { randomBytes } from 'node:crypto';
import type { Frame } from '../../../core/module/index.js';
import type { Machine } from '../../../core/ports.js';
import { verbatim } from '../../../core/words/sentence.js';
import { PanelError, reasonOf, troubleOf } from '../../../errors.js';
import { lettersOf, panelOf, tellSessionsOf } from '../panel.js';
import { settingsForm } from '../settings.js';
import { standingOf, type Announcement, type Standing } from './announcement.js';
import { AnnouncementBook } from './book.js';
import { Delivery, type SessionList } from './delivery.js';
import { tallyOf, type Tally } from './tally.js';

/** Seconds for the session manager to answer. */
const SECONDS = 3;
/** Hours in which those get a message that were connected when it was sent, and lost their connection then. */
const HOURS = 24;
/** Older texts of one announcement that are remembered. */
const VERSIONS = 20;

/** What is written, and by whom. */
export interface Text {
  readonly text: string;
  readonly author: string;
}

/** From when until when, as ISO 8601; no end where it is null. */
export interface Period {
  readonly from: string;
  readonly until: string | null;
}

/** The announcements of this machine's chat server. */
export class Announcements {
  readonly #machine: Machine;
  readonly #book: AnnouncementBook;
  readonly #delivery: Delivery;
  #round: Promise<void> | null = null;
  #trouble = '';

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#book = new AnnouncementBook(machine.store, machine.clock);
    this.#delivery = new Delivery(this.#book, lettersOf(machine), machine.clock);
  }

  /** All that are remembered, the latest first. */
  all(): Promise<readonly Announcement[]> {
    return this.#book.all();
  }

  async find(id: string): Promise<Announcement | null> {
    return (await this.#book.all()).find((one) => one.id === id) ?? null;
  }

  standingOf(announcement: Announcement): Standing {
    return standingOf(announcement, this.#machine.clock);
  }

  /** Whom it reached so far. */
  tallyOf(announcement: Announcement): Tally {
    return tallyOf(announcement, this.#book.deliveredOf(announcement.id));
  }

  /**
   * Sends a text to everybody who is connected now. Returns what came of it so far.
   * @throws PanelError `not-in-time` when it is not known who is connected: nothing was sent then
   */
  async sendNow(domain: string, text: Text): Promise<Announcement> {
    const list = await this.#connected(domain);
    const now = this.#machine.clock.now();
    const audience = [...new Set(list.jids.map((jid) => jid.slice(0, Math.max(0, jid.indexOf('@')))))].sort();
    const until = new Date(now.getTime() + HOURS * 3_600_000).toISOString();
    const made = this.#made('once', text, { from: now.toISOString(), until }, audience);
    await this.#book.add(made);
    await this.#deliverNow(domain, list);
    return (await this.find(made.id)) ?? made;
  }

  /** Delivers a text to everybody who is connected, and to who signs in, within a period. */
  async addOfTheDay(domain: string, text: Text, period: Period): Promise<Announcement> {
    const made = this.#made('day', text, period, null);
    await this.#book.add(made);
    await this.#deliverSoon(domain);
    return (await this.find(made.id)) ?? made;
  }

  /** Gives a message of the day another text, or another period. With another text all get it again. */
  async edit(domain: string, id: string, text: Text, period: Period): Promise<void> {
    const when = this.#now();
    await this.#book.change(id, (one) => {
      const isSame = one.versions.at(-1)?.text === text.text;
      const versions = isSame ? one.versions : [...one.versions, { ...text, when }];
      const kept = versions.slice(-VERSIONS);
      const forgotten = one.forgotten + versions.length - kept.length;
      return { ...one, ...period, versions: kept, forgotten };
    });
    await this.#deliverSoon(domain);
  }

  /** Ends the delivery of an announcement. */
  async withdraw(id: string, who: string): Promise<void> {
    const when = this.#now();
    await this.#book.change(id, (one) => ({ ...one, withdrawn: { who, when } }));
    await this.#book.settle();
  }

  /** Sends a text to the sessions of one user. Returns how many sessions it reached. */
  async preview(domain: string, userName: string, text: string): Promise<number> {
    const { jids } = await this.#connected(domain);
    const own = jids.filter((jid) => jid.startsWith(`${userName}@`));
    return (await tellSessionsOf(this.#machine, domain, own, text)).length;
  }

  /** Delivers what is due to who was seen to be connected. One round at a time. Does not throw. */
  saw(domain: string, list: SessionList): Promise<void> {
    this.#round ??= this.#deliver(domain, list).finally(() => {
      this.#round = null;
    });
    return this.#round;
  }

  /** Returns when no round is under way. */
  async idle(): Promise<void> {
    await this.#round;
  }

  /** Trouble is logged once, not at every round. */
  async #deliver(domain: string, list: SessionList): Promise<void> {
    try {
      await this.#delivery.round(domain, list);
      this.#trouble = '';
    } catch (error) {
      const trouble = reasonOf(error);
      if (trouble !== this.#trouble) this.#machine.log.error(`cannot deliver the announcements: ${trouble}`);
      this.#trouble = trouble;
    }
  }

  /** What was sent and is still there at a second look has arrived. */
  async #deliverNow(domain: string, list: SessionList): Promise<void> {
    try {
      await this.#delivery.round(domain, list);
      await this.#delivery.round(domain, await this.#connected(domain));
    } catch (error) {
      this.#machine.log.info(`an announcement is delivered later: ${reasonOf(error)}`);
    }
  }

  async #deliverSoon(domain: string): Promise<void> {
    try {
      await this.#deliverNow(domain, await this.#connected(domain));
    } catch (error) {
      this.#machine.log.info(`an announcement is delivered later: ${reasonOf(error)}`);
    }
  }

  async #connected(domain: string): Promise<SessionList> {
    const at = this.#machine.clock.monotonic();
    try {
      return { jids: await panelOf(this.#machine).sessions(domain, SECONDS), at };
    } catch (error) {
      throw new PanelError('not-in-time', { reason: troubleOf(error) }, error);
    }
  }

  #made(
    kind: Announcement['kind'],
    text: Text,
    period: Period,
    audience: Announcement['audience'],
  ): Announcement {
    const versions = [{ ...text, when: this.#now() }];
    const id = randomBytes(4).toString('hex');
    return { id, kind, versions, forgotten: 0, ...period, audience, withdrawn: null, ended: null };
  }

  #now(): string {
    return this.#machine.clock.now().toISOString();
  }
}

const known = new WeakMap<Machine, Announcements>();

/** The announcements of this machine's chat server: one object for each machine. */
export function announcementsOf(machine: Machine): Announcements {
  const there = known.get(machine) ?? new Announcements(machine);
  known.set(machine, there);
  return there;
}

/** The domain that is served. Throws `module-not-enabled` where none is. */
export function servedDomain(frame: Pick<Frame, 'active'>): string {
  const settings = frame.active();
  if (settings === null) throw new PanelError('module-not-enabled', { module: verbatim('Jabber') });
  return settingsForm.schema.parse(settings).domain;
}
