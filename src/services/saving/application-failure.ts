import type { JobFailure } from '../../core/progress.js';

/** What became of the old state after a failure. */
export type TakenBack = Pick<JobFailure, 'takenBack' | 'serviceDown'>;

/** An application that failed: where, why, and what became of the old state. */
export class ApplicationFailure extends Error {
  readonly failure: JobFailure;

  constructor(failure: JobFailure) {
    super(`${failure.step}: ${failure.reason}`);
    this.name = 'ApplicationFailure';
    this.failure = failure;
  }
}
