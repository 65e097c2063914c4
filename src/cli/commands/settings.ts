import { getSettingsVerb, setSettingsVerb } from '../../control/verbs/settings.js';
import { equal } from '../../core/fields/equal.js';
import { assignments, typed } from '../../core/shell/typed.js';
import { changeOutcome, columns } from '../../core/shell/command.js';
import { allOf, say } from '../../core/words/sentence.js';
import type { Command } from '../command.js';
import { CommandFailure } from '../../core/shell/failure.js';

/** The settings pages. */
export const settingsCommands: readonly Command[] = [
  {
    name: 'settings get',
    operands: '[MODULE [NAME]]',
    least: 0,
    most: 2,
    options: [],
    summary: 'Show the settings, and advice about them.',
    manual: ['With a name, its value alone. A value that is not in force yet shows what is.'],
    async run({ control, operands: [module, name] }) {
      const { modules } = await control.ask(getSettingsVerb, { module: module ?? null });
      if (name !== undefined) {
        const settings = modules.flatMap((one) => one.settings);
        const found = settings.find((setting) => setting.name === name);
        if (found === undefined)
          throw new CommandFailure(
            say`There is no such setting. There are: ${{ list: allOf(settings.map((setting) => setting.name)) }}.`,
          );
        return { data: found, lines: [typed(found.value)] };
      }
      return {
        data: { modules },
        lines: modules
          .filter(({ settings }) => settings.length > 0)
          .flatMap(({ id, settings, warnings }) => [
            ...columns(
              settings.map(({ name: setting, label, value, saved, choices }) => [
                `${id} ${setting}=${typed(value)}`,
                equal(value, saved) ? '' : `(in force: ${typed(saved)})`,
                `${label}${choices.length === 0 ? '' : `: ${choices.join(', ')}`}`,
              ]),
            ),
            ...warnings.flatMap(({ sentence, lines, others }) => [
              '',
              sentence,
              ...lines.map((line) => `  ${line}`),
              ...(others === null ? [] : [`${others.summary}:`, ...others.lines.map((line) => `  ${line}`)]),
            ]),
          ]),
      };
    },
  },
  {
    name: 'settings set',
    operands: 'MODULE NAME=VALUE...',
    least: 2,
    most: 100,
    options: [],
    summary: 'Note settings for the next save.',
    manual: [
      'A box to tick is yes or no. Either all values are taken or none. Where the page asks a question first (another ' +
        'domain, less encryption), its sentences are shown and it is done only with --yes.',
    ],
    run: async ({ control, operands: [module = '', ...texts], flag }) =>
      changeOutcome(
        await control.ask(setSettingsVerb, { module, values: assignments(texts), yes: flag('yes') }),
      ),
  },
];
