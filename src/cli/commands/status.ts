import { statusVerb } from '../../control/verbs/status.js';
import { columns } from '../../core/shell/command.js';
import { passage, quantity, say } from '../../core/words/sentence.js';
import type { Command } from '../command.js';
import { daemonState } from '../daemon-state.js';
import { moduleState, stateAfterSave } from '../module-state.js';
import { exitCodes } from '../../core/shell/failure.js';

/** The states of daemons that should run and do not. */
const UNWELL = ['stopped', 'crashing', 'not-answering'];

/** What the home page says. */
export const statusCommands: readonly Command[] = [
  {
    name: 'status',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`Show the state of each module and daemon, who is connected and what is pending.`,
    manual: [
      say`A daemon is running if it has just answered a request like a client’s. The exit code is 0 if all is well, 3 if a daemon that should run does not, and 1 if this is not known.`,
    ],
    async run({ control }) {
      const status = await control.ask(statusVerb, {});
      const {
        modules,
        daemons,
        connected,
        connectedProblem,
        pending,
        changedByHand,
        watching,
        takenBack,
        waiting,
        waited,
        recovery,
      } = status;
      const isUnwell = daemons.some(({ state }) => UNWELL.includes(state));
      const rows = daemons.map(({ module, name, state, detail, advice }) => [
        module,
        name,
        daemonState(state),
        passage(detail, advice),
      ]);
      return {
        data: status,
        lines: [
          columns(
            modules.map(({ id, title, savedEnabled, enabled }) => [
              id,
              title,
              moduleState(savedEnabled),
              savedEnabled === enabled ? '' : stateAfterSave(enabled),
            ]),
          ),
          '',
          columns(rows),
          '',
          connected === null
            ? say`It is not known who is connected: ${{ reason: connectedProblem }}`
            : say`Connected: ${{ count: quantity(connected) }}`,
          say`Pending changes: ${{ count: quantity(pending) }}`,
          ...(status.isSaving ? [say`A save is running.`] : []),
          ...[watching, takenBack, waiting, waited, recovery].filter((line) => line !== ''),
          ...(changedByHand.length === 0
            ? []
            : [say`Changed by hand: ${{ files: changedByHand.join(', ') }}`]),
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
