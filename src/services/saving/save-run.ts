import { applied, type PanelState } from '../../core/draft.js';
import type { Mutex } from '../../core/mutex.js';
import type { Machine } from '../../core/ports.js';
import { english } from '../../core/words/english.js';
import { passage, say, type Sentence } from '../../core/words/sentence.js';
import type { LastSave } from '../records/last-save.js';
import { asFailure, type ApplicationFailure } from './application-failure.js';
import type { ChoiceApplier } from './apply-choices.js';
import type { CurrentJob } from './current-job.js';
import type { DraftSettings } from './draft-settings.js';
import type { PanelStateKeeper } from './panel-state.js';
import { pendingNote } from './recovery.js';
import type { SaveJournal } from './save-journal.js';
import type { SaveWatch } from './save-watch.js';
import { targetOf, type Target } from './target.js';

/** What one save applies. */
export type WantedSave = Pick<Target, 'choices' | 'prepare'> & Partial<Pick<Target, 'decisions'>>;

/** What is needed to run a save. */
export interface SaveRunParts {
  readonly machine: Machine;
  readonly keeper: PanelStateKeeper;
  readonly draft: Pick<DraftSettings, 'pending' | 'refreshWatched'>;
  readonly lastSave: Pick<LastSave, 'ended' | 'watched'>;
  readonly applier: ChoiceApplier;
  readonly journal: SaveJournal;
  readonly watch: SaveWatch;
  readonly job: CurrentJob;
  /** Held while daemons are stopped and started. */
  readonly mutex: Mutex;
  /** Called when a save is proved, before the watch over it begins. */
  readonly proved: () => Promise<void>;
}

/** Runs the save that the current job is, from the journal to the end that the job tells. */
export class SaveRun {
  readonly #parts: SaveRunParts;

  constructor(parts: SaveRunParts) {
    this.#parts = parts;
  }

  /**
   * Does not throw.
   * @param also a change of the state that goes into the same write as what was saved
   * @returns why it failed, with the last good configuration active again; null when it did not
   */
  async run(
    wanted: WantedSave,
    result: Sentence,
    also: (state: PanelState) => PanelState = (state) => state,
  ): Promise<ApplicationFailure | null> {
    const { keeper, draft, machine, lastSave, applier, job, watch } = this.#parts;
    try {
      await this.alone(async () => {
        await this.#beginInJournal();
        const target = { ...targetOf(keeper.state(), wanted.choices), ...wanted };
        await applier.apply(target, job.reporter(), async (active) => {
          await keeper.update((state) => also(applied(state, wanted.choices, active)));
        });
        await this.#keepProved();
      });
      if (watch.now() === null) await lastSave.watched();
      job.done(result);
      return null;
    } catch (error) {
      const failure = asFailure(error);
      const title = english(job.get()?.title ?? say`Saving the changes`);
      machine.log.error(`${title} failed: ${failure.message}`);
      const takenBack = passage(failure.failure.takenBack, pendingNote(draft));
      job.failed({ ...failure.failure, takenBack });
      return failure;
    }
  }

  /** Stops and starts daemons while nobody else does, and nobody watches; then what was saved is watched anew. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const { watch, mutex } = this.#parts;
    watch.pause();
    return mutex.run(async () => {
      watch.pause();
      try {
        return await work();
      } finally {
        await watch.begin();
      }
    });
  }

  /** Before the watch begins: what that finds comes after the end of the job, however long this takes. */
  async #keepProved(): Promise<void> {
    const { draft, lastSave, machine, job, proved } = this.#parts;
    await draft.refreshWatched();
    await proved();
    await lastSave.ended(job.get()?.who ?? '', machine.clock.now());
  }

  async #beginInJournal(): Promise<void> {
    const job = this.#parts.job.get();
    if (job === null) throw new Error('no job has begun');
    const { id, title, who, startedAt } = job;
    await this.#parts.journal.begin({ job: id, title, who, when: startedAt });
  }
}
