import type { Act } from '../../../../core/act.js';
import { check } from '../../../../core/settings.js';
import { many, quantity, say, type Sentence } from '../../../../core/words/sentence.js';
import { roomsHost } from '../../domain.js';
import { readable } from '../../readable.js';
import { answered } from '../answered.js';
import { defaultRoomOf } from '../default/default-room.js';
import { isForEverybody } from '../default/default-standing.js';
import { roomDetails } from '../room-details.js';
import { nameOf } from '../room-rows.js';
import { wordsSchema } from '../room-values.js';
import { roomsDomain, type RoomCame, type RoomParts } from './parts.js';

/** A room to which everybody is to be invited. */
export interface WantedDefault {
  /** The part of its JID before the `@`. */
  readonly name: string;
  /** What the invitation says, or `''`. */
  readonly words: string;
}

/** Why a room cannot be the default room. */
export const NOT_FOR_EVERYBODY = say`Everybody is invited to the default room. So it must be permanent, without a password, and open to everybody.`;

/** What acts on the default room need. */
export type DefaultParts = RoomParts & { readonly connectedLately: () => Promise<readonly unknown[]> };

/** Makes a room the default room: everybody who is connected, or signs in later, is invited once. */
export function chooseDefaultAct(parts: DefaultParts): Act<WantedDefault, RoomCame> {
  const { machine } = parts;
  const title = ({ name }: WantedDefault): Sentence =>
    say`Chat room ${{ room: readable(name) }} made the default room`;
  return {
    name: 'rooms.choose-default',
    title,
    async check({ name, words }) {
      const read = check(wordsSchema, { words });
      if (!read.ok) return { kind: 'invalid', errors: read.errors };
      const { info } = await answered(roomDetails(machine, roomsDomain(parts), name));
      return isForEverybody(info) ? null : { kind: 'invalid', errors: { '': NOT_FOR_EVERYBODY } };
    },
    async question({ name }) {
      const before = await defaultRoomOf(machine).chosen();
      const { length } = await parts.connectedLately();
      return {
        title: say`Invite everybody to the chat room ${{ room: readable(name) }}?`,
        sentences: [
          many(
            length,
            say`One client is connected, and gets the invitation at once.`,
            say`${{ count: quantity(length) }} clients are connected, and get the invitation at once.`,
          ),
          say`Who signs in later gets it then, once.`,
          ...(before === null
            ? []
            : [say`The default room is now ${{ room: readable(nameOf(before.jid)) }}. It is replaced.`]),
        ],
        answers: [{ label: say`Make it the default room` }],
      };
    },
    async do(wanted, { actor, record }) {
      const { name } = wanted;
      const words = wanted.words.trim();
      const before = await defaultRoomOf(machine).chosen();
      await defaultRoomOf(machine).choose({
        jid: `${name}@${roomsHost(roomsDomain(parts))}`,
        words,
        who: actor.who,
        when: machine.clock.now().toISOString(),
        ended: false,
      });
      await record({
        what: title(wanted),
        ...(before === null ? {} : { before: readable(nameOf(before.jid)) }),
        ...(words === '' ? {} : { after: words }),
      });
      return {
        kind: 'done',
        sentence: say`The chat room ${{ room: readable(name) }} is the default room. Everybody is invited within seconds.`,
      };
    },
  };
}

/** Takes the default room back: nobody is invited any more. */
export function noDefaultAct({ machine }: Pick<RoomParts, 'machine'>): Act<object, RoomCame> {
  const what = say`No default chat room any more`;
  return {
    name: 'rooms.no-default',
    title: () => what,
    async do(_wanted, { record }) {
      const before = await defaultRoomOf(machine).chosen();
      if (before !== null) {
        await defaultRoomOf(machine).choose(null);
        await record({ what, before: readable(nameOf(before.jid)) });
      }
      return { kind: 'done', sentence: say`There is no default room any more. Nobody else is invited.` };
    },
  };
}
