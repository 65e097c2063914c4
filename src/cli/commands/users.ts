import {
  addUserVerb,
  deleteUserVerb,
  editUserVerb,
  listUsersVerb,
  showUserVerb,
} from '../../control/verbs/users.js';
import type { Settings } from '../../core/settings.js';
import { changeOutcome, columns, type CommandOption } from '../../core/shell/command.js';
import type { Command, Invocation } from '../command.js';
import { usageFailure } from '../../core/shell/failure.js';
import { assignments, typed } from '../../core/shell/typed.js';

const nameOptions: readonly CommandOption[] = [
  { name: 'first-name', value: 'TEXT', help: 'The first name.' },
  { name: 'last-name', value: 'TEXT', help: 'The last name.' },
  { name: 'comment', value: 'TEXT', help: 'A comment.' },
];

const accountOption: CommandOption = {
  name: 'set',
  value: 'MODULE.NAME=VALUE',
  many: true,
  help: 'A field of an account, e.g. jabber.account=enabled or jabber.administrator=yes.',
};

const passwordOption: CommandOption = {
  name: 'password-stdin',
  value: null,
  help: 'The first line of standard input is the password.',
};

type Accounts = Readonly<Record<string, Settings>>;

/** The users of the directory. */
export const userCommands: readonly Command[] = [
  {
    name: 'users list',
    operands: '',
    least: 0,
    most: 0,
    options: [{ name: 'search', value: 'TEXT', help: 'Only those whose name contains this.' }],
    summary: 'List the users.',
    manual: [],
    async run({ control, text }) {
      const search = text('search') ?? '';
      const users = [];
      let pages = 1;
      for (let page = 1; page <= pages; page += 1) {
        const answer = await control.ask(listUsersVerb, { search, page });
        users.push(...answer.users);
        pages = answer.pages;
      }
      const rows = users.map(({ userName, fullName, accounts }) => [
        userName,
        fullName,
        accountWords(accounts).join(' '),
      ]);
      return { data: { users }, lines: columns(rows) };
    },
  },
  {
    name: 'users show',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [],
    summary: 'Show a user, and what is to be typed into a chat client.',
    manual: [],
    async run({ control, operands: [name = ''] }) {
      const user = await control.ask(showUserVerb, { name });
      const rows = [
        ['User name', user.userName],
        ['First name', user.firstName],
        ['Last name', user.lastName],
        ['Comment', user.comment],
        ['Accounts', accountWords(user.accounts).join(' ')],
        ...user.clients.map(({ label, value }) => [label, value]),
      ];
      return { data: user, lines: columns(rows) };
    },
  },
  {
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
          sentence: `There is a user ${name} already; nothing was changed.`,
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
  },
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
  accountCommand('enable', 'enabled', 'Let a user sign in to chat.'),
  accountCommand('disable', 'disabled', 'Let a user no longer sign in to chat, and end open sessions.'),
  {
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
  },
];

function accountCommand(word: string, account: string, summary: string): Command {
  return {
    name: `users ${word}`,
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [],
    summary,
    manual: [`The same as users edit --set jabber.account=${account}.`],
    run: async ({ control, operands: [name = ''], flag }) =>
      changeOutcome(
        await control.ask(editUserVerb, {
          name,
          firstName: null,
          lastName: null,
          comment: null,
          password: null,
          accounts: { jabber: { account } },
          yes: flag('yes'),
        }),
      ),
  };
}

function keptChoice(text: string | null): 'hand-over' | 'delete' | null {
  if (text === null || text === 'hand-over' || text === 'delete') return text;
  throw usageFailure(`--kept is hand-over or delete, not "${text}".`);
}

/** Whether the list shows this user; the panel looks again before it adds one. */
async function exists({ control }: Invocation, name: string): Promise<boolean> {
  const { users } = await control.ask(listUsersVerb, { search: name, page: 1 });
  return users.some(({ userName }) => userName === name);
}

/** `MODULE.NAME=VALUE` as module → name → value. */
function accountsOf(texts: readonly string[]): Record<string, Record<string, string>> {
  const accounts: Record<string, Record<string, string>> = {};
  for (const [path, value] of Object.entries(assignments(texts))) {
    const [module = '', name, ...more] = path.split('.');
    if (name === undefined || more.length > 0) throw usageFailure(`"${path}" is not MODULE.NAME.`);
    accounts[module] = { ...accounts[module], [name]: value };
  }
  return accounts;
}

function accountWords(accounts: Accounts): readonly string[] {
  return Object.entries(accounts).flatMap(([module, values]) =>
    Object.entries(values).map(([name, value]) => `${module}.${name}=${typed(value)}`),
  );
}
