import { getSettingsVerb, setSettingsVerb } from '../../control/verbs/settings.js';
import { equal } from '../../core/fields/equal.js';
import { assignments, typed, assignment } from '../../core/shell/typed.js';
import { changeOutcome, columns, indented, lineOf } from '../../core/shell/command.js';
import { allOf, say } from '../../core/words/sentence.js';
import type { Command } from '../command.js';
import { activeValue, labelWithChoices } from '../setting-words.js';
import { CommandFailure } from '../../core/shell/failure.js';

/** The settings pages. */
export const settingsCommands: readonly Command[] = [
  {
    name: 'settings get',
    operands: '[MODULE [NAME]]',
    least: 0,
    most: 2,
    options: [],
    summary: say`Show the settings, and advice about them.`,
    manual: [say`With NAME, only its value is printed. A pending value shows the active one beside it.`],
    async run({ control, operands: [module, name] }) {
      const { modules } = await control.ask(getSettingsVerb, { module: module ?? null });
      if (name !== undefined) {
        const settings = modules.flatMap((one) => one.settings);
        const found = settings.find((setting) => setting.name === name);
        if (found === undefined)
          throw new CommandFailure(
            say`There is no such setting. There are: ${{ list: allOf(settings.map((setting) => setting.name)) }}.`,
          );
        return { data: found, lines: [lineOf(typed(found.value))] };
      }
      return {
        data: { modules },
        lines: modules
          .filter(({ settings }) => settings.length > 0)
          .flatMap(({ id, settings, warnings }) => [
            columns(
              settings.map((setting) => [
                assignment(`${id} ${setting.name}`, setting.value),
                equal(setting.value, setting.saved) ? '' : activeValue(setting.saved),
                labelWithChoices(setting),
              ]),
            ),
            ...warnings.flatMap(({ sentence, lines, others }) => [
              '' as const,
              lineOf(sentence),
              indented(lines),
              ...(others === null ? [] : [say`${{ heading: others.summary }}:`, indented(others.lines)]),
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
    summary: say`Change settings, as pending changes.`,
    manual: [
      say`A check box takes "yes" or "no". Either all values are accepted or none. If the page would ask a question first (another domain, less encryption), the command shows the question and needs --yes.`,
    ],
    run: async ({ control, operands: [module = '', ...texts], flag }) =>
      changeOutcome(
        await control.ask(setSettingsVerb, { module, values: assignments(texts), yes: flag('yes') }),
      ),
  },
];
