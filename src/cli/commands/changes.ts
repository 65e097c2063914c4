import type { z } from 'zod';
import { diffVerb, discardVerb, pendingVerb, saveVerb } from '../../control/verbs/changes.js';
import { changeOutcome, columns, type Outcome } from '../../core/shell/command.js';
import { allOf, say } from '../../core/words/sentence.js';
import type { Command, Invocation } from '../command.js';
import { usageFailure } from '../../core/shell/failure.js';
import { followSave } from '../follow-save.js';

/** The page Save Changes. */
export const changeCommands: readonly Command[] = [
  {
    name: 'pending',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: 'List what the next save would put into force, and whom it would disturb.',
    manual: [],
    async run({ control }) {
      const answer = await control.ask(pendingVerb, {});
      const { pending, disturbs, undecided } = answer;
      return {
        data: answer,
        lines: [
          ...(pending.length === 0
            ? ['Nothing is pending.']
            : columns(
                pending.map(({ moduleTitle, label, before, after, who }) => [
                  `${moduleTitle}: ${label}`,
                  `${before} -> ${after}`,
                  who ?? '',
                ]),
              )),
          ...disturbs,
          ...undecided.map((path) => `Changed by hand: ${path} (save with --keep or --overwrite)`),
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
    summary: 'Show which files a save would write, and which were changed by hand, as unified diffs.',
    manual: [
      'Secrets and private keys are shown as ****. Of a file that was changed by hand, lines with - are what the panel ' +
        'would write, and lines with + what lies there.',
    ],
    async run({ control }) {
      const answer = await control.ask(diffVerb, {});
      const { files, handEdits } = answer;
      return {
        data: answer,
        lines: [
          ...(files.length === 0 ? ['No file would change.'] : files.map(({ patch }) => patch.trimEnd())),
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
      { name: 'keep', value: 'FILE', many: true, help: 'Keep this file as somebody changed it by hand.' },
      { name: 'overwrite', value: 'FILE', many: true, help: 'Overwrite it; a copy is kept below backups/.' },
    ],
    summary: 'Put everything that is pending into force, and prove it.',
    manual: [
      'Each step is told on standard error. When a step fails, the last good configuration and its daemons are put back, ' +
        'what was done is said, and the command ends with 1. Where a save would disturb somebody who is connected, or ' +
        'daemons that serve, it is begun only with --yes; each file that was changed by hand needs --keep or --overwrite.',
    ],
    run: save,
  },
  {
    name: 'discard',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: 'Forget the settings that were noted and not saved.',
    manual: [],
    run: async ({ control }) => changeOutcome(await control.ask(discardVerb, {})),
  },
];

type Drift = z.infer<typeof diffVerb.answers>['handEdits'][number];

function driftLines({ path, canKeep, problem, patch }: Drift): readonly string[] {
  const choice = canKeep ? '--keep or --overwrite' : '--overwrite: what lies there cannot be kept';
  return [
    '',
    `Changed by hand: ${path} (save with ${choice})`,
    ...(problem === '' ? [] : [problem]),
    patch === '' ? 'Only its owner or its permissions were changed.' : patch.trimEnd(),
  ];
}

async function save(invocation: Invocation): Promise<Outcome> {
  const { control, flag, texts } = invocation;
  const both = texts('keep').filter((path) => texts('overwrite').includes(path));
  if (both.length > 0) throw usageFailure(say`Keep or overwrite ${{ files: allOf(both) }}, not both.`);
  const decisions = {
    ...Object.fromEntries(texts('keep').map((path) => [path, 'keep' as const])),
    ...Object.fromEntries(texts('overwrite').map((path) => [path, 'overwrite' as const])),
  };
  const answer = await control.ask(saveVerb, { yes: flag('yes'), decisions });
  if (!answer.changed) return changeOutcome(answer);
  return followSave(invocation);
}
