import { disableVerb, enableVerb, restartVerb } from '../../control/verbs/modules.js';
import { modulesVerb } from '../../control/verbs/status.js';
import { changeOutcome, columns } from '../../core/shell/command.js';
import type { Command } from '../command.js';

/** Modules on and off. */
export const moduleCommands: readonly Command[] = [
  {
    name: 'modules',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: 'List the modules.',
    manual: [],
    async run({ control }) {
      const { modules } = await control.ask(modulesVerb, {});
      return {
        data: { modules },
        lines: columns(
          modules.map(({ id, enabled, savedEnabled, summary }) => [
            id,
            savedEnabled ? 'enabled' : 'disabled',
            enabled === savedEnabled ? '' : `${enabled ? 'enabled' : 'disabled'} when you save`,
            summary,
          ]),
        ),
      };
    },
  },
  {
    name: 'modules enable',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [
      { name: 'take-over', value: null, help: 'Take over what was found on the machine and is offered.' },
    ],
    summary: 'Turn a module on, with all that it depends on.',
    manual: [
      'Before a module is set up for the first time, what is going to be done on the machine is listed, and it is done ' +
        'only with --yes. The directory of users is in force at once; everything else at the next save.',
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
    summary: 'Turn a module off at the next save, with all that depends on it.',
    manual: ['Nothing is deleted. Where other modules are turned off with it, it is done only with --yes.'],
    run: async ({ control, operands: [name = ''], flag }) =>
      changeOutcome(await control.ask(disableVerb, { name, yes: flag('yes') })),
  },
  {
    name: 'daemons restart',
    operands: 'NAME',
    least: 1,
    most: 1,
    options: [],
    summary: 'Start a daemon again, and wait until it answers.',
    manual: ['A restart that disturbs people says whom, and is done only with --yes.'],
    run: async ({ control, operands: [name = ''], flag }) =>
      changeOutcome(await control.ask(restartVerb, { name, yes: flag('yes') })),
  },
];
