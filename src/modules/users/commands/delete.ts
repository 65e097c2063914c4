import { changeOutcome, type Command } from '../../../core/shell/command.js';
import { say } from '../../../core/words/sentence.js';
import { deleteUserVerb } from './verbs.js';

/** Deletes a user. */
export const deleteCommand: Command = {
  name: 'users delete',
  operands: 'NAME',
  least: 1,
  most: 1,
  options: [
    {
      name: 'keep-data',
      value: null,
      help: say`Keep contacts, messages and other data for the next user of this name.`,
    },
    {
      name: 'end-places',
      value: null,
      help: say`Delete the chat rooms that the user made, for all their occupants.`,
    },
  ],
  summary: say`Delete a user and all accounts.`,
  manual: [
    say`Unless you give --keep-data, the user’s data in the chat server is deleted too: contacts, vCard, waiting messages, rights in rooms. Rooms that the user made stay, unless you give --end-places: without this owner, but until the chat rooms are restarted the name still owns them.`,
    say`Needs --yes. If there is no such user, nothing is changed, and that is no error.`,
  ],
  run: async ({ control, operands: [name = ''], flag }) =>
    changeOutcome(
      await control.ask(deleteUserVerb, {
        name,
        yes: flag('yes'),
        keepData: flag('keep-data'),
        endPlaces: flag('end-places'),
      }),
    ),
};
