import { auditVerb, logsVerb } from '../../control/verbs/records.js';
import { columns, type CommandOption } from '../../core/shell/command.js';
import { say, verbatim } from '../../core/words/sentence.js';
import type { Command } from '../command.js';
import { wordsOf } from '../../core/audit-record.js';
import { usageFailure } from '../../core/shell/failure.js';

const countOption: CommandOption = {
  name: 'number',
  value: 'COUNT',
  short: 'n',
  help: say`How many of the latest; 50 if left out.`,
};

/** The logs of the daemons, and the audit log. */
export const recordCommands: readonly Command[] = [
  {
    name: 'logs',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [
      countOption,
      { name: 'search', value: 'TEXT', help: say`Only lines that contain this text, upper or lower case.` },
    ],
    summary: say`Show the latest lines of a daemon’s log, without secrets.`,
    manual: [say`At most 300 lines. "eboxctl status" lists the daemons.`],
    async run({ control, operands: [name = ''], text }) {
      const search = text('search') ?? '';
      const { lines } = await control.ask(logsVerb, { name, lines: count(text('number'), 300), search });
      return { data: { name, lines }, lines: lines.map(verbatim) };
    },
  },
  {
    name: 'audit',
    operands: '',
    least: 0,
    most: 0,
    options: [countOption],
    summary: say`Show who did what, the latest first.`,
    manual: [],
    async run({ control, text }) {
      const { records } = await control.ask(auditVerb, { count: count(text('number'), 10_000) });
      return {
        data: { records },
        lines: [
          columns(
            records.map((record) => {
              const { who, what, before, after, outcome } = wordsOf(record);
              const isValue = before !== '' || after !== '';
              return [
                record.when,
                who,
                isValue ? say`${{ what }}: ${{ before: before }} -> ${{ after: after }}` : what,
                outcome,
              ];
            }),
          ),
        ],
      };
    },
  },
];

function count(text: string | null, most: number): number {
  const number = Number(text ?? 50);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw usageFailure(say`--number takes a whole number from 1 to ${{ most }}.`);
  return number;
}
