import type { Signature } from '../../core/act.js';
import { choiceOf, withConfigured, type Choices, type PanelState } from '../../core/draft.js';
import type { Decisions } from '../../core/drift.js';
import { Mutex } from '../../core/mutex.js';
import type { Machine } from '../../core/ports.js';
import type { Job } from '../../core/progress.js';
import type { Registry } from '../../core/registry.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import type { SessionWatch } from '../people/session-watch.js';
import type { AuditTrail } from '../records/audit-trail.js';
import type { LastSave } from '../records/last-save.js';
import type { RestartTimes } from '../daemons/restart-times.js';
import { ActiveCheck } from './active-check.js';
import { ApplicationFailure } from './application-failure.js';
import { ChoiceApplier } from './apply-choices.js';
import { CurrentJob } from './current-job.js';
import type { DraftSettings } from './draft-settings.js';
import type { DaemonStanding } from './live-state.js';
import type { PanelStateKeeper } from './panel-state.js';
import { Planner } from './planner.js';
import { Recovery } from './recovery.js';
import { SaveJournal } from './save-journal.js';
import { SaveRun, type WantedSave } from './save-run.js';
import { SaveWatch, type WatchListener } from './save-watch.js';
import type { TakenBackSaves, Watching } from './watching.js';
import { SavePreviews, type SaveDifferences, type SavePreview } from './save-preview.js';
import type { TakenBackNote } from './taken-back-note.js';
import { TakingBack } from './taking-back.js';
import type { Unapplied } from './unapplied.js';

/** What is needed to save. */
export interface SaveChangesParts {
  readonly machine: Machine;
  readonly registry: Registry;
  readonly keeper: PanelStateKeeper;
  readonly draft: DraftSettings;
  readonly unapplied: Unapplied;
  readonly sessionWatch: Pick<SessionWatch, 'connected'>;
  readonly restartTimes: RestartTimes;
  readonly audit: Pick<AuditTrail, 'record'>;
  readonly lastSave: Pick<LastSave, 'ended' | 'watched'>;
  readonly takenBackNote: TakenBackNote;
  /** How long what was saved is watched, 10 seconds in service. */
  readonly watchSeconds: number;
}

/**
 * "Save Changes": one job of the server at a time, whoever looks on. The draft as it stood at the start is applied;
 * only when all of it is proved does it become the saved state. Then the job is done, and {@link SaveWatch} goes on.
 */
export class SaveChanges {
  readonly #parts: SaveChangesParts;
  readonly #applier: ChoiceApplier;
  readonly #previews: SavePreviews;
  readonly #watch: SaveWatch;
  readonly #recovery: Recovery;
  readonly #runs: SaveRun;
  readonly #activeCheck: ActiveCheck;
  readonly #job: CurrentJob;
  readonly #mutex = new Mutex();

