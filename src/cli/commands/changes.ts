import type { z } from 'zod';
import {
  callOffVerb,
  diffVerb,
  discardVerb,
  pendingVerb,
  saveLaterVerb,
  saveVerb,
} from '../../control/verbs/changes.js';
import { changeOutcome, columns, lineOf, type Outcome, type Line } from '../../core/shell/command.js';
import { allOf, say, verbatim } from '../../core/words/sentence.js';
import type { Command, Invocation } from '../command.js';
import { usageFailure } from '../../core/shell/failure.js';
import { followSave, noWatch } from '../follow-save.js';

/** The page Save Changes. */
export const changeCommands: readonly Command[] = [
  {
    name: 'pending',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`List the pending changes, and whom the next save would disturb.`,
    manual: [],
    async run({ control }) {
      const answer = await control.ask(pendingVerb, {});
      const { pending, disturbs, undecided } = answer;
      return {
        data: answer,
        lines: [
          ...(pending.length === 0
            ? [say`Nothing is pending.`]
            : [
                columns(
                  pending.map(({ moduleTitle, label, before, after, who }) => [
                    say`${{ module: moduleTitle }}: ${{ label }}`,
                    say`${{ before }} -> ${{ after }}`,
                    who ?? '',
                  ]),
                ),
              ]),
          ...disturbs.map(lineOf),
          ...undecided.map((path) => say`Changed by hand: ${{ path }} (save with --keep or --overwrite)`),
        ],
      };
    },
  },
  {
    name: 'diff',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`Show which files a save would write, and which were changed by hand, as unified diffs.`,
    manual: [
      say`Secrets and private keys are shown as ****. For a file that was changed by hand, lines with - are what the panel would write, and lines with + are what the file has.`,
    ],
    async run({ control }) {
      const answer = await control.ask(diffVerb, {});
      const { files, handEdits } = answer;
      return {
        data: answer,
        lines: [
          ...(files.length === 0
            ? [say`No file would change.`]
            : files.map(({ patch }) => verbatim(patch.trimEnd()))),
          ...handEdits.flatMap(driftLines),
        ],
      };
    },
  },
  {
    name: 'save',
    operands: '',
    least: 0,
    most: 0,
    options: [
      { name: 'keep', value: 'FILE', many: true, help: say`Keep this file as it was changed by hand.` },
      {
        name: 'overwrite',
        value: 'FILE',
        many: true,
        help: say`Overwrite it; a copy is kept below backups/.`,
      },
      {
        name: 'later',
        value: null,
        help: say`Save at the quiet time; everybody connected is told one minute before.`,
      },
      {
        name: 'in',
        value: 'MINUTES',
        help: say`Tell everybody connected now, and save after so many minutes (1 to 60).`,
      },
      { name: 'call-off', value: null, help: say`Call off the save that waits.` },
      noWatch,
    ],
    summary: say`Make all pending changes active, and check that they work.`,
    manual: [
      say`When the changes are active and tested, the panel watches the service for some seconds. If a daemon fails meanwhile, the panel takes back everything that was saved since the configuration that was last watched to its end. The command waits for that, unless --no-watch is given, and ends with 1 if its save was taken back.`,
      say`The command prints each step on standard error. If a step fails, the panel restores the previous configuration and its daemons, and the command says so and ends with 1. If the save would disturb connected users or running daemons, it needs --yes. Each file that was changed by hand needs --keep or --overwrite.`,
      say`With --later or --in the save waits: it holds the changes, the decisions about files and the administration rights as they are now. If any of these change before it begins, it does not run, and "eboxctl status" says why. If the panel is not running when its time comes, the save begins up to 60 minutes later, or not at all.`,
    ],
    run: save,
  },
  {
    name: 'discard',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`Discard the pending changes.`,
    manual: [],
    run: async ({ control }) => changeOutcome(await control.ask(discardVerb, {})),
  },
];

type Drift = z.infer<typeof diffVerb.answers>['handEdits'][number];

function driftLines({ path, canKeep, problem, patch }: Drift): readonly Line[] {
  return [
    '',
    canKeep
      ? say`Changed by hand: ${{ path }} (save with --keep or --overwrite)`
      : say`Changed by hand: ${{ path }} (save with --overwrite; this change cannot be kept)`,
    ...(problem === '' ? [] : [problem]),
    patch === '' ? say`Only its owner or its permissions were changed.` : verbatim(patch.trimEnd()),
  ];
}

/** When the save is to begin; null: now. */
function wantedWhen({ flag, text }: Invocation): z.infer<typeof saveLaterVerb.asks>['when'] | null {
  const minutes = text('in');
  if (minutes === null) return flag('later') ? { kind: 'quiet-time' } : null;
  if (flag('later')) throw usageFailure(say`Give --later or --in, not both.`);
  if (!/^\d{1,4}$/.test(minutes)) throw usageFailure(say`--in takes a number of minutes from 1 to 60.`);
  return { kind: 'minutes', minutes: Number(minutes) };
}

async function callOff({ control, flag, text }: Invocation): Promise<Outcome> {
  if (flag('later') || text('in') !== null)
    throw usageFailure(say`--call-off goes with neither --later nor --in.`);
  return changeOutcome(await control.ask(callOffVerb, {}));
}

async function save(invocation: Invocation): Promise<Outcome> {
  const { control, flag, texts } = invocation;
  if (flag('call-off')) return callOff(invocation);
  const both = texts('keep').filter((path) => texts('overwrite').includes(path));
  if (both.length > 0) throw usageFailure(say`Keep or overwrite ${{ files: allOf(both) }}, not both.`);
  const decisions = {
    ...Object.fromEntries(texts('keep').map((path) => [path, 'keep' as const])),
    ...Object.fromEntries(texts('overwrite').map((path) => [path, 'overwrite' as const])),
  };
  const when = wantedWhen(invocation);
  if (when !== null)
    return changeOutcome(await control.ask(saveLaterVerb, { yes: flag('yes'), decisions, when }));
  const answer = await control.ask(saveVerb, { yes: flag('yes'), decisions });
  if (!answer.changed) return changeOutcome(answer);
  return followSave(invocation);
}
