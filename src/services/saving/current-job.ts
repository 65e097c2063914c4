import { randomUUID } from 'node:crypto';
import { wordsOfSignature, type Signature } from '../../core/act.js';
import type { PlanStep } from '../../core/plan.js';
import type { Clock } from '../../core/ports.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import type { Job, JobFailure, JobStep, StepStatus } from '../../core/progress.js';
import type { Reporter } from './target.js';

/** The job of the server: the one that runs, or the last one since the panel started. Who watches is told each change. */
export class CurrentJob {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #listeners = new Set<(job: Job) => void>();
  #job: Job | null = null;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Null when there was none since the panel started. */
  get(): Job | null {
    return this.#job;
  }

  /** The job while it runs. */
  running(): Job | null {
    return this.#job?.outcome === 'running' ? this.#job : null;
  }

  /** Calls `listener` with every change of the job. Returns the function that ends that. */
  subscribe(listener: (job: Job) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param steps what is known of its steps at its beginning */
  begin(
    title: Sentence,
    who: Signature,
    steps: readonly JobStep[] = [{ sentence: say`Reading the settings`, status: 'running' }],
  ): Job {
    const job: Job = {
      id: randomUUID(),
      title,
      who: wordsOfSignature(who),
      startedAt: this.#clock.now().toISOString(),
      steps,
      outcome: 'running',
      result: '',
      failure: null,
    };
    this.#job = job;
    this.#tell(job);
    return job;
  }

  /** Shows the work as it goes on. The first step is the work before the plan is known; the plan's own steps follow it. */
  reporter(): Reporter {
    let steps: readonly PlanStep[] = [];
    const mark = (step: PlanStep, status: StepStatus): void => {
      const index = steps.indexOf(step) + 1;
      this.#change({ steps: this.#steps().map((shown, i) => (i === index ? { ...shown, status } : shown)) });
    };
    return {
      preparing: (sentence) => this.#change({ steps: [{ sentence, status: 'running' }] }),
      planned: (plan) => {
        steps = plan;
        const first: JobStep = { sentence: say`Writing and checking the configuration`, status: 'done' };
        this.#change({
          steps: [first, ...plan.map(({ sentence }): JobStep => ({ sentence, status: 'waiting' }))],
        });
      },
      began: (step) => mark(step, 'running'),
      ended: (step) => mark(step, 'done'),
    };
  }

  done(result: Sentence): void {
    this.#change({ outcome: 'done', result });
  }

  /** @param last what became of the step that was under way */
  failed(failure: JobFailure, last: StepStatus = 'failed'): void {
    const steps = this.#steps().map((step): JobStep =>
      step.status === 'running' ? { ...step, status: last } : step,
    );
    this.#change({ outcome: 'failed', failure, steps });
  }

  #steps(): readonly JobStep[] {
    return this.#job?.steps ?? [];
  }

  #change(change: Partial<Job>): void {
    if (this.#job === null) return;
    this.#job = { ...this.#job, ...change };
    this.#tell(this.#job);
  }

  #tell(job: Job): void {
    for (const listener of this.#listeners) listener(job);
  }
}
