import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { applied, choiceOf, withConfigured, type Choices, type PanelState } from '../../core/draft.js';
import type { Decisions } from '../../core/hand-edits.js';
import type { PlanStep } from '../../core/plan.js';
import type { Document, Machine } from '../../core/ports.js';
import type { Job, JobStep, StepStatus } from '../../core/progress.js';
import type { Registry } from '../../core/registry.js';
import { PAGE_SECONDS, within } from '../../core/within.js';
import { PanelError, reasonOf } from '../../errors.js';
import { ApplicationFailure } from './application-failure.js';
import { ChoiceApplier } from './apply-choices.js';
import type { DaemonStanding } from './live-state.js';
import { Planner } from './planner.js';
import type { LastGood, Reporter, Target } from './target.js';
import { thePanel, type AuditTrail } from '../records/audit-trail.js';
import type { DraftSettings } from './draft-settings.js';
import { fileDifferences, type FileDifference } from './file-differences.js';
import {
  handEditPatch,
  shownHandEdit,
  type HandEditDifference,
  type ShownHandEdit,
} from './hand-edit-diff.js';
import { Mutex } from '../../core/mutex.js';
import type { PanelStateKeeper } from './panel-state.js';
import type { SessionWatch } from '../people/session-watch.js';
import type { Unapplied } from './unapplied.js';

const openSaveSchema = z.object({ save: z.int(), title: z.string(), touched: z.array(z.string()) });

/** What is said instead of a preview that takes too long. */
const HANGS =
  'Something that the configuration is made from does not answer. The home page says which daemon hangs.';

/** Written down before a save touches anything, so that a crash in the middle can be taken back. */
type OpenSave = z.infer<typeof openSaveSchema>;

/** What a save would disturb. */
export interface SavePreview {
  readonly sentences: readonly string[];
  readonly disconnectsEverybody: boolean;
  /** How many sessions there are now; null when the service cannot be asked. */
  readonly connected: number | null;
  /** Files that somebody changed by hand: each needs a decision before anything is saved. */
  readonly handEdits: readonly ShownHandEdit[];
}

/** What is needed to save. */
export interface SaveChangesParts {
  readonly machine: Machine;
  readonly registry: Registry;
  readonly keeper: PanelStateKeeper;
  readonly draft: DraftSettings;
  readonly unapplied: Unapplied;
  readonly sessionWatch: Pick<SessionWatch, 'connected'>;
  readonly audit: Pick<AuditTrail, 'record'>;
  /** Seconds of watching after a save, 10 in service. */
  readonly watchSeconds: number;
}

/**
 * "Save Changes": one job of the server at a time, whoever watches. The draft as it stood at the start is applied;
 * only when all of it is proved does it become the saved state.
 */
export class SaveChanges {
  readonly #parts: SaveChangesParts;
  readonly #journal: Document;
  readonly #planner: Planner;
  readonly #applier: ChoiceApplier;
  readonly #listeners = new Set<(job: Job) => void>();
  readonly #mutex = new Mutex();
  #job: Job | null = null;
  #recovery: string | null = null;
  /** This machine's addresses when what is in force was last compared; null when it is to be. */
  #comparedAt: string | null = null;

