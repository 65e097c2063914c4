import type { Act } from '../../../../core/act.js';
import { passage, say, type Sentence } from '../../../../core/words/sentence.js';
import { roomsAdministrator } from '../../domain.js';
import { answered } from '../answered.js';
import { giveRoom } from '../change-room.js';
import { readable } from '../../readable.js';
import { roomDetails } from '../room-details.js';
import { shownJid } from '../room-rows.js';
import { administersAll, ownerProblem, roomsDomain, type RoomCame, type RoomParts } from './parts.js';

/** A room that is to have another owner. */
export interface WantedOwner {
  /** The part of its JID before the `@`. */
  readonly name: string;
  /** A user's name. */
  readonly owner: string;
  /** Whether the owners before lose their rights. */
  readonly isAlone: boolean;
}

/** Gives a room a new owner. */
export function giveRoomAct(parts: RoomParts): Act<WantedOwner, RoomCame> {
  const title = ({ name, owner }: WantedOwner): Sentence =>
    say`Chat room ${{ room: readable(name) }} given to ${{ user: readable(owner) }}`;
  return {
    name: 'rooms.give',
    title,
    async check({ owner }) {
      const problem = owner === '' ? say`Type the name of a user.` : await ownerProblem(parts, owner);
      return problem === null ? null : { kind: 'invalid', errors: { owner: problem } };
    },
    async do(wanted, { record }) {
      const { name, owner, isAlone } = wanted;
      const domain = roomsDomain(parts);
      const { file } = await answered(roomDetails(parts.machine, domain, name));
      if (!(await answered(giveRoom(parts.machine, domain, name, wanted))))
        return { kind: 'invalid', errors: { owner: administersAll(owner) } };
      await record({
        what: title(wanted),
        ...(isAlone ? { after: say`the owners before lost their rights` } : {}),
      });
      const creator = file?.creator ?? '';
      const stays =
        isAlone && creator !== '' && creator !== roomsAdministrator && creator !== `${owner}@${domain}`;
      return {
        kind: 'done',
        sentence: passage(
          say`${{ user: owner }} now owns the chat room ${{ room: readable(name) }}.`,
          stays
            ? say`${{ user: shownJid(creator, domain) }} made the room, and owns it too until the chat rooms are restarted.`
            : '',
        ),
      };
    },
  };
}
