import type { Machine } from '../../../core/ports.js';
import { roomsHost } from '../domain.js';
import { roomListOf, roomVisitsOf } from '../panel.js';
import type { ListedRoom, RoomInfo } from '../xmpp/room-list.js';
import { StanzaError } from '../xmpp/stanza-error.js';
import { RoomUse } from './room-use.js';
import { SECONDS } from './seconds.js';

/** Rooms that are asked about themselves at one look. */
const ASKED_AT_ONCE = 20;
/** Milliseconds for which a look is shown without another one. */
const FRESH = 5000;

/** A room as the panel knows it. */
export interface KnownRoom extends ListedRoom {
  /** Null until the room was asked. */
  readonly info: RoomInfo | null;
  /** When the panel last saw somebody in it (ISO 8601); null where it never did. */
  readonly lastUsed: string | null;
}

/** What the panel knows of all rooms. */
export interface KnownRooms {
  readonly rooms: readonly KnownRoom[];
  /** When the panel began to watch (ISO 8601). */
  readonly since: string;
}

interface Told {
  readonly listed: ListedRoom;
  readonly info: RoomInfo;
  readonly at: number;
}

/** Looks at the rooms every few seconds, and keeps what they say of themselves. */
export class RoomWatch {
  readonly #machine: Machine;
  readonly #use: RoomUse;
  #host = '';
  #listed: readonly ListedRoom[] = [];
  #told = new Map<string, Told>();
  /** Milliseconds since 1970 of the last list that came. */
  #at = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#use = new RoomUse(machine);
  }

  /**
   * Asks for the list of rooms, and some rooms about themselves.
   * @throws Error with the reason when they do not answer; what is known stays
   */
  async look(domain: string): Promise<readonly ListedRoom[]> {
    const host = roomsHost(domain);
    const list = roomListOf(this.#machine);
    // Inside a room the panel would count itself.
    const listed = await roomVisitsOf(this.#machine).outside(() => list.rooms(host, SECONDS));
    const now = this.#machine.clock.now();
    [this.#host, this.#listed, this.#at] = [host, listed, now.getTime()];
    await this.#use.saw(host, listed, now);
    const there = new Set(listed.map(({ jid }) => jid));
    for (const jid of this.#told.keys()) if (!there.has(jid)) this.#told.delete(jid);
    await Promise.all(this.#toAsk(listed).map((room) => this.#askAbout(room)));
    return listed;
  }

  /** What is known of all rooms. Throws an Error with the reason when they do not answer. */
  async known(domain: string): Promise<KnownRooms> {
    const age = this.#machine.clock.now().getTime() - this.#at;
    if (this.#host !== roomsHost(domain) || age < 0 || age > FRESH) await this.look(domain);
    return {
      rooms: this.#listed.map((listed) => ({
        ...listed,
        info: this.#told.get(listed.jid)?.info ?? null,
        lastUsed: this.#use.lastUsed(listed.jid),
      })),
      since: this.#use.since,
    };
  }

  /** When the panel last saw somebody in a room (ISO 8601), or null; and since when it looks. */
  useOf(room: string): { readonly lastUsed: string | null; readonly since: string } {
    return { lastUsed: this.#use.lastUsed(room), since: this.#use.since };
  }

  /** A room was changed: it is asked at the next look, which is not put off. */
  forget(room: string): void {
    this.#told.delete(room);
    this.#at = 0;
  }

  /** Those whose line is another one come first, then those that were asked longest ago. */
  #toAsk(listed: readonly ListedRoom[]): readonly ListedRoom[] {
    const asked = (room: ListedRoom): number => {
      const told = this.#told.get(room.jid);
      return told === undefined || isOtherwise(told.listed, room) ? 0 : told.at;
    };
    return [...listed].sort((one, other) => asked(one) - asked(other)).slice(0, ASKED_AT_ONCE);
  }

  async #askAbout(listed: ListedRoom): Promise<void> {
    try {
      const info = await roomListOf(this.#machine).info(this.#host, listed.jid, SECONDS);
      this.#told.set(listed.jid, { listed, info, at: this.#machine.clock.now().getTime() });
    } catch (error) {
      // The room ended since the list was made.
      if (!(error instanceof StanzaError)) throw error;
    }
  }
}

function isOtherwise(one: ListedRoom, other: ListedRoom): boolean {
  return one.title !== other.title || one.people !== other.people || one.most !== other.most;
}

const watches = new WeakMap<Machine, RoomWatch>();

/** The one watch of this machine's rooms. */
export function roomWatchOf(machine: Machine): RoomWatch {
  const there = watches.get(machine) ?? new RoomWatch(machine);
  watches.set(machine, there);
  return there;
}
