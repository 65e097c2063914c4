import { percentOf, sentenceOf, type Job, type JobFailure, type StepStatus } from '../core/progress.js';
import { momentOf } from './moment.js';

/** A job as the progress page shows it. */
export interface JobView {
  readonly heading: string;
  readonly outcome: Job['outcome'];
  readonly percent: number;
  /** "3 of 7: Stopping the rooms". */
  readonly sentence: string;
  readonly who: string;
  readonly startedAt: string;
  readonly steps: readonly {
    readonly sentence: string;
    readonly status: StepStatus;
    readonly word: string;
  }[];
  readonly failure: JobFailure | null;
}

const words: Readonly<Record<StepStatus, string>> = {
  waiting: 'waiting',
  running: 'now',
  done: 'done',
  failed: 'failed',
  skipped: 'not reached',
};

export function viewOfJob(job: Job): JobView {
  return {
    heading: headingOf(job),
    outcome: job.outcome,
    percent: percentOf(job),
    sentence: sentenceOf(job),
    who: job.who,
    startedAt: momentOf(job.startedAt),
    steps: job.steps.map(({ sentence, status }) => ({
      sentence,
      status: job.outcome === 'failed' && status === 'waiting' ? 'skipped' : status,
      word: job.outcome === 'failed' && status === 'waiting' ? words.skipped : words[status],
    })),
    failure: job.failure,
  };
}

function headingOf(job: Job): string {
  if (job.outcome === 'done') return job.result;
  if (job.outcome === 'running') return job.title;
  return job.failure?.serviceDown === true ? 'The service is down' : `${job.title} failed`;
}
