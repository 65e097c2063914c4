import { z } from 'zod';
import type { Machine } from '../../../core/ports.js';
import { reasonOf } from '../../../errors.js';
import { KeptDocument } from '../kept-document.js';
import type { ListedRoom } from '../xmpp/room-list.js';

/** Rooms whose last use is kept, those used last. */
const MOST = 5000;
/** Milliseconds between two writings while no room is new. */
const PAUSE = 60_000;

const schema = z.strictObject({ since: z.string(), rooms: z.record(z.string(), z.string()) });

/** When somebody was last seen in each room. mu-conference does not tell: the panel keeps it from its own looks. */
export class RoomUse {
  readonly #kept: KeptDocument<z.infer<typeof schema>>;
  readonly #log: Machine['log'];
  #since = '';
  #rooms = new Map<string, string>();
  #written = 0;

  constructor({ store, log }: Pick<Machine, 'store' | 'log'>) {
    this.#kept = new KeptDocument(store.document('room-use'), schema, log, 'when the chat rooms were used');
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
    if (!this.#kept.isRead) await this.#read(now);
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
    if (this.#since === '') this.#since = now.toISOString();
    const kept = await this.#kept.read({ since: this.#since, rooms: {} });
    if (kept === null) return;
    this.#since = kept.since;
    const all = Object.entries({ ...kept.rooms, ...Object.fromEntries(this.#rooms) });
    this.#rooms = new Map(all.sort(([, one], [, other]) => (one < other ? -1 : 1)));
  }

  async #write(now: Date): Promise<void> {
    this.#written = now.getTime();
    try {
      await this.#kept.write({ since: this.#since, rooms: Object.fromEntries(this.#rooms) });
    } catch (error) {
      this.#log.error(`cannot keep when the chat rooms were used: ${reasonOf(error)}`);
    }
  }
}
