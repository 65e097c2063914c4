import {
  addRowVerb,
  deleteRowVerb,
  importRowsVerb,
  listRowsVerb,
  setRowVerb,
} from '../../control/verbs/rows.js';
import { changeOutcome, columns, lineOf } from '../../core/shell/command.js';
import { say } from '../../core/words/sentence.js';
import type { Command } from '../command.js';
import { assignment, assignments, typed } from '../../core/shell/typed.js';

/** The tables of the settings pages, row by row. */
export const rowCommands: readonly Command[] = [
  {
    name: 'rows list',
    operands: 'MODULE PATH',
    least: 2,
    most: 2,
    options: [],
    summary: say`List the rows of a table in the settings, or show one row.`,
    manual: [
      say`A path leads to a table (domains), to a row (domains/school.lan), to a table in that row (domains/school.lan/hosts) or to a row there (domains/school.lan/hosts/printer). Name a row by its first column, or by its id, which --json shows.`,
    ],
    async run({ control, operands: [module = '', path = ''] }) {
      const answer = await control.ask(listRowsVerb, { module, path });
      const { isRow, columns: names, rows } = answer;
      const lines = isRow
        ? rows.flatMap((row) => names.map((name) => lineOf(assignment(name, row[name] ?? ''))))
        : [columns([names, ...rows.map((row) => names.map((name) => typed(row[name] ?? '')))])];
      return { data: answer, lines };
    },
  },
  {
    name: 'rows add',
    operands: 'MODULE PATH NAME=VALUE...',
    least: 3,
    most: 100,
    options: [],
    summary: say`Add a row to a table in the settings, as a pending change.`,
    manual: [
      say`PATH leads to the table. Cells that you leave out are as in a new row of the page. A row that is equal in every cell is not added twice.`,
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
    summary: say`Change cells of a row, as a pending change.`,
    manual: [say`PATH leads to the row. Either all values are accepted or none.`],
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
    summary: say`Delete a row and everything in it, as a pending change.`,
    manual: [say`If there is no such row, nothing is changed, and that is no error.`],
    run: async ({ control, operands: [module = '', path = ''], flag }) =>
      changeOutcome(await control.ask(deleteRowVerb, { module, path, yes: flag('yes') })),
  },
  {
    name: 'rows import',
    operands: 'MODULE PATH',
    least: 2,
    most: 2,
    options: [],
    summary: say`Add rows from standard input, one per line, as pending changes.`,
    manual: [
      say`PATH leads to the table. The cells of a line are in the order of the columns, separated by tabs, semicolons or spaces; the last cell takes the rest of the line. Either all lines are accepted or none. Rows that exist already are not added twice.`,
    ],
    run: async ({ control, operands: [module = '', path = ''], flag, input }) =>
      changeOutcome(
        await control.ask(importRowsVerb, { module, path, lines: await input(), yes: flag('yes') }),
      ),
  },
];
