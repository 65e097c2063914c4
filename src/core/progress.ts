import { say, type Sentence } from './words/sentence.js';

/** Where one step of a job stands. */
export type StepStatus = 'waiting' | 'running' | 'done' | 'failed' | 'skipped';

/** One named step of a job. */
export interface JobStep {
  /** What is done, in the present: "Stopping the rooms". */
  readonly sentence: Sentence;
  readonly status: StepStatus;
}

/** What went wrong in a job, for the administrator. */
export interface JobFailure {
  /** The sentence of the step that failed. */
  readonly step: Sentence;
  readonly reason: Sentence;
  /** Last log lines of the daemons concerned. */
  readonly lastWords: readonly { readonly daemon: string; readonly lines: readonly string[] }[];
  /** What was restored, or why it could not be. */
  readonly takenBack: Sentence | '';
  /** True when the previous configuration could not be restored: the service is down. */
  readonly serviceDown: boolean;
}

/** A job of the server, as every browser sees it. */
export interface Job {
  readonly id: string;
  readonly title: Sentence;
  readonly who: Sentence;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly steps: readonly JobStep[];
  readonly outcome: 'running' | 'done' | 'failed';
  /** What was done, when it is done: "Changes saved". */
  readonly result: Sentence | '';
  readonly failure: JobFailure | null;
}

/** Whole percent of the steps that are over; 100 only when the job is. */
export function percentOf(job: Job): number {
  if (job.outcome !== 'running') return 100;
  const over = job.steps.filter((step) => step.status === 'done' || step.status === 'skipped').length;
  return job.steps.length === 0 ? 0 : Math.min(99, Math.floor((100 * over) / job.steps.length));
}

/** "3 of 7: Stopping the rooms", or the result. */
export function sentenceOf(job: Job): Sentence | '' {
  if (job.outcome === 'done') return job.result;
  if (job.failure !== null) return say`The step “${{ step: job.failure.step }}” failed`;
  const index = Math.max(
    0,
    job.steps.findIndex((step) => step.status === 'running'),
  );
  const step = job.steps[index]?.sentence ?? '';
  return say`${{ number: index + 1 }} of ${{ count: job.steps.length }}: ${{ step }}`;
}
