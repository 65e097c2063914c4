import { changeOutcome, type Command, type Invocation } from '../../../core/shell/command.js';
import { usageFailure } from '../../../core/shell/failure.js';
import { say } from '../../../core/words/sentence.js';
import { accountOption, accountsOf, nameOptions, passwordOption } from './options.js';
import { addUserVerb, listUsersVerb } from './verbs.js';

/** Adds a user. */
export const addCommand: Command = {
  name: 'users add',
  operands: 'NAME',
  least: 1,
  most: 1,
  options: [
    ...nameOptions,
    accountOption,
    passwordOption,
    {
      name: 'kept',
      value: 'WHAT',
      help: 'What is kept for the name from before: hand-over gives it to the new user, delete deletes it.',
    },
    { name: 'if-missing', value: null, help: 'Change nothing when there already is a user of this name.' },
  ],
  summary: 'Add a user.',
  manual: [
    'The password is asked for twice at a terminal, and is the first line of standard input otherwise. Without --set ' +
      'a new user gets the accounts that the settings say. Administration rights are given only with --yes.',
    'Where the chat server keeps something for the name (contacts, messages, rooms), nobody is added without --kept.',
  ],
  async run(invocation) {
    const { control, operands, text, texts, flag, newPassword } = invocation;
    const [name = ''] = operands;
    const ifMissing = flag('if-missing');
    // Nobody is asked for the password of a user who is there.
    if (ifMissing && (await exists(invocation, name)))
      return changeOutcome({
        changed: false,
        sentence: say`The user ${{ user: name }} exists already. Nothing was changed.`,
      });
    return changeOutcome(
      await control.ask(addUserVerb, {
        name,
        firstName: text('first-name') ?? '',
        lastName: text('last-name') ?? '',
        comment: text('comment') ?? '',
        password: (await newPassword()).reveal(),
        accounts: accountsOf(texts('set')),
        yes: flag('yes'),
        ifMissing,
        kept: keptChoice(text('kept')),
      }),
    );
  },
};

function keptChoice(text: string | null): 'hand-over' | 'delete' | null {
  if (text === null || text === 'hand-over' || text === 'delete') return text;
  throw usageFailure(say`--kept takes hand-over or delete, not "${{ text }}".`);
}

/** Whether the list shows this user; the panel looks again before it adds one. */
async function exists({ control }: Invocation, name: string): Promise<boolean> {
  const { users } = await control.ask(listUsersVerb, { search: name, page: 1 });
  return users.some(({ userName }) => userName === name);
}
