import type { Machine } from '../../../core/ports.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { NOBODY } from '../rooms/change-room.js';
import { roomWatchOf } from '../rooms/room-watch.js';
import { roomVisitsOf } from '../panel.js';
import { readable } from '../readable.js';
import type { RoomInside } from '../xmpp/room-inside.js';
import { StanzaError } from '../xmpp/stanza-error.js';
import type { OldAndNew } from './names.js';
import { SECONDS } from './seconds.js';

const RIGHTS = ['owner', 'admin', 'member'] as const;

/** A room in which the old name has rights. */
export interface RoomOfName {
  readonly jid: string;
  /** True where the old name made it. */
  readonly isCreator: boolean;
}

/**
 * Gives the rights in rooms to the new name. May be done again.
 * @returns the rooms that refused it
 * @throws Error with the reason when the rooms do not answer
 */
export async function giveRooms(
  machine: Machine,
  host: string,
  names: OldAndNew,
  rooms: readonly RoomOfName[],
): Promise<readonly Sentence[]> {
  const left: Sentence[] = [];
  for (const { jid, isCreator } of rooms) {
    try {
      await roomVisitsOf(machine).visit(host, jid, SECONDS, (inside) => giveRights(inside, names, isCreator));
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      left.push(say`the rights in the room ${{ room: readable(jid) }}`);
    } finally {
      roomWatchOf(machine).forget(jid);
    }
  }
  return left;
}

/** A list of owners with somebody in it is the word on who owns a room, from the next start of the rooms on. */
async function giveRights(inside: RoomInside, { from, to }: OldAndNew, isCreator: boolean): Promise<void> {
  for (const right of RIGHTS) {
    const listed = await inside.listed(right);
    if (!listed.includes(from) && !(isCreator && right === 'owner')) continue;
    await inside.affiliate(to, right);
    if (right === 'owner' && listed.includes(NOBODY)) await inside.affiliate(NOBODY, 'none');
    await inside.affiliate(from, 'none');
    return;
  }
}
