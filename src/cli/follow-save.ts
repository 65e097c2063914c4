import type { JobView } from '../control/verbs/changes.js';
import { english } from '../core/words/english.js';
import type { Outcome } from '../core/shell/command.js';
import type { Invocation } from './command.js';
import { say, verbatim } from '../core/words/sentence.js';
import { CommandFailure, exitCodes } from '../core/shell/failure.js';

/**
 * Tells the steps of the running save to its end.
 * @throws CommandFailure that says which step failed and what was restored
 */
export async function followSave({ control, note }: Pick<Invocation, 'control' | 'note'>): Promise<Outcome> {
  let told = '';
  const job = await control.follow((now) => {
    const sentence = english(now.steps.find(({ status }) => status === 'running')?.sentence ?? '');
    if (sentence !== told && sentence !== '') note(sentence);
    told = sentence;
  });
  if (job === null)
    throw new CommandFailure(say`The panel does not know of the save. Check with "eboxctl status".`);
  if (job.failure !== null) throw failureOf(job.failure);
  const result = english(job.result);
  return { data: { sentence: result, job: inEnglish(job) }, lines: [result], changed: true };
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

/** The job as scripts read it: each sentence is a text. */
function inEnglish({ title, steps, result, failure, ...job }: JobView): Readonly<Record<string, unknown>> {
  return {
    ...job,
    title: english(title),
    steps: steps.map(({ sentence, status }) => ({ sentence: english(sentence), status })),
    result: english(result),
    failure: failure && {
      ...failure,
      step: english(failure.step),
      reason: english(failure.reason),
      takenBack: english(failure.takenBack),
    },
  };
}
