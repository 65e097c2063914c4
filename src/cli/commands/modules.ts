import { disableVerb, enableVerb, restartVerb } from '../../control/verbs/modules.js';
import { modulesVerb } from '../../control/verbs/status.js';
import { changeOutcome, columns } from '../../core/shell/command.js';
import { say } from '../../core/words/sentence.js';
import type { Command } from '../command.js';
import { moduleState, stateAfterSave } from '../module-state.js';

/** Modules on and off. */
export const moduleCommands: readonly Command[] = [
  {
    name: 'modules',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`List the modules.`,
    manual: [],
    async run({ control }) {
      const { modules } = await control.ask(modulesVerb, {});
      return {
        data: { modules },
        lines: [
          columns(
            modules.map(({ id, enabled, savedEnabled, summary }) => [
              id,
              moduleState(savedEnabled),
              enabled === savedEnabled ? '' : stateAfterSave(enabled),
              summary,
            ]),
          ),
        ],
      };
    },
  },
  {
    name: 'modules enable',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [
      {
        name: 'take-over',
        value: null,
        help: say`Take over what an earlier installation left on the machine.`,
      },
    ],
    summary: say`Enable a module and the modules it depends on.`,
    manual: [
      say`The first time, the command lists what will be done on the machine, and does it only with --yes. The directory of users is set up at once; everything else takes effect with the next save.`,
    ],
    run: async ({ control, operands: [name = ''], flag }) =>
      changeOutcome(await control.ask(enableVerb, { name, yes: flag('yes'), takeOver: flag('take-over') })),
  },
  {
    name: 'modules disable',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [],
    summary: say`Disable a module and the modules that depend on it, with the next save.`,
    manual: [say`Nothing is deleted. If other modules are disabled too, --yes is needed.`],
    run: async ({ control, operands: [name = ''], flag }) =>
      changeOutcome(await control.ask(disableVerb, { name, yes: flag('yes') })),
  },
  {
    name: 'daemons restart',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [],
    summary: say`Restart a daemon, and wait until it answers.`,
    manual: [say`If the restart disturbs users, the command says whom and needs --yes.`],
    run: async ({ control, operands: [name = ''], flag }) =>
      changeOutcome(await control.ask(restartVerb, { name, yes: flag('yes') })),
  },
];
