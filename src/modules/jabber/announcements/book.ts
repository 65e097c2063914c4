import { z } from 'zod';
import { Mutex } from '../../../core/mutex.js';
import type { Document, Store } from '../../../core/ports.js';
import {
  announcementSchema,
  endedAs,
  standingOf,
  type Announcement,
  type Delivered,
} from './announcement.js';
import type { Clock } from '../../../core/ports.js';

/** Announcements that are remembered; the oldest that are over go first. */
const KEPT = 100;

const bookSchema = z.array(announcementSchema);
const deliveredSchema = z.record(z.string(), z.record(z.string(), z.int().min(1)));

/** Announcement → whom it reached. */
type AllDelivered = ReadonlyMap<string, Delivered>;

/**
 * The announcements, kept on disk: in one document what was written, in another one whom each reached that is not over
 * yet, which changes with every delivery.
 */
export class AnnouncementBook {
  readonly #written: Document;
  readonly #reached: Document;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #mutex = new Mutex();
  #all: readonly Announcement[] | null = null;
  #delivered: AllDelivered = new Map();

  constructor(store: Store, clock: Pick<Clock, 'now'>) {
    this.#written = store.document('announcements');
    this.#reached = store.document('announcements-delivered');
    this.#clock = clock;
  }

  /** Every announcement, the latest first. Throws when the documents cannot be read. */
  all(): Promise<readonly Announcement[]> {
    return this.#mutex.run(() => this.#read());
  }

  /** Whom an announcement reached that is not over. */
  deliveredOf(id: string): Delivered {
    return this.#delivered.get(id) ?? new Map();
  }

  /** Adds an announcement. Throws when it cannot be kept. */
  add(announcement: Announcement): Promise<void> {
    return this.#mutex.run(async () => this.#write(bounded([announcement, ...(await this.#read())])));
  }

  /** Changes the announcement of this id, if there is one. Throws when that cannot be kept. */
  change(id: string, changed: (one: Announcement) => Announcement): Promise<void> {
    return this.#mutex.run(async () =>
      this.#write((await this.#read()).map((one) => (one.id === id ? changed(one) : one))),
    );
  }

  /** Remembers that a version reached users: in memory at once, whether or not it can be written down. */
  mark(id: string, version: number, userNames: readonly string[]): Promise<void> {
    return this.#mutex.run(async () => {
      await this.#read();
      const before = this.#delivered.get(id) ?? new Map<string, number>();
      const now = new Map([...before, ...userNames.map((userName): [string, number] => [userName, version])]);
      this.#delivered = new Map([...this.#delivered, [id, now]]);
      await this.#writeDelivered();
    });
  }

  /** Closes those whose time is over, or who have reached everybody. */
  settle(): Promise<void> {
    return this.#mutex.run(async () => {
      const all = await this.#read();
      const settled = all.map((one) => (this.#isOver(one) ? endedAs(one, this.deliveredOf(one.id)) : one));
      if (settled.every((one, at) => one === all[at])) return;
      await this.#write(settled);
      const open = new Set(settled.flatMap(({ id, ended }) => (ended === null ? [id] : [])));
      this.#delivered = new Map([...this.#delivered].filter(([id]) => open.has(id)));
      await this.#writeDelivered();
    });
  }

  #isOver(one: Announcement): boolean {
    if (one.ended !== null) return false;
    const { audience } = one;
    const reached = this.deliveredOf(one.id);
    const hasAll = audience !== null && audience.every((userName) => reached.has(userName));
    return hasAll || ['over', 'withdrawn'].includes(standingOf(one, this.#clock));
  }

  async #read(): Promise<readonly Announcement[]> {
    if (this.#all !== null) return this.#all;
    const delivered = deliveredSchema.parse((await this.#reached.read()) ?? {});
    this.#all = bookSchema.parse((await this.#written.read()) ?? []);
    this.#delivered = new Map(
      Object.entries(delivered).map(([id, reached]) => [id, new Map(Object.entries(reached))]),
    );
    return this.#all;
  }

  async #write(all: readonly Announcement[]): Promise<void> {
    await this.#written.write(all);
    this.#all = all;
  }

  #writeDelivered(): Promise<void> {
    return this.#reached.write(
      Object.fromEntries([...this.#delivered].map(([id, reached]) => [id, Object.fromEntries(reached)])),
    );
  }
}

function bounded(all: readonly Announcement[]): readonly Announcement[] {
  const over = all.filter(({ ended }) => ended !== null);
  const gone = new Set(over.slice(Math.max(0, over.length - (all.length - KEPT))));
  return all.length <= KEPT ? all : all.filter((one) => !gone.has(one));
}
