import type { JobView } from '../control/verbs/changes.js';
import type { CommandOption, Outcome } from '../core/shell/command.js';
import { say, verbatim, type Sentence } from '../core/words/sentence.js';
import { CommandFailure, exitCodes } from '../core/shell/failure.js';
import type { Invocation } from './command.js';

/** Of each command that saves. */
export const noWatch: CommandOption = {
  name: 'no-watch',
  value: null,
  help: say`End when the changes are active and tested. What the watch then takes back is not in the exit code.`,
};

/**
 * Prints the steps of the running save to its end, and waits until what it saved was watched to its end.
 * @throws CommandFailure that says which step failed and what was restored
 */
export async function followSave({
  control,
  note,
  flag,
}: Pick<Invocation, 'control' | 'note' | 'flag'>): Promise<Outcome> {
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
  const watched = !flag(noWatch.name);
  if (watched) {
    if (job.result !== '') note(job.result);
    note(say`Watching the service`);
    const { takenBack } = await control.watched(job.id);
    if (takenBack !== null)
      throw new CommandFailure(takenBack.sentence, exitCodes.failed, { more: logLines(takenBack.failure) });
  }
  return { data: { sentence: job.result, job, watched }, lines: [job.result], changed: true };
}

type Failure = NonNullable<JobView['failure']>;

function failureOf(failure: Failure): CommandFailure {
  const { step, reason, takenBack } = failure;
  return new CommandFailure(say`The step “${{ step }}” failed: ${{ reason }}.`, exitCodes.failed, {
    more: [...(takenBack === '' ? [] : [takenBack]), ...logLines(failure)],
  });
}

function logLines({ lastWords }: Failure): readonly Sentence[] {
  return lastWords.flatMap(({ daemon, lines }) => [
    say`Last lines of the log of ${{ daemon }}:`,
    ...lines.map((line) => verbatim(`  ${line}`)),
  ]);
}
