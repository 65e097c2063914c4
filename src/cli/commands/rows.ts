import {
  addRowVerb,
  deleteRowVerb,
  importRowsVerb,
  listRowsVerb,
  setRowVerb,
} from '../../control/verbs/rows.js';
import { changeOutcome, columns } from '../../core/shell/command.js';
import type { Command } from '../command.js';
import { assignments, typed } from '../../core/shell/typed.js';

/** The tables of the settings pages, row by row. */
export const rowCommands: readonly Command[] = [
  {
    name: 'rows list',
    operands: 'MODULE PATH',
    least: 2,
    most: 2,
    options: [],
    summary: 'List the rows of a table in the settings, or show one row.',
    manual: [
      'A path is a table (domains), a row of it (domains/school.lan), a table in that row (domains/school.lan/hosts) or a ' +
        'row there (domains/school.lan/hosts/printer). A row is named by what stands in its first column, or by its id, ' +
        'which --json shows.',
    ],
    async run({ control, operands: [module = '', path = ''] }) {
      const answer = await control.ask(listRowsVerb, { module, path });
      const { isRow, columns: names, rows } = answer;
      const lines = isRow
        ? rows.flatMap((row) => names.map((name) => `${name}=${typed(row[name] ?? '')}`))
        : columns([names, ...rows.map((row) => names.map((name) => typed(row[name] ?? '')))]);
      return { data: answer, lines };
    },
  },
  {
    name: 'rows add',
    operands: 'MODULE PATH NAME=VALUE...',
    least: 3,
    most: 100,
    options: [],
    summary: 'Add a row to a table in the settings, for the next save.',
    manual: [
      'The path is that of the table. What is not named is as in an empty line of the page. A row that says the same in ' +
        'every cell is not added twice.',
    ],
    run: async ({ control, operands: [module = '', path = '', ...texts], flag }) =>
      changeOutcome(
        await control.ask(addRowVerb, { module, path, values: assignments(texts), yes: flag('yes') }),
      ),
  },
  {
    name: 'rows set',
    operands: 'MODULE PATH NAME=VALUE...',
    least: 3,
    most: 100,
    options: [],
    summary: 'Change cells of a row, for the next save.',
    manual: ['The path is that of the row. Either all values are taken or none.'],
    run: async ({ control, operands: [module = '', path = '', ...texts], flag }) =>
      changeOutcome(
        await control.ask(setRowVerb, { module, path, values: assignments(texts), yes: flag('yes') }),
      ),
  },
  {
    name: 'rows delete',
    operands: 'MODULE PATH',
    least: 2,
    most: 2,
    options: [],
    summary: 'Delete a row with all that is in it, for the next save.',
    manual: ['A row that is not there is left alone: nothing is changed, and that is no error.'],
    run: async ({ control, operands: [module = '', path = ''], flag }) =>
      changeOutcome(await control.ask(deleteRowVerb, { module, path, yes: flag('yes') })),
  },
  {
    name: 'rows import',
    operands: 'MODULE PATH',
    least: 2,
    most: 2,
    options: [],
    summary: 'Add rows from standard input, a line each, for the next save.',
    manual: [
      'The path is that of the table. The cells of a line stand in the order of the columns, with tabs, semicolons or ' +
        'spaces between them; the last takes the rest of the line. Either all lines are taken or none, and what is there ' +
        'already is not added twice.',
    ],
    run: async ({ control, operands: [module = '', path = ''], flag, input }) =>
      changeOutcome(
        await control.ask(importRowsVerb, { module, path, lines: await input(), yes: flag('yes') }),
      ),
  },
];
