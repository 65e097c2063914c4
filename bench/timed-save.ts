import type { Job } from '../src/core/progress.js';
import type { Panel } from '../src/panel.js';
import { english } from '../src/core/words/english.js';

/** When a step of a save began and ended, as performance.now says. */
interface TimedStep {
  readonly sentence: string;
  readonly began: number;
  readonly ended: number;
}

/** A save with its times in seconds. */
export interface TimedSave {
  /** From the button to the moment when the proof begins. */
  readonly seconds: number;
  /** The proof, and remembering the settings. */
  readonly proof: number;
  readonly steps: readonly TimedStep[];
}

const PROOF = 'Testing the service as a client would';

/** Saves the draft. Throws when the save fails. */
export async function timedSave(panel: Panel): Promise<TimedSave> {
  const began = new Map<string, number>();
  const ended = new Map<string, number>();
  const note = (job: Job): void => {
    for (const step of job.steps) {
      const sentence = english(step.sentence);
      if (step.status === 'running' && !began.has(sentence)) began.set(sentence, performance.now());
      if (step.status === 'done' && !ended.has(sentence)) ended.set(sentence, performance.now());
    }
  };
  const start = performance.now();
  const job = await new Promise<Job>((resolve) => {
    const end = panel.save.subscribe((now) => {
      note(now);
      if (now.outcome === 'running') return;
      end();
      resolve(now);
    });
    panel.save.start('bench');
  });
  const over = performance.now();
  if (job.outcome !== 'done') throw new Error(`a save failed: ${JSON.stringify(job.failure)}`);
  const proving = began.get(PROOF) ?? over;
  return {
    seconds: (proving - start) / 1000,
    proof: (over - proving) / 1000,
    steps: job.steps.map((step, index) => {
      const sentence = english(step.sentence);
      return {
        sentence,
        began: index === 0 ? start : (began.get(sentence) ?? NaN),
        ended: ended.get(sentence) ?? NaN,
      };
    }),
  };
}
