import type { z } from 'zod';
import { columns, type Command, type Line } from '../../../core/shell/command.js';
import { say } from '../../../core/words/sentence.js';
import { userCardVerb } from './verbs.js';

type Card = z.infer<typeof userCardVerb.answers>['cards'][number];

/** Prints what a user types into a client. */
export const cardCommand: Command = {
  name: 'users card',
  operands: 'NAME',
  least: 1,
  most: 1,
  options: [{ name: 'mail', value: null, help: say`Only the text of a mail to the user.` }],
  summary: say`Show what a user types into each known client program.`,
  manual: [
    say`The values are those of the active settings, with the ports and the address of this machine. The password is never shown.`,
  ],
  async run({ control, flag, operands: [name = ''] }) {
    const answer = await control.ask(userCardVerb, { name });
    const { cards } = answer;
    if (cards.length === 0)
      return { data: answer, lines: [say`This user has no account that allows to sign in.`] };
    return { data: answer, lines: cards.flatMap(flag('mail') ? ({ mail }) => mail : linesOf) };
  },
};

function linesOf({ isActive, fields, link, notes, programs }: Card): readonly Line[] {
  const table = (rows: Card['fields']): Line => columns(rows.map(({ label, value }) => [label, value]));
  return [
    ...(isActive ? [] : [say`This applies once you enable the service and save.`]),
    table([...fields, { label: say`Link`, value: link }]),
    ...notes,
    ...programs.flatMap((program): readonly Line[] => [
      '',
      say`${{ program: program.name }} (${{ systems: program.systems }})`,
      ...program.parts.flatMap((part): readonly Line[] => [part.title, table(part.fields)]),
      ...program.notes,
    ]),
  ];
}
