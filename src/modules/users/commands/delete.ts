import { changeOutcome, type Command } from '../../../core/shell/command.js';
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
      help: 'Keep contacts, messages and the like for the next user of that name.',
    },
    { name: 'end-places', value: null, help: 'End the chat rooms that the user made, for everybody.' },
  ],
  summary: 'Delete a user with all accounts.',
  manual: [
    'What the chat server keeps for the name is deleted too: contacts, vCard, waiting messages, rights in rooms. Rooms ' +
      'that the user made stay, and belong to the name, unless --end-places is given.',
    'Only with --yes. A user who is not there is left alone: nothing is changed, and that is no error.',
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
