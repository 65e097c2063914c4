import type { Act } from '../../../../core/act.js';
import { check } from '../../../../core/settings.js';
import type { Settings } from '../../../../core/setting-value.js';
import { say, type Sentence } from '../../../../core/words/sentence.js';
import { answered } from '../answered.js';
import { changeRoom } from '../change-room.js';
import { readable } from '../../readable.js';
import { roomDetails } from '../room-details.js';
import { changeFields, changeSchema } from '../room-values.js';
import { shownValues } from '../shown-values.js';
import { roomsDomain, type RoomCame, type RoomParts } from './parts.js';

/** Changes of a room as they were typed. What is not named stays. */
export interface WantedRoomChange {
  /** The part of its JID before the `@`. */
  readonly name: string;
  readonly changes: Settings;
}

/** Changes how a room is set. */
export function changeRoomAct(parts: RoomParts): Act<WantedRoomChange, RoomCame> {
  const title = ({ name }: WantedRoomChange): Sentence => say`Chat room ${{ room: readable(name) }} changed`;
  return {
    name: 'rooms.change',
    title,
    check({ changes }) {
      const read = check(changeSchema, changes);
      return read.ok ? null : { kind: 'invalid', errors: read.errors };
    },
    async do(wanted, { record }) {
      const { name } = wanted;
      const domain = roomsDomain(parts);
      const changes = changeSchema.parse(wanted.changes);
      const before: Settings = shownValues(await answered(roomDetails(parts.machine, domain, name)));
      await answered(changeRoom(parts.machine, domain, name, changes));
      const values = new Map(Object.entries(changes));
      const deeds = changeFields.flatMap((field) => {
        const value = values.get(field.name);
        if (value === undefined) return [];
        const what = say`Chat room ${{ room: readable(name) }}: ${{ setting: field.label }}`;
        return [{ what, before: field.describe(before[field.name]), after: field.describe(value) }];
      });
      await record(...deeds);
      return { kind: 'done', sentence: say`The chat room ${{ room: readable(name) }} was changed.` };
    },
  };
}