  constructor(parts: SaveChangesParts) {
    this.#parts = parts;
    this.#journal = parts.machine.store.document('journal');
    this.#planner = new Planner(parts.machine, parts.registry);
    this.#applier = new ChoiceApplier(parts.machine, parts.registry, (touched) =>
      this.#journal.write(touched === null ? null : this.#openSave(touched)),
    );
  }

  #openSave(touched: readonly string[]): OpenSave {
    return {
      save: this.#parts.keeper.state().saves + 1,
      title: this.#job?.title ?? '',
      touched: [...touched],
    };
  }

  /** The running job, or the last one since the panel started. */
  current(): Job | null {
    return this.#job;
  }

  /** What was found and done when the panel started, until the next save that goes well; null when all was well. */
  recovery(): string | null {
    return this.#recovery;
  }

  /** Calls `listener` with every change of the job. Returns the function that ends that. */
  subscribe(listener: (job: Job) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins to save the draft and returns at once. While a job runs, that one is returned and nothing is begun. */
  start(who: string, decisions: Decisions = {}): Job {
    if (this.#job?.outcome === 'running') return this.#job;
    const { keeper, watchSeconds } = this.#parts;
    const job = this.#begin('Saving the changes', who);
    void this.#run({ ...this.#target(keeper.state().draft), watchSeconds, decisions }, 'Changes saved');
    return job;
  }

  /**
   * Applies one module's being on at once, beside the draft (the directory, when it is enabled), and waits for it.
   * @throws ApplicationFailure; PanelError `save-running`
   */
  async enableAtOnce(moduleId: string, who: string): Promise<void> {
    if (this.#job?.outcome === 'running') throw new PanelError('save-running');
    const { keeper, registry, machine } = this.#parts;
    const { saved } = keeper.state();
    const module = registry.get(moduleId);
    const choices: Choices = { ...saved, [moduleId]: { ...choiceOf(saved, moduleId), enabled: true } };
    this.#begin(`Enabling ${module.title}`, who);
    const when = machine.clock.now().toISOString();
    // In one write with the saved state: a crash in between would leave a draft that turns the module off again.
    const draftToo = (state: PanelState): PanelState => withConfigured(state, moduleId, who, when);
    const failure = await this.#run(this.#target(choices), `${module.title} is enabled`, draftToo);
    if (failure !== null) throw failure;
  }

  /**
   * Applies what is saved once more, beside the draft, because something that it names has changed; waits for it.
   * @param prepare runs first, as a part of the job
   * @returns why it failed, with the last good state back in force; null when it did not
   * @throws PanelError `save-running`
   */
  async reapply(
    title: string,
    result: string,
    who: string,
    prepare: () => Promise<void>,
  ): Promise<ApplicationFailure | null> {
    if (this.#job?.outcome === 'running') throw new PanelError('save-running');
    const { keeper, watchSeconds } = this.#parts;
    this.#begin(title, who);
    const target = { ...this.#target(keeper.state().saved), watchSeconds, prepare };
    return this.#run(target, result);
  }

  /** The files that are no longer what the panel wrote. Those whose hand edit was kept at a save are none. */
  async changedByHand(): Promise<readonly string[]> {
    const live = await this.#parts.machine.configuration.live();
    return live.filter((file) => file.changedByHand).map(({ path }) => path);
  }

  /** Whom saving the draft would disturb, from the plan itself. */
  async preview(seconds = PAGE_SECONDS): Promise<SavePreview> {
    const { keeper, machine } = this.#parts;
    const asked = this.#planner.preview(this.#target(keeper.state().draft));
    const { plan, undecided } = await within(seconds, asked, HANGS);
    const secrets = await machine.secrets.all();
    return {
      sentences: plan.disturbs,
      disconnectsEverybody: plan.disconnectsEverybody,
      connected: plan.disturbs.length === 0 ? null : await this.#connected(),
      handEdits: undecided.map((edit) => shownHandEdit(edit, secrets)),
    };
  }

  /** The files that saving the draft would change, and those that were changed by hand, to be decided on first. */
  async differences(): Promise<{
    files: readonly FileDifference[];
    handEdits: readonly HandEditDifference[];
  }> {
    const { keeper, machine } = this.#parts;
    const { plan, files, undecided } = await this.#planner.preview(this.#target(keeper.state().draft));
    const paths = undecided.map(({ path }) => path);
    const changes = plan.changes.filter(({ path }) => !paths.includes(path));
    const [live, secrets] = await Promise.all([machine.configuration.live(), machine.secrets.all()]);
    return {
      files: fileDifferences(changes, files, live, secrets),
      handEdits: undecided.map((edit) => ({
        path: edit.path,
        canKeep: edit.canKeep,
        problem: edit.problem ?? '',
        patch: handEditPatch(edit, secrets),
      })),
    };
  }

  async #connected(): Promise<number | null> {
    try {
      return (await this.#parts.sessionWatch.connected()).length;
    } catch {
      return null;
    }
  }

  /** Stops and starts one daemon of the saved choices, when no job is running. */
  restart(daemon: string): Promise<void> {
    return this.#mutex.run(() => this.#applier.live.restart(daemon, this.#parts.keeper.state().saved));
  }

  /** How the daemons of the saved choices stand; empty while a job is running, which looks itself. */
  async standings(): Promise<readonly DaemonStanding[]> {
    const isSaving = (): boolean => this.#job?.outcome === 'running';
    const found = isSaving() ? [] : await this.#applier.live.standings(this.#parts.keeper.state().saved);
    return isSaving() ? [] : found;
  }

  /**
   * When the panel starts: takes back what a crash left open, and starts what is wanted and not up.
   * @param before what was found before that, to be told with it
   * @returns a sentence when something had been left open or does not come up, else null
   */
  recover(before: string | null = null): Promise<string | null> {
    return this.#mutex.run(async () => {
      const { machine } = this.#parts;
      const found: string[] = before === null ? [] : [before];
      try {
        const interrupted = await this.#resolveJournal();
        if (interrupted !== null) found.push(interrupted);
        found.push(...(await this.#applier.startWanted(this.#parts.keeper.state().saved)));
      } catch (error) {
        found.push(`Not everything could be started: ${reasonOf(error)}`);
      }
      this.#recovery = found.length === 0 ? null : found.join(' ');
      if (this.#recovery !== null) machine.log.info(this.#recovery);
      return this.#recovery;
    });
  }

  /**
   * Finds out what the saved settings come to now and is not in force: once after the panel's start, since an upgrade may
   * have brought it, after each save, and when this machine has other addresses, which some files name. Does not throw;
   * where nobody can tell yet, the next call tries again.
   */
  compareWithInForce(): Promise<void> {
    return this.#mutex.run(async () => {
      const { keeper, machine, unapplied } = this.#parts;
      try {
        const { network } = machine;
        const addresses = [...network.ownAddresses(), ...(await network.outwardAddresses())].join(' ');
        if (this.#comparedAt === addresses) return;
        unapplied.set(await this.#planner.unapplied(this.#target(keeper.state().saved)));
        this.#comparedAt = addresses;
      } catch (error) {
        machine.log.error(`cannot tell whether what is in force is up to date: ${reasonOf(error)}`);
      }
    });
  }

  /** The saved state is the truth: its number says whether the save in the journal had become it. */
  async #resolveJournal(): Promise<string | null> {
    const { keeper, audit } = this.#parts;
    const { saved, generation, saves } = keeper.state();
    const lastGood = { choices: saved, generation };
    const open = await this.#journalled();
    if (open === null) {
      await this.#parts.machine.configuration.prune([generation]);
      return null;
    }
    const became = await this.#finish(open, saves, lastGood);
    // What was begun in the audit log has an end there, too.
    await audit.record(thePanel, { what: open.title, outcome: `interrupted: ${became}` });
    return `The panel ended in the middle of "${open.title}". ${became}`;
  }

  /** Completes a save that a crash interrupted, or takes it back. Returns which, as sentences. */
  async #finish(open: OpenSave, saves: number, lastGood: LastGood): Promise<string> {
    if (open.save === saves) {
      await this.#applier.clearAway(lastGood);
      return 'All of it had been done and proved: it is complete.';
    }
    const { takenBack } = await this.#applier.live.takeBack(open.touched, lastGood);
    return `${takenBack}${this.#pendingNote()}`;
  }

  /** The journal; when it cannot be read, as if everything had been touched. */
  async #journalled(): Promise<OpenSave | null> {
    const { machine, keeper, registry } = this.#parts;
    try {
      const stored = await this.#journal.read();
      return stored === null ? null : openSaveSchema.parse(stored);
    } catch (error) {
      machine.log.error(`the journal cannot be read: ${reasonOf(error)}`);
      const touched = registry.modules.flatMap(({ daemons }) => daemons.map(({ name }) => name));
      return { save: keeper.state().saves + 1, title: 'Saving the changes', touched };
    }
  }

  #pendingNote(): string {
    return this.#parts.draft.pending().length === 0 ? '' : ' What is not in force is still pending.';
  }

  #target(choices: Choices): Target {
    const { saved, generation, kept } = this.#parts.keeper.state();
    return { choices, lastGood: { choices: saved, generation }, watchSeconds: 0, kept, decisions: {} };
  }

  async #run(
    target: Target,
    result: string,
    also: (state: PanelState) => PanelState = (state) => state,
  ): Promise<ApplicationFailure | null> {
    const { keeper, draft, machine } = this.#parts;
    try {
      await this.#mutex.run(async () => {
        // From here on a crash is noticed at the next start, whatever had been touched by then.
        await this.#journal.write(this.#openSave([]));
        await this.#applier.apply(target, this.#reporter(), async (inForce) => {
          await keeper.update((state) => also(applied(state, target.choices, inForce)));
        });
      });
      await draft.refreshWatched();
      this.#recovery = null;
      this.#comparedAt = null;
      this.#parts.unapplied.set([]);
      this.#change({ outcome: 'done', result });
      return null;
    } catch (error) {
      const failure = error instanceof ApplicationFailure ? error : unforeseen(error);
      machine.log.error(`${this.#job?.title ?? 'a save'} failed: ${failure.message}`);
      const takenBack = `${failure.failure.takenBack}${this.#pendingNote()}`.trim();
      this.#change({
        outcome: 'failed',
        failure: { ...failure.failure, takenBack },
        steps: this.#stepsWith('running', 'failed'),
      });
      return failure;
    }
  }

  #begin(title: string, who: string): Job {
    const job: Job = {
      id: randomUUID(),
      title,
      who,
      startedAt: this.#parts.machine.clock.now().toISOString(),
      steps: [{ sentence: 'Reading the settings', status: 'running' }],
      outcome: 'running',
      result: '',
      failure: null,
    };
    this.#job = job;
    this.#tell(job);
    return job;
  }

  /** The first step is the work before the plan is known; the plan's own steps follow it. */
  #reporter(): Reporter {
    let steps: readonly PlanStep[] = [];
    const mark = (step: PlanStep, status: StepStatus): void => {
      const index = steps.indexOf(step) + 1;
      this.#change({
        steps: (this.#job?.steps ?? []).map((shown, i) => (i === index ? { ...shown, status } : shown)),
      });
    };
    return {
      preparing: (sentence) => this.#change({ steps: [{ sentence, status: 'running' }] }),
      planned: (plan) => {
        steps = plan;
        const first: JobStep = { sentence: 'Rendering and checking the configuration', status: 'done' };
        this.#change({
          steps: [first, ...plan.map(({ sentence }): JobStep => ({ sentence, status: 'waiting' }))],
        });
      },
      began: (step) => mark(step, 'running'),
      ended: (step) => mark(step, 'done'),
    };
  }

  #stepsWith(from: StepStatus, to: StepStatus): readonly JobStep[] {
    return (this.#job?.steps ?? []).map((step) => (step.status === from ? { ...step, status: to } : step));
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

/** Nothing is known about what had been done: the journal is open, so that the next start of the panel looks. */
function unforeseen(error: unknown): ApplicationFailure {
  return new ApplicationFailure({
    step: 'Saving',
    reason: reasonOf(error),
    lastWords: [],
    takenBack: '',
    serviceDown: false,
  });
}
