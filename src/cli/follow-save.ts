import type { JobView } from '../control/verbs/changes.js';
import type { Outcome } from '../core/shell/command.js';
import type { Invocation } from './command.js';
import { say, verbatim } from '../core/words/sentence.js';
import { CommandFailure, exitCodes } from '../core/shell/failure.js';

/**
 * Prints the steps of the running save to its end.
 * @throws CommandFailure that says which step failed and what was restored
 */
export async function followSave({ control, note }: Pick<Invocation, 'control' | 'note'>): Promise<Outcome> {
  let told = -1;
  const job = await control.follow((now) => {
    const running = now.steps.findIndex(({ status }) => status === 'running');
    const step = now.steps[running];
    if (running !== told && step !== undefined) note(step.sentence);
    told = running;
  });
  if (job === null)
    throw new CommandFailure(say`The panel does not know of the save. Check with "eboxctl status".`);
  if (job.failure !== null) throw failureOf(job.failure);
  return { data: { sentence: job.result, job }, lines: [job.result], changed: true };
}

function failureOf({ step, reason, takenBack, lastWords }: NonNullable<JobView['failure']>): CommandFailure {
  return new CommandFailure(say`The step “${{ step }}” failed: ${{ reason }}.`, exitCodes.failed, {
    more: [
      ...(takenBack === '' ? [] : [takenBack]),
      ...lastWords.flatMap(({ daemon, lines }) => [
        say`Last lines of the log of ${{ daemon }}:`,
        ...lines.map((line) => verbatim(`  ${line}`)),
      ]),
    ],
  });
}
