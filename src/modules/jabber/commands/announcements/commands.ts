import { changeOutcome, columns, type Command } from '../../../../core/shell/command.js';
import { moment, say } from '../../../../core/words/sentence.js';
import { announcementsVerb, announceVerb, changeVerb, previewVerb, withdrawVerb } from './verbs.js';

const period: Command['options'] = [
  {
    name: 'from',
    value: 'TIME',
    help: say`When it begins, such as 2026-12-24T18:00:00Z; now where it is left out.`,
  },
  { name: 'until', value: 'TIME', help: say`When it ends, such as 2026-12-27T00:00:00Z.` },
];

/** Messages to many. */
export const announcementCommands: readonly Command[] = [
  {
    name: 'announcements list',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`List the messages to all users, and whom they reached.`,
    manual: [],
    async run({ control }) {
      const { announcements } = await control.ask(announcementsVerb, {});
      const rows = announcements.map(({ id, written, author, standing, delivered, text }) => [
        id,
        moment(written),
        author,
        standing,
        delivered,
        JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text),
      ]);
      return { data: { announcements }, lines: [columns(rows)] };
    },
  },
  {
    name: 'announcements send',
    operands: 'TEXT',
    least: 1,
    most: 1,
    options: [{ name: 'day', value: null, help: say`Write it as a message of the day.` }, ...period],
    summary: say`Send a message to all connected users, or write a message of the day.`,
    manual: [
      say`A message of the day reaches all users who are connected, and every other user at the next sign-in, each once.`,
      say`Needs --yes without --day. The panel delivers the messages: while it is stopped nobody gets one.`,
    ],
    run: async ({ control, operands: [text = ''], flag, text: option }) =>
      changeOutcome(
        await control.ask(announceVerb, {
          text,
          day: flag('day'),
          from: option('from') ?? '',
          until: option('until') ?? '',
          yes: flag('yes'),
        }),
      ),
  },
  {
    name: 'announcements preview',
    operands: 'USER TEXT',
    least: 2,
    most: 2,
    options: [],
    summary: say`Send a message to one connected user, to see how it looks.`,
    manual: [],
    run: async ({ control, operands: [userName = '', text = ''] }) =>
      changeOutcome(await control.ask(previewVerb, { userName, text })),
  },
  {
    name: 'announcements change',
    operands: 'ID TEXT',
    least: 2,
    most: 2,
    options: period,
    summary: say`Change a message of the day.`,
    manual: [say`With another text, all users get the message again.`],
    run: async ({ control, operands: [id = '', text = ''], text: option }) =>
      changeOutcome(
        await control.ask(changeVerb, {
          id,
          text,
          from: option('from') ?? '',
          until: option('until') ?? '',
        }),
      ),
  },
  {
    name: 'announcements withdraw',
    operands: 'ID',
    least: 1,
    most: 1,
    options: [],
    summary: say`End the delivery of a message.`,
    manual: [say`Users who have it keep it. If it is over already, nothing is changed.`],
    run: async ({ control, operands: [id = ''] }) => changeOutcome(await control.ask(withdrawVerb, { id })),
  },
];
