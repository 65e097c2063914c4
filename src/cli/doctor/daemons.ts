import { problem, warning, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** Whether the panel answers, and what it says of its daemons. */
export function examineDaemons({ status, silence }: Patient): readonly Finding[] {
  if (status === null)
    return [problem('panel', silence, 'Until it runs, nothing is known about the daemons here.')];
  const rows = status.daemons.filter(({ state }) => state !== 'disabled');
  return [
    well('panel', 'The panel answers.'),
    ...rows.map(({ name, title, state, detail, advice }) =>
      state === 'running'
        ? advice === ''
          ? well('daemons', `${name} (${title}): ${detail}`)
          : warning(
              'daemons',
              `${name} (${title}): ${advice}`,
              `"eboxctl daemons restart ${name}", or the button on the home page.`,
            )
        : state === 'unmanaged' || state === 'outdated'
          ? warning(
              'daemons',
              `${name} (${title}): ${detail}`,
              state === 'outdated' ? 'Save the changes.' : 'Save the changes, or end it by hand.',
            )
          : problem(
              'daemons',
              `${name} (${title}): ${detail}`,
              `Look at "eboxctl logs ${name}", then "eboxctl daemons restart ${name}".`,
            ),
    ),
    ...(status.changedByHand.length === 0
      ? []
      : [
          warning(
            'files',
            `Somebody changed by hand: ${status.changedByHand.join(', ')}.`,
            'Look at "eboxctl diff", then "eboxctl save" with --keep or --overwrite.',
          ),
        ]),
  ];
}
