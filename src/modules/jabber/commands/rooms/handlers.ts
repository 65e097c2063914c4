import type { Frame } from '../../../../core/module/index.js';
import { handle, type Handler } from '../../../../core/shell/handle.js';
import { say } from '../../../../core/words/sentence.js';
import { Refusal } from '../../../../core/shell/refusal.js';
import { activeRooms } from '../../rooms/active-rooms.js';
import { answered } from '../../rooms/answered.js';
import { readable } from '../../rooms/readable.js';
import { roomDetails } from '../../rooms/room-details.js';
import { ownerNames, roomRows, shownJid } from '../../rooms/room-rows.js';
import { listRoomsVerb, showRoomVerb } from './verbs.js';

/** The chat rooms. */
export function roomHandlers(frame: Frame): readonly Handler[] {
  const { machine } = frame;
  return [
    handle(listRoomsVerb, async () => {
      const { rows, since, trouble } = await answered(roomRows(machine, domainOf(frame)));
      const sorted = [...rows].sort((one, other) => (one.jid < other.jid ? -1 : 1));
      return { rooms: sorted, since, ownersTrouble: trouble };
    }),

    handle(showRoomVerb, async ({ name }) => {
      const domain = domainOf(frame);
      const { jid, info, nicks, file, ...rest } = await answered(roomDetails(machine, domain, name));
      const { title, description, subject, ...traits } = info;
      return {
        ...{ jid, traits, ...rest },
        title: readable(title),
        description: readable(description),
        subject: readable(subject),
        people: nicks.map(readable),
        owners: file === null ? null : ownerNames(file, domain),
        creator: file === null || file.creator === '' ? null : shownJid(file.creator, domain),
      };
    }),
  ];
}

/** The domain whose rooms are on. Throws a Refusal where they are off. */
function domainOf(frame: Frame): string {
  const settings = activeRooms(frame);
  if (settings === null)
    throw new Refusal(409, { code: 'rooms-off', sentences: [say`The chat rooms are disabled.`], fields: {} });
  return settings.domain;
}
