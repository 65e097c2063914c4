import type { JobFailure } from '../../core/progress.js';
import { say } from '../../core/words/sentence.js';
import { Trouble, troubleOf } from '../../errors.js';

/** What became of the old state after a failure. */
export type TakenBack = Pick<JobFailure, 'takenBack' | 'serviceDown'>;

/** An application that failed: where, why, and what became of the old state. */
export class ApplicationFailure extends Trouble {
  readonly failure: JobFailure;

  constructor(failure: JobFailure) {
    super(say`${{ step: failure.step }}: ${{ reason: failure.reason }}`);
    this.name = 'ApplicationFailure';
    this.failure = failure;
  }
}

/** The same of any error. Of others nothing is known about what had been done: the journal stays open for the next start. */
export function asFailure(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  return new ApplicationFailure({
    step: say`Saving`,
    reason: troubleOf(error),
    lastWords: [],
    takenBack: '',
    serviceDown: false,
  });
}
