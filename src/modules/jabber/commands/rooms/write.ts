import { changeOutcome, type Command } from '../../../../core/shell/command.js';
import { say } from '../../../../core/words/sentence.js';
import {
  changeRoomVerb,
  chooseDefaultVerb,
  createRoomVerb,
  destroyRoomVerb,
  giveRoomVerb,
  noDefaultVerb,
} from './verbs.js';

const setOption = {
  name: 'set',
  value: 'NAME=VALUE',
  many: true,
  help: say`A setting of the room, such as title=Tea, access=members, most=100 or hidden=yes.`,
};
const named = say`NAME is the part of the room’s address before the “@”.`;

/** Creates, changes, gives and deletes chat rooms. */
export const writeCommands: readonly Command[] = [
  {
    name: 'rooms create',
    operands: 'NAME OWNER',
    least: 2,
    most: 2,
    options: [setOption],
    summary: say`Create a permanent chat room that a user owns.`,
    manual: [
      named,
      say`Settings are title, subject, access (everyone or members), most (people at the same time) and hidden (yes or no).`,
    ],
    run: async ({ control, operands: [name = '', owner = ''], texts }) =>
      changeOutcome(await control.ask(createRoomVerb, { name, owner, settings: texts('set') })),
  },
  {
    name: 'rooms change',
    operands: 'NAME NAME=VALUE...',
    least: 2,
    most: 100,
    options: [],
    summary: say`Change how a chat room is set.`,
    manual: [
      say`Settings are those of "rooms create", and permanent (yes or no). What is not named stays. The panel enters the room for a moment, which everybody inside sees.`,
    ],
    run: async ({ control, operands: [name = '', ...settings] }) =>
      changeOutcome(await control.ask(changeRoomVerb, { name, settings })),
  },
  {
    name: 'rooms give',
    operands: 'NAME OWNER',
    least: 2,
    most: 2,
    options: [{ name: 'alone', value: null, help: say`The owners of today lose their rights in the room.` }],
    summary: say`Give a chat room a new owner.`,
    manual: [
      say`The user who made a room from a chat client owns it until the chat rooms are restarted, whatever its list of owners says.`,
    ],
    run: async ({ control, operands: [name = '', owner = ''], flag }) =>
      changeOutcome(await control.ask(giveRoomVerb, { name, owner, isAlone: flag('alone') })),
  },
  {
    name: 'rooms delete',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [{ name: 'reason', value: 'TEXT', help: say`What those inside are told.` }],
    summary: say`Delete a chat room.`,
    manual: [say`Needs --yes. Those inside leave the room and are told why.`],
    run: async ({ control, operands: [name = ''], text, flag }) =>
      changeOutcome(
        await control.ask(destroyRoomVerb, { name, reason: text('reason') ?? '', yes: flag('yes') }),
      ),
  },
  {
    name: 'rooms default',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [{ name: 'words', value: 'TEXT', help: say`What the invitation says.` }],
    summary: say`Invite everybody to a chat room, the default room.`,
    manual: [
      say`Needs --yes. Everybody who is connected, or signs in later, gets one invitation. The room must be permanent, without a password, and open to everybody.`,
    ],
    run: async ({ control, operands: [name = ''], text, flag }) =>
      changeOutcome(
        await control.ask(chooseDefaultVerb, { name, words: text('words') ?? '', yes: flag('yes') }),
      ),
  },
  {
    name: 'rooms no-default',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`Have no default room.`,
    manual: [say`Nobody else is invited.`],
    run: async ({ control }) => changeOutcome(await control.ask(noDefaultVerb, {})),
  },
];
