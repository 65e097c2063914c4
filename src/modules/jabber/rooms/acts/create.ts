import type { Act } from '../../../../core/act.js';
import { check } from '../../../../core/settings.js';
import type { Settings } from '../../../../core/setting-value.js';
import { passage, say, type Sentence } from '../../../../core/words/sentence.js';
import { answered } from '../answered.js';
import { createRoom } from '../change-room.js';
import { readable } from '../../readable.js';
import { newRoomSchema, type NewRoom } from '../room-values.js';
import { administersAll, ownerProblem, roomsDomain, type RoomCame, type RoomParts } from './parts.js';

/** A room as it was typed. */
export interface WantedRoom {
  readonly values: Settings;
}

const nameIn = ({ values: { name } }: WantedRoom): string => readable(typeof name === 'string' ? name : '');

/** Creates a permanent room with its first owner. */
export function createRoomAct(parts: RoomParts): Act<WantedRoom, RoomCame> {
  const title = (wanted: WantedRoom): Sentence => say`Chat room ${{ room: nameIn(wanted) }} created`;
  return {
    name: 'rooms.create',
    title,
    async check({ values }) {
      const read = check<NewRoom>(newRoomSchema, values);
      if (!read.ok) return { kind: 'invalid', errors: read.errors };
      const problem = await ownerProblem(parts, read.value.owner);
      return problem === null ? null : { kind: 'invalid', errors: { owner: problem } };
    },
    async do(wanted, { record }) {
      const room = newRoomSchema.parse(wanted.values);
      const made = await answered(createRoom(parts.machine, roomsDomain(parts), room));
      if (made === 'taken')
        return { kind: 'invalid', errors: { name: say`There is a room of this name already.` } };
      const hasOwner = made === 'made';
      await record({
        what: title(wanted),
        after: hasOwner ? say`owner ${{ user: room.owner }}` : say`no owner`,
      });
      return {
        kind: 'done',
        sentence: passage(
          say`The chat room ${{ room: room.name }} was created.`,
          hasOwner ? '' : say`It has no owner: ${{ reason: administersAll(room.owner) }}`,
        ),
      };
    },
  };
}
