import { percentOf, sentenceOf, type Job, type JobFailure, type StepStatus } from '../core/progress.js';
import { say, sayOf, type Sentence } from '../core/words/sentence.js';

/** A job as the progress page shows it. */
export interface JobView {
  readonly heading: Sentence;
  readonly outcome: Job['outcome'];
  readonly percent: number;
  /** "3 of 7: Stopping the rooms". */
  readonly sentence: Sentence | '';
  readonly who: Sentence;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly steps: readonly {
    readonly sentence: Sentence;
    readonly status: StepStatus;
    readonly word: Sentence;
  }[];
  readonly failure: JobFailure | null;
}

const words: Readonly<Record<StepStatus, Sentence>> = {
  waiting: sayOf('a step')`waiting`,
  running: sayOf('a step')`running`,
  done: sayOf('a step')`done`,
  failed: sayOf('a step')`failed`,
  skipped: sayOf('a step')`not started`,
};

export function viewOfJob(job: Job): JobView {
  return {
    heading: headingOf(job),
    outcome: job.outcome,
    percent: percentOf(job),
    sentence: sentenceOf(job),
    who: job.who,
    startedAt: job.startedAt,
    steps: job.steps.map(({ sentence, status }) => ({
      sentence,
      status: job.outcome === 'failed' && status === 'waiting' ? 'skipped' : status,
      word: job.outcome === 'failed' && status === 'waiting' ? words.skipped : words[status],
    })),
    failure: job.failure,
  };
}

function headingOf(job: Job): Sentence {
  if (job.result !== '') return job.result;
  if (job.outcome === 'running') return job.title;
  return job.failure?.serviceDown === true ? say`The service is down` : say`${{ job: job.title }} failed`;
}
