import type { JobView } from '../control/verbs/changes.js';
import type { Outcome } from '../core/shell/command.js';
import type { Invocation } from './command.js';
import { CommandFailure } from '../core/shell/failure.js';

/**
 * Tells the steps of the running save to its end.
 * @throws CommandFailure that says which step failed and what was put back
 */
export async function followSave({ control, note }: Pick<Invocation, 'control' | 'note'>): Promise<Outcome> {
  let told = '';
  const job = await control.follow((now) => {
    const sentence = now.steps.find(({ status }) => status === 'running')?.sentence ?? '';
    if (sentence !== told && sentence !== '') note(sentence);
    told = sentence;
  });
  if (job === null)
    throw new CommandFailure('The panel does not know of the save. Look with "eboxctl status".');
  if (job.failure !== null) throw new CommandFailure(failureLines(job.failure).join('\n'));
  return { data: { sentence: job.result, job }, lines: [job.result], changed: true };
}

function failureLines({
  step,
  reason,
  takenBack,
  lastWords,
}: NonNullable<JobView['failure']>): readonly string[] {
  return [
    `The step "${step}" failed: ${reason}`,
    takenBack,
    ...lastWords.flatMap(({ daemon, lines }) => [
      `The last lines of ${daemon}:`,
      ...lines.map((line) => `  ${line}`),
    ]),
  ].filter((line) => line !== '');
}
