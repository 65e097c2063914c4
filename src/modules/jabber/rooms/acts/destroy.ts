import type { Act } from '../../../../core/act.js';
import { many, quantity, say, type Sentence } from '../../../../core/words/sentence.js';
import { answered } from '../answered.js';
import { destroyRoom } from '../change-room.js';
import { defaultRoomOf } from '../default/default-room.js';
import { readable } from '../../readable.js';
import { roomDetails } from '../room-details.js';
import { reasonSchema } from '../room-values.js';
import { check } from '../../../../core/settings.js';
import { roomsDomain, type RoomCame, type RoomParts } from './parts.js';

/** A room that is to end, and what those inside are told. */
export interface WantedEnd {
  /** The part of its JID before the `@`. */
  readonly name: string;
  readonly reason: string;
}

/** Ends a room for good. */
export function destroyRoomAct(parts: RoomParts): Act<WantedEnd, RoomCame> {
  const { machine } = parts;
  const title = ({ name }: WantedEnd): Sentence => say`Chat room ${{ room: readable(name) }} deleted`;
  return {
    name: 'rooms.destroy',
    title,
    check(wanted) {
      const read = check(reasonSchema, { reason: wanted.reason });
      return read.ok ? null : { kind: 'invalid', errors: read.errors };
    },
    async question({ name }) {
      const { jid, nicks } = await answered(roomDetails(machine, roomsDomain(parts), name));
      const chosen = await defaultRoomOf(machine)
        .chosen()
        .catch(() => null);
      return {
        title: say`Delete the chat room ${{ room: readable(name) }}?`,
        sentences: [
          nicks.length === 0
            ? say`Nobody is in the room now.`
            : many(
                nicks.length,
                say`One person is in the room, leaves it and is told why.`,
                say`${{ count: quantity(nicks.length) }} people are in the room, leave it and are told why.`,
              ),
          ...(chosen?.jid === jid ? [say`It is the default room: nobody is invited any more.`] : []),
          say`Its settings and its lists of owners and members are deleted. You cannot undo this.`,
        ],
        isLoss: true,
        answers: [{ label: say`Delete the room` }],
      };
    },
    async do(wanted, { record }) {
      const { name, reason } = wanted;
      const domain = roomsDomain(parts);
      // A room that is not there would be made by entering it.
      await answered(roomDetails(machine, domain, name));
      await answered(destroyRoom(machine, domain, name, reason.trim()));
      await record({ what: title(wanted), ...(reason.trim() === '' ? {} : { after: reason.trim() }) });
      return { kind: 'done', sentence: say`The chat room ${{ room: readable(name) }} was deleted.` };
    },
  };
}
