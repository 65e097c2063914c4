import { columns, type Command } from '../../../core/shell/command.js';
import { accountWords } from './options.js';
import { listUsersVerb, showUserVerb } from './verbs.js';

/** Who there is. */
export const readCommands: readonly Command[] = [
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
];