  constructor(parts: SaveChangesParts) {
    const { machine, registry, watchSeconds: seconds } = parts;
    const planner = new Planner(machine, registry);
    this.#parts = parts;
    this.#job = new CurrentJob(machine.clock);
    const journal = new SaveJournal(parts);
    this.#applier = new ChoiceApplier(machine, registry, journal, parts.restartTimes);
    this.#previews = new SavePreviews({ ...parts, planner });
    this.#activeCheck = new ActiveCheck({ ...parts, planner });
    const [job, mutex, { live, runner }] = [this.#job, this.#mutex, this.#applier];
    const common = { ...parts, applier: this.#applier, journal };
    const takingBack = new TakingBack({ ...common, live, afterwards: () => this.#lookAgain() });
    this.#watch = new SaveWatch({ ...common, runner, job, mutex, seconds, takingBack });
    this.#recovery = new Recovery({ ...common, watch: this.#watch });
    const proved = (): Promise<void> => this.#settle();
    this.#runs = new SaveRun({ ...common, watch: this.#watch, job, mutex, proved });
  }

  /** The running job, or the last one since the panel started. */
  current(): Job | null {
    return this.#job.get();
  }

  /** Calls `listener` with every change of the job. Returns the function that ends that. */
  subscribe(listener: (job: Job) => void): () => void {
    return this.#job.subscribe(listener);
  }

  /** Begins to save the draft and returns at once. While a job runs, that one is returned and nothing is begun. */
  start(who: Signature, decisions: Decisions = {}): Job {
    const running = this.#job.running();
    if (running !== null) return running;
    const job = this.#job.begin(say`Saving the changes`, who);
    const wanted = { choices: this.#parts.keeper.state().draft, decisions };
    void this.#runs.run(wanted, say`Changes saved. Active and tested`);
    return job;
  }

  /**
   * Saves what was agreed to before, and waits for the end of the job.
   * @returns why it failed; null when it did not
   * @throws PanelError `save-running`
   */
  async saveAgreed(who: Signature, wanted: WantedSave): Promise<ApplicationFailure | null> {
    this.#mustBeFree();
    this.#job.begin(say`Saving the changes`, who);
    return this.#runs.run(wanted, say`Changes saved. Active and tested`);
  }

  /**
   * Applies one module's being on at once, beside the draft (the directory, when it is enabled), and waits for it.
   * @throws ApplicationFailure; PanelError `save-running`
   */
  async enableAtOnce(moduleId: string, who: Signature): Promise<void> {
    const { keeper, registry, machine } = this.#parts;
    this.#mustBeFree();
    const { saved } = keeper.state();
    const module = registry.get(moduleId);
    const choices: Choices = { ...saved, [moduleId]: { ...choiceOf(saved, moduleId), enabled: true } };
    this.#job.begin(say`Enabling ${{ module: module.title }}`, who);
    const when = machine.clock.now().toISOString();
    // In one write with the saved state: a crash in between would leave a draft that turns the module off again.
    const draftToo = (state: PanelState): PanelState => withConfigured(state, moduleId, who, when);
    const failure = await this.#runs.run({ choices }, say`${{ module: module.title }} is enabled`, draftToo);
    if (failure !== null) throw failure;
  }

  /**
   * Applies what is saved once more, beside the draft, because something that it names has changed; waits until that was
   * watched to its end.
   * @param prepare runs first, as a part of the job
   * @returns why it failed, with the last good configuration active again; null when it did not
   * @throws PanelError `save-running`
   */
  async reapply(
    title: Sentence,
    result: Sentence,
    who: Signature,
    prepare: () => Promise<void>,
  ): Promise<ApplicationFailure | null> {
    this.#mustBeFree();
    const { id } = this.#job.begin(title, who);
    const failure = await this.#runs.run({ choices: this.#parts.keeper.state().saved, prepare }, result);
    if (failure !== null) return failure;
    const takenBack = await this.#watch.ended(id);
    return takenBack === null ? null : new ApplicationFailure(takenBack.failure);
  }

  /** The watch over what was saved; null when all of it was watched to its end. */
  watching(): Watching | null {
    return this.#watch.now();
  }

  /** What a watch took back, until the next save that is proved; else null. */
  takenBack(): TakenBackSaves | null {
    return this.#parts.takenBackNote.get();
  }

  /** See {@link SaveWatch.ended}. */
  watchEnded(job: string): Promise<TakenBackSaves | null> {
    return this.#watch.ended(job);
  }

  /** See {@link SaveWatch.subscribe}. */
  onWatchEnded(listener: WatchListener): () => void {
    return this.#watch.subscribe(listener);
  }

  /** The files that are no longer what the panel wrote. Those whose hand edit was kept at a save are none. */
  async drifted(): Promise<readonly string[]> {
    const live = await this.#parts.machine.configuration.live();
    return live.filter((file) => file.hasDrifted).map(({ path }) => path);
  }

  /** Whom saving the draft would disturb. Throws when that is not known within so many seconds. */
  preview(seconds?: number): Promise<SavePreview> {
    return this.#previews.preview(seconds);
  }

  /** The files that saving the draft would change, and those that were changed by hand, to be decided on first. */
  differences(): Promise<SaveDifferences> {
    return this.#previews.differences();
  }

  /** Stops and starts one daemon of the saved choices, when no job is running. */
  restart(daemon: string): Promise<void> {
    return this.#runs.alone(() => this.#applier.live.restart(daemon, this.#parts.keeper.state().saved));
  }

  /** How the daemons of the saved choices stand; empty while a job is running, which looks itself. */
  async standings(): Promise<readonly DaemonStanding[]> {
    const isSaving = (): boolean => this.#job.running() !== null;
    const found = isSaving() ? [] : await this.#applier.live.standings(this.#parts.keeper.state().saved);
    return isSaving() ? [] : found;
  }

  /** See {@link Recovery.recover}. */
  recover(before: Sentence | null = null): Promise<Sentence | null> {
    return this.#mutex.run(() => this.#recovery.recover(before));
  }

  /** What was found and done when the panel started, until the next save that goes well; null when all was well. */
  recovery(): Sentence | null {
    return this.#recovery.found();
  }

  /** See {@link ActiveCheck.compare}. */
  compareWithActive(): Promise<void> {
    return this.#mutex.run(() => this.#activeCheck.compare());
  }

  #mustBeFree(): void {
    if (this.#job.running() !== null) throw new PanelError('save-running');
  }

  /** A save is proved: what was wrong before is right now. */
  async #settle(): Promise<void> {
    this.#recovery.settle();
    this.#activeCheck.settle();
    await this.#parts.takenBackNote.set(null);
  }

  /** Another state is active than the one that was looked at last. */
  async #lookAgain(): Promise<void> {
    await this.#parts.draft.refreshWatched();
    this.#activeCheck.settle();
    await this.#activeCheck.compare();
  }
}
