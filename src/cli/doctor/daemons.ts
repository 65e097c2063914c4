import { allOf, passage, say } from '../../core/words/sentence.js';
import { problem, warning, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** Whether the panel answers, and what it says of its daemons. */
export function examineDaemons({ status, silence }: Patient): readonly Finding[] {
  if (status === null)
    return [
      problem('panel', passage(silence), say`The state of the daemons is not known until the panel runs.`),
    ];
  const rows = status.daemons.filter(({ state }) => state !== 'disabled');
  return [
    well('panel', say`The panel answers.`),
    ...rows.map(({ name, title, state, detail, advice }) =>
      state === 'running'
        ? advice === ''
          ? well('daemons', say`${{ name }} (${{ title }}): ${{ detail }}`)
          : warning(
              'daemons',
              say`${{ name }} (${{ title }}): ${{ advice }}`,
              say`Run "eboxctl daemons restart ${{ name }}", or use the button on the home page.`,
            )
        : state === 'unmanaged' || state === 'outdated'
          ? warning(
              'daemons',
              say`${{ name }} (${{ title }}): ${{ detail }}`,
              state === 'outdated'
                ? say`Save the changes.`
                : say`Save the changes, or stop the daemon by hand.`,
            )
          : problem(
              'daemons',
              say`${{ name }} (${{ title }}): ${{ detail }}`,
              say`Look at "eboxctl logs ${{ name }}", then run "eboxctl daemons restart ${{ name }}".`,
            ),
    ),
    ...(status.changedByHand.length === 0
      ? []
      : [
          warning(
            'files',
            say`Changed by hand: ${{ files: allOf(status.changedByHand) }}.`,
            say`Look at "eboxctl diff", then run "eboxctl save" with --keep or --overwrite.`,
          ),
        ]),
  ];
}
