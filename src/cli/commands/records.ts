import { auditVerb, endSessionVerb, logsVerb, sessionsVerb } from '../../control/verbs/records.js';
import { changeOutcome, columns, type CommandOption } from '../../core/shell/command.js';
import type { Command } from '../command.js';
import { usageFailure } from '../../core/shell/failure.js';

const countOption: CommandOption = {
  name: 'number',
  value: 'COUNT',
  short: 'n',
  help: 'How many, the latest ones; 50 if left out.',
};

/** Who is connected, what the daemons said, and who did what. */
export const recordCommands: readonly Command[] = [
  {
    name: 'sessions list',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: 'List who is connected just now, as the service itself says.',
    manual: [],
    async run({ control }) {
      const { sessions } = await control.ask(sessionsVerb, {});
      return { data: { sessions }, lines: columns(sessions.map(({ userName, jid }) => [userName, jid])) };
    },
  },
  {
    name: 'sessions end',
    operands: 'USER|JID',
    least: 1,
    most: 1,
    options: [],
    summary: 'End all sessions of a user, or the one of this full JID.',
    manual: [
      'Contacts and messages stay. Many programs, Pidgin among them, take it for a sign-in somewhere else and stay off ' +
        'until the user connects again by hand. Where there is no such session, nothing is changed.',
    ],
    run: async ({ control, operands: [which = ''] }) =>
      changeOutcome(await control.ask(endSessionVerb, { which })),
  },
  {
    name: 'logs',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [
      countOption,
      { name: 'search', value: 'TEXT', help: 'Only lines that contain this, whatever its case.' },
    ],
    summary: 'Show the latest lines of a daemon, secrets redacted.',
    manual: ['At most 300 lines. "eboxctl status" names the daemons.'],
    async run({ control, operands: [name = ''], text }) {
      const search = text('search') ?? '';
      const { lines } = await control.ask(logsVerb, { name, lines: count(text('number'), 300), search });
      return { data: { name, lines }, lines };
    },
  },
  {
    name: 'audit',
    operands: '',
    least: 0,
    most: 0,
    options: [countOption],
    summary: 'Show who did what, the latest first.',
    manual: [],
    async run({ control, text }) {
      const { records } = await control.ask(auditVerb, { count: count(text('number'), 10_000) });
      return {
        data: { records },
        lines: columns(
          records.map(({ when, who, what, before, after, outcome }) => [
            when,
            who,
            before === '' && after === '' ? what : `${what}: ${before} -> ${after}`,
            outcome,
          ]),
        ),
      };
    },
  },
];

function count(text: string | null, most: number): number {
  const number = Number(text ?? 50);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw usageFailure(`--number is a whole number from 1 to ${most}.`);
  return number;
}
