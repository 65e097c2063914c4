import { z } from 'zod';
import type { Document, Machine } from '../../../core/ports.js';
import { reasonOf } from '../../../errors.js';
import type { ListedRoom } from '../xmpp/room-list.js';

/** Rooms whose last use is kept, those used last. */
const MOST = 5000;
/** Milliseconds between two writings while no room is new. */
const PAUSE = 60_000;

const schema = z.strictObject({ since: z.string(), rooms: z.record(z.string(), z.string()) });

/** When somebody was last seen in each room. mu-conference does not tell: the panel keeps it from its own looks. */
export class RoomUse {
  readonly #document: Document;
  readonly #log: Machine['log'];
  #since = '';
  #rooms = new Map<string, string>();
  #isRead = false;
  #written = 0;

  constructor({ store, log }: Pick<Machine, 'store' | 'log'>) {
    this.#document = store.document('room-use');
    this.#log = log;
  }

  /** When the panel began to watch (ISO 8601); `''` before its first look. */
  get since(): string {
    return this.#since;
  }

  /** When somebody was last seen in a room (ISO 8601), or null. */
  lastUsed(room: string): string | null {
    return this.#rooms.get(room) ?? null;
  }

  /** Takes a whole list of the rooms of a host. What is not in it is there no longer. */
  async saw(host: string, listed: readonly ListedRoom[], now: Date): Promise<void> {
    if (!this.#isRead) await this.#read(now);
    const before = this.#rooms.size;
    const there = new Set(listed.map(({ jid }) => jid));
    for (const room of this.#rooms.keys())
      if (room.endsWith(`@${host}`) && !there.has(room)) this.#rooms.delete(room);
    for (const { jid, people } of listed) {
      if (people === null || people === 0) continue;
      // The room used last is the last one.
      this.#rooms.delete(jid);
      this.#rooms.set(jid, now.toISOString());
    }
    for (const room of [...this.#rooms.keys()].slice(0, Math.max(0, this.#rooms.size - MOST)))
      this.#rooms.delete(room);
    const isOther = this.#rooms.size !== before;
    if (isOther || Math.abs(now.getTime() - this.#written) >= PAUSE) await this.#write(now);
  }

  async #read(now: Date): Promise<void> {
    const { data } = schema.safeParse(await this.#document.read());
    const kept = Object.entries(data?.rooms ?? {}).sort(([, one], [, other]) => (one < other ? -1 : 1));
    this.#since = data?.since ?? now.toISOString();
    this.#rooms = new Map(kept);
    this.#isRead = true;
  }

  async #write(now: Date): Promise<void> {
    this.#written = now.getTime();
    try {
      await this.#document.write({ since: this.#since, rooms: Object.fromEntries(this.#rooms) });
    } catch (error) {
      this.#log.error(`cannot keep when the chat rooms were used: ${reasonOf(error)}`);
    }
  }
}
