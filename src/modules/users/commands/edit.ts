import { changeOutcome, type Command } from '../../../core/shell/command.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { accountOption, accountsOf, nameOptions, passwordOption } from './options.js';
import { accessVerb, editUserVerb } from './verbs.js';

/** Changes a user. */
export const editCommands: readonly Command[] = [
  {
    name: 'users edit',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [
      ...nameOptions,
      accountOption,
      { name: 'password', value: null, help: say`Ask for a new password.` },
      passwordOption,
    ],
    summary: say`Change names, accounts or the password of a user.`,
    manual: [
      say`What you leave out stays as it is. A password always counts as a change, because the panel cannot compare it with the old one. A user who gets a new password is disconnected. To change administration rights, --yes is needed.`,
    ],
    async run({ control, operands: [name = ''], text, texts, flag, newPassword }) {
      const isPassword = flag('password') || flag('password-stdin');
      return changeOutcome(
        await control.ask(editUserVerb, {
          name,
          firstName: text('first-name'),
          lastName: text('last-name'),
          comment: text('comment'),
          password: isPassword ? (await newPassword()).reveal() : null,
          accounts: accountsOf(texts('set')),
          yes: flag('yes'),
        }),
      );
    },
  },
  accessCommand('enable', 'enabled', say`Allow a user to sign in to chat.`),
  accessCommand('disable', 'disabled', say`Do not allow a user to sign in to chat, and close open sessions.`),
];

function accessCommand(word: 'enable' | 'disable', account: string, summary: Sentence): Command {
  return {
    name: `users ${word}`,
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [],
    summary,
    manual: [say`The same as "${{ command: `eboxctl users edit NAME --set jabber.account=${account}` }}".`],
    run: async ({ control, operands: [name = ''], flag }) =>
      changeOutcome(await control.ask(accessVerb, { name, letIn: word === 'enable', yes: flag('yes') })),
  };
}
