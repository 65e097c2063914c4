import { problem, warning, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** Whether the panel answers, and what it says of its daemons. */
export function examineDaemons({ status, silence }: Patient): readonly Finding[] {
  if (status === null)
    return [problem('panel', silence, 'Until it runs, nothing is known about the daemons here.')];
  const rows = status.daemons.filter(({ state }) => state !== 'disabled');
  return [
    well('panel', 'The panel answers.'),
    ...rows.map(({ name, title, state, detail }) =>
      state === 'running'
        ? well('daemons', `${name} (${title}): ${detail}`)
        : state === 'unmanaged'
          ? warning('daemons', `${name} (${title}): ${detail}`, 'Save the changes, or end it by hand.')
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
