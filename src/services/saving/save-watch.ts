import type { Mutex } from '../../core/mutex.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { english } from '../../core/words/english.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { reasonOf, troubleOf } from '../../errors.js';
import type { ChosenDaemon, DaemonRunner } from '../daemons/daemon-runner.js';
import { signatureOf, thePanel, type AuditTrail } from '../records/audit-trail.js';
import { chosenDaemons } from './chosen.js';
import type { CurrentJob } from './current-job.js';
import type { PanelStateKeeper } from './panel-state.js';
import { touchedBy, type SaveJournal } from './save-journal.js';
import type { FailedWatch, TakingBack } from './taking-back.js';
import type { TakenBackSaves, Watching } from './watching.js';
import { STEP, titleOfWatch } from './watch-words.js';

/** Milliseconds between two looks at the daemons. */
const LOOK_EVERY = 1000;
/** Milliseconds until it is tried again to take back what could not be. */
const TRY_AGAIN_AFTER = 10_000;

/** Told what a watch took back when it has ended; null when it was watched to its end. */
export type WatchListener = (takenBack: TakenBackSaves | null) => void;

/** What is needed to watch. */
export interface SaveWatchParts {
  readonly machine: Machine;
  readonly registry: Registry;
  readonly keeper: PanelStateKeeper;
  readonly journal: SaveJournal;
  readonly runner: DaemonRunner;
  readonly takingBack: TakingBack;
  readonly job: CurrentJob;
  readonly audit: Pick<AuditTrail, 'record'>;
  /** Held while daemons are stopped and started. */
  readonly mutex: Mutex;
  /** How long a watch lasts; 0 for none. */
  readonly seconds: number;
}

/**
 * Watches what was saved, once it is proved, for some seconds, behind everything else: proved → watching → watched, or
 * taken back. When a daemon ends or stays silent meanwhile, the newest state that was watched to its end is restored.
 */
export class SaveWatch {
  readonly #parts: SaveWatchParts;
  readonly #listeners = new Set<WatchListener>();
  /** Counts the watches that were begun or left off: a look of an earlier one says nothing. */
  #round = 0;
  #now: Watching | null = null;
  /** What the last watch that failed took back; null when there was none since the panel started. */
  #takenBack: TakenBackSaves | null = null;

  constructor(parts: SaveWatchParts) {
    this.#parts = parts;
  }

  /** The watch that is under way, also while a save that began meanwhile makes it pause; null when all was watched. */
  now(): Watching | null {
    return this.#now;
  }

  /** Calls `listener` when a watch has ended. Returns the function that ends that. */
  subscribe(listener: WatchListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits until the save of this job was watched to its end, or taken back. Returns what was taken back, or null. */
  async ended(job: string): Promise<TakenBackSaves | null> {
    const isOf = ({ saves }: Pick<Watching, 'saves'>): boolean => saves.some((save) => save.job === job);
    while (this.#now !== null && isOf(this.#now)) await this.#end();
    return this.#takenBack !== null && isOf(this.#takenBack) ? this.#takenBack : null;
  }

  /** Leaves off, because daemons are about to be stopped and started. {@link begin} goes on. */
  pause(): void {
    this.#round += 1;
  }

  /**
   * Begins to watch anew, by the journal, and returns at once. To be called while the mutex is held. What needs no watch is
   * watched to its end already.
   * @returns whether there is something to watch
   */
  async begin(): Promise<boolean> {
    const { machine, registry, keeper, journal, runner, seconds } = this.#parts;
    this.pause();
    const content = journal.content();
    const { saves, saved } = keeper.state();
    const proved = content?.saves.filter(({ save }) => save <= saves) ?? [];
    const touched = content === null ? [] : touchedBy(content);
    const chosen = chosenDaemons(registry, saved).filter(
      ({ daemon, wanted }) => wanted && touched.includes(daemon.name),
    );
    const isWatched = proved.length > 0 && (seconds === 0 || chosen.length === 0);
    if (isWatched) await this.#close();
    if (isWatched || proved.length === 0) {
      if (this.#now !== null) this.#tell(null);
      return false;
    }
    await runner.remember(chosen);
    const now = machine.clock.now().getTime();
    const [since, until] = [now, now + seconds * 1000].map((time) => new Date(time).toISOString());
    this.#now = { saves: proved, since: since ?? '', until: until ?? '' };
    void this.#watch(this.#round, chosen);
    return true;
  }

  async #watch(round: number, chosen: readonly ChosenDaemon[]): Promise<void> {
    const { machine, mutex, runner, seconds } = this.#parts;
    const deadline = machine.clock.monotonic() + seconds * 1000;
    while (machine.clock.monotonic() < deadline) {
      await machine.clock.sleep(LOOK_EVERY);
      if (round !== this.#round) return;
      const trouble = await runner.look(chosen).then(() => null, troubleOf);
      if (round !== this.#round) return;
      if (trouble !== null) return this.#fail(trouble, chosen);
    }
    await mutex.run(async () => {
      if (round !== this.#round) return;
      const what = titleOfWatch(this.#now?.saves ?? []);
      await this.#close();
      await this.#parts.audit.record(thePanel, { what, outcome: say`watched to its end` });
      this.#tell(null);
    });
  }

  /** Nobody may save meanwhile: it is a job, from the moment on at which the trouble is seen. */
  async #fail(reason: Sentence, chosen: readonly ChosenDaemon[]): Promise<void> {
    const { machine, job, mutex, runner, takingBack } = this.#parts;
    const saves = this.#now?.saves ?? [];
    job.begin(titleOfWatch(saves), signatureOf(thePanel), [
      { sentence: STEP, status: 'failed' },
      { sentence: say`Restoring the last configuration that was watched to its end`, status: 'running' },
    ]);
    await mutex.run(async () => {
      const lastWords = await runner.lastWords(chosen.map(({ daemon }) => daemon.name));
      machine.log.error(`${english(titleOfWatch(saves))} failed: ${english(reason)}`);
      const failed = { saves, reason, lastWords };
      const takenBack = await takingBack.run(failed);
      this.#takenBack = takenBack;
      this.#tell(takenBack);
      job.failed(takenBack.failure, takenBack.failure.serviceDown ? 'failed' : 'done');
      if (!takenBack.isRestored) void this.#tryAgain(this.#round, failed);
    });
  }

  /** A full disk, for example, may have room again. A save that begins meanwhile, or a restart, takes over. */
  async #tryAgain(round: number, failed: FailedWatch): Promise<void> {
    const { machine, mutex, journal, takingBack } = this.#parts;
    let isOver = false;
    while (!isOver) {
      await machine.clock.sleep(TRY_AGAIN_AFTER);
      isOver = await mutex.run(async () => {
        if (round !== this.#round) return true;
        const takenBack = await takingBack.again(failed);
        if (takenBack === null) return journal.content() === null;
        this.#takenBack = takenBack;
        this.#tell(takenBack);
        return true;
      });
    }
  }

  /** What is good stays good when the journal cannot be closed: the next start of the panel watches it again. */
  async #close(): Promise<void> {
    const { machine, journal } = this.#parts;
    try {
      await journal.end();
      await machine.configuration.prune([]);
    } catch (error) {
      machine.log.error(`what is left of a watch could not be cleared away: ${reasonOf(error)}`);
    }
  }

  #end(): Promise<void> {
    return new Promise((resolve) => {
      const end = this.subscribe(() => {
        end();
        resolve();
      });
    });
  }

  #tell(takenBack: TakenBackSaves | null): void {
    this.#now = null;
    for (const listener of this.#listeners) listener(takenBack);
  }
}
