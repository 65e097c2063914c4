import { changeOutcome, type Command } from '../../../core/shell/command.js';
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
      { name: 'password', value: null, help: 'Ask for a new password.' },
      passwordOption,
    ],
    summary: 'Change names, accounts or the password of a user.',
    manual: [
      'What is not named stays. A password is a change each time, since nobody can tell whether it is the old one. ' +
        'A user who gets a new password is signed out of chat. Administration rights are changed only with --yes.',
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
  accessCommand('enable', 'enabled', 'Let a user sign in to chat.'),
  accessCommand('disable', 'disabled', 'Let a user no longer sign in to chat, and end open sessions.'),
];

function accessCommand(word: 'enable' | 'disable', account: string, summary: string): Command {
  return {
    name: `users ${word}`,
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [],
    summary,
    manual: [`The same as users edit --set jabber.account=${account}.`],
    run: async ({ control, operands: [name = ''], flag }) =>
      changeOutcome(await control.ask(accessVerb, { name, letIn: word === 'enable', yes: flag('yes') })),
  };
}
