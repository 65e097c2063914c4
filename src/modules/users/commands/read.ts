import { columns, type Command } from '../../../core/shell/command.js';
import { say } from '../../../core/words/sentence.js';
import { accountWords } from './options.js';
import { listUsersVerb, showUserVerb } from './verbs.js';

/** Lists and shows users. */
export const readCommands: readonly Command[] = [
  {
    name: 'users list',
    operands: '',
    least: 0,
    most: 0,
    options: [
      {
        name: 'search',
        value: 'TEXT',
        help: say`Only users in whose names, comment or mail addresses all of these words stand.`,
      },
    ],
    summary: say`List the users.`,
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
        accountWords(accounts),
      ]);
      return { data: { users }, lines: [columns(rows)] };
    },
  },
  {
    name: 'users show',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [],
    summary: say`Show a user, and what to type into a chat client.`,
    manual: [],
    async run({ control, operands: [name = ''] }) {
      const user = await control.ask(showUserVerb, { name });
      const rows = [
        [say`User name`, user.userName],
        [say`First name`, user.firstName],
        [say`Last name`, user.lastName],
        [say`Comment`, user.comment],
        [say`Accounts`, accountWords(user.accounts)],
        ...user.clients.map(({ label, value }) => [label, value]),
      ];
      return { data: user, lines: [columns(rows)] };
    },
  },
];
