import { statusVerb } from '../../control/verbs/status.js';
import { columns } from '../../core/shell/command.js';
import { english } from '../../core/words/english.js';
import { passage } from '../../core/words/sentence.js';
import type { Command } from '../command.js';
import { exitCodes } from '../../core/shell/failure.js';

/** Daemons of which one can say that they should run and do not. */
const UNWELL = ['stopped', 'crashing', 'not-answering'];

/** What the home page says. */
export const statusCommands: readonly Command[] = [
  {
    name: 'status',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: 'Show what each module and daemon really does, who is connected and what is pending.',
    manual: [
      'A daemon is called running when it answered just now as a client would ask. Ends with 0 when all is well, with 3 ' +
        'when something that should run does not, and with 1 when nobody can tell.',
    ],
    async run({ control }) {
      const status = await control.ask(statusVerb, {});
      const { modules, daemons, connected, connectedProblem, pending, changedByHand, recovery } = status;
      const isUnwell = daemons.some(({ state }) => UNWELL.includes(state));
      const rows = daemons.map(({ module, name, state, detail, advice }) => [
        module,
        name,
        state,
        english(passage(detail, advice)),
      ]);
      return {
        data: status,
        lines: [
          ...columns(
            modules.map(({ id, title, savedEnabled, enabled }) => [
              id,
              title,
              savedEnabled ? 'enabled' : 'disabled',
              savedEnabled === enabled ? '' : `(${enabled ? 'enabled' : 'disabled'} when you save)`,
            ]),
          ),
          '',
          ...columns(rows),
          '',
          connected === null
            ? `Nobody can tell who is connected: ${english(connectedProblem)}`
            : `Connected: ${connected}`,
          `Pending changes: ${pending}`,
          ...(status.isSaving ? ['A save is running.'] : []),
          ...(recovery === '' ? [] : [english(recovery)]),
          ...(changedByHand.length === 0 ? [] : [`Changed by hand: ${changedByHand.join(', ')}`]),
        ],
        exitCode: isUnwell
          ? exitCodes.unwell
          : connected === null || daemons.some(({ state }) => state === 'outdated')
            ? exitCodes.failed
            : exitCodes.unchanged,
      };
    },
  },
];
