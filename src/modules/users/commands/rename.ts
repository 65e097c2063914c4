import { changeOutcome, type Command } from '../../../core/shell/command.js';
import { say } from '../../../core/words/sentence.js';
import { renameUserVerb } from './verbs.js';

/** Gives a user another name. */
export const renameCommand: Command = {
  name: 'users rename',
  operands: 'NAME NEW-NAME',
  least: 2,
  most: 2,
  options: [
    {
      name: 'block-days',
      value: 'DAYS',
      help: say`For how many days no other user gets the old name: 365 if left out, 0 for none, or “ever”.`,
    },
  ],
  summary: say`Give a user another name.`,
  manual: [
    say`Contacts, waiting messages, the vCard, bookmarks and rights in chat rooms go to the new name; contacts who are connected see it at once. The user is signed out, and no other user is disconnected.`,
    say`Without --yes nothing is changed: the command says what follows to the new name, and what does not.`,
  ],
  run: async ({ control, operands: [name = '', newName = ''], text, flag }) =>
    changeOutcome(
      await control.ask(renameUserVerb, {
        ...{ name, newName },
        blockDays: text('block-days') ?? '365',
        yes: flag('yes'),
      }),
    ),
};
