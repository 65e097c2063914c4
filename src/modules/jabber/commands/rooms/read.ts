import { columns, type Command } from '../../../../core/shell/command.js';
import { allOf, many, moment, quantity, say, sayOf } from '../../../../core/words/sentence.js';
import { lastUsedWords, ownerWords, peopleWords } from '../../rooms/room-words.js';
import { traitWords } from '../../rooms/trait-words.js';
import { listRoomsVerb, showRoomVerb } from './verbs.js';

/** Lists and shows chat rooms. */
export const readCommands: readonly Command[] = [
  {
    name: 'rooms list',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`List all chat rooms, hidden ones too.`,
    manual: [
      say`Each line has the name, who is in, the kind, the owners, and when the panel last saw somebody in the room. The chat server keeps the owners of permanent rooms only.`,
    ],
    async run({ control }) {
      const { rooms, since, ownersTrouble, chosen } = await control.ask(listRoomsVerb, {});
      const rows = rooms.map(({ name, people, most, traits, owners, moreOwners, lastUsed }) => [
        name,
        peopleWords(people, most),
        traits === null ? '' : allOf(traitWords(traits)),
        ownerWords(owners, moreOwners),
        lastUsedWords(people, lastUsed),
      ]);
      const trouble =
        ownersTrouble === '' ? [] : [say`The owners cannot be read: ${{ reason: ownersTrouble }}.`];
      return {
        data: { rooms, since, default: chosen.jid },
        lines: [columns(rows), ...trouble, ...chosen.sentences],
      };
    },
  },
  {
    name: 'rooms show',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [],
    summary: say`Show a chat room, and who is in.`,
    manual: [say`NAME is the part of the room’s address before the “@”.`],
    async run({ control, operands: [name = ''] }) {
      const room = await control.ask(showRoomVerb, { name });
      const { people, inside, most, traits, owners, moreOwners, creator, lastUsed, since } = room;
      const more = inside - people.length;
      const rows = [
        [say`Address`, room.jid],
        [say`Room`, room.title],
        [sayOf('a chat room')`Subject`, room.subject],
        [sayOf('a chat room')`Kind`, allOf(traitWords(traits))],
        [sayOf('a chat room')`Owners`, ownerWords(owners, moreOwners)],
        ...(creator === null ? [] : [[say`Made by`, creator]]),
        [say`Last used`, lastUsedWords(inside, lastUsed)],
        [say`The panel watches since`, moment(since)],
        [say`People now`, peopleWords(inside, most)],
        ...people.map((nick) => ['', nick]),
        ...(more > 0
          ? [
              [
                '',
                many(
                  more,
                  say`One more is not shown.`,
                  say`${{ count: quantity(more) }} more are not shown.`,
                ),
              ],
            ]
          : []),
      ];
      return { data: room, lines: [columns(rows)] };
    },
  },
];
