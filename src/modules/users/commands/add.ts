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
      help: say`What to do with the data of an earlier user of this name: hand-over gives it to the new user, delete deletes it.`,
    },
    { name: 'if-missing', value: null, help: say`Change nothing if the user exists already.` },
  ],
  summary: say`Add a user.`,
  manual: [
    say`At a terminal you type the password twice; otherwise it is the first line of standard input. Without --set a new user gets the default accounts of the settings. To give administration rights, --yes is needed.`,
    say`If the chat server has data for the name (contacts, messages, rooms), --kept is needed.`,
  ],
  async run(invocation) {
    const { control, operands, text, texts, flag, newPassword } = invocation;
    const [name = ''] = operands;
    const ifMissing = flag('if-missing');
    // The password of a user who exists is not asked for.
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
