import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { applied, choiceOf, type Choices } from '../core/draft.js';
import type { Decisions } from '../core/hand-edits.js';
import type { PlanStep } from '../core/plan.js';
import type { Document, Machine } from '../core/ports.js';
import type { Job, JobFailure, JobStep, StepStatus } from '../core/progress.js';
import type { Registry } from '../core/registry.js';
import { PanelError, reasonOf } from '../errors.js';
import { ApplicationFailure, ChoiceApplier, type Reporter, type Target } from './apply-choices.js';
import type { DraftSettings } from './draft-settings.js';
import { shownHandEdit, type ShownHandEdit } from './hand-edit-diff.js';
import { Mutex } from '../core/mutex.js';
import type { PanelStateKeeper } from './panel-state.js';
import type { SessionWatch } from './session-watch.js';

const openSchema = z.object({ from: z.number(), to: z.number(), touched: z.array(z.string()) });

/** How many of a daemon's last log lines are shown with a failure. */
const LAST_LINES = 12;

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
  readonly sessionWatch: Pick<SessionWatch, 'connected'>;
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
  readonly #applier: ChoiceApplier;
  readonly #listeners = new Set<(job: Job) => void>();
  readonly #mutex = new Mutex();
  #job: Job | null = null;

  constructor(parts: SaveChangesParts) {
    this.#parts = parts;
    this.#journal = parts.machine.store.document('journal');
    this.#applier = new ChoiceApplier(parts.machine, parts.registry, (open) => this.#journal.write(open));
  }

  /** The running job, or the last one since the panel started. */
  current(): Job | null {
    return this.#job;
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
    const { draft, saved, kept } = keeper.state();
    const job = this.#begin('Saving the changes', who);
    void this.#run({ choices: draft, before: saved, watchSeconds, kept, decisions }, 'Changes saved');
    return job;
  }

  /**
   * Applies one module's being on at once, beside the draft (the directory, when it is enabled), and waits for it.
   * @throws ApplicationFailure; PanelError `save-running`
   */
  async enableAtOnce(moduleId: string, who: string): Promise<void> {
    if (this.#job?.outcome === 'running') throw new PanelError('save-running');
    const { keeper, registry } = this.#parts;
    const { saved, kept } = keeper.state();
    const module = registry.get(moduleId);
    const choices: Choices = { ...saved, [moduleId]: { ...choiceOf(saved, moduleId), enabled: true } };
    this.#begin(`Enabling ${module.title}`, who);
    const target: Target = { choices, before: saved, watchSeconds: 0, kept, decisions: {} };
    const failure = await this.#run(target, `${module.title} is enabled`);
    if (failure !== null) throw failure;
  }

  /** Whom saving the draft would disturb, from the plan itself. */
  async preview(): Promise<SavePreview> {
    const { keeper, machine } = this.#parts;
    const { draft, saved, kept } = keeper.state();
    const target: Target = { choices: draft, before: saved, watchSeconds: 0, kept, decisions: {} };
    const { plan, undecided } = await this.#applier.preview(target);
    const secrets = await machine.secrets.all();
    return {
      sentences: plan.disturbs,
      disconnectsEverybody: plan.disconnectsEverybody,
      connected: plan.disturbs.length === 0 ? null : await this.#connected(),
      handEdits: undecided.map((edit) => shownHandEdit(edit, secrets)),
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
    return this.#mutex.run(() => this.#applier.restart(daemon, this.#parts.keeper.state().saved));
  }

  /**
   * When the panel starts: takes back what a crash left open, and starts what is wanted and not up.
   * @returns a sentence when something had been left open, else null
   */
  recover(): Promise<string | null> {
    return this.#mutex.run(async () => {
      const { keeper } = this.#parts;
      const stored = await this.#journal.read();
      const saved = keeper.state().saved;
      if (stored === null) {
        await this.#applier.startWanted(saved);
        return null;
      }
      const open = openSchema.parse(stored);
      if (keeper.state().generation === open.to && open.to !== open.from) {
        await this.#journal.write(null);
        await this.#applier.startWanted(saved);
        return 'The panel was interrupted at the end of a save. The save had been proved and is complete.';
      }
      const { takenBack } = await this.#applier.recover(open, saved);
      await this.#applier.startWanted(saved);
      return `The panel was interrupted in the middle of a save. ${takenBack}`;
    });
  }

  async #run(target: Target, result: string): Promise<ApplicationFailure | null> {
    const { keeper, draft, machine } = this.#parts;
    try {
      await this.#mutex.run(() =>
        this.#applier.apply(target, this.#reporter(), async ({ generation, watched, kept }) => {
          await keeper.update((state) => ({ ...applied(state, target.choices, watched), generation, kept }));
        }),
      );
      await draft.refreshWatched();
      this.#change({ outcome: 'done', result });
      return null;
    } catch (error) {
      const failure =
        error instanceof ApplicationFailure
          ? error
          : new ApplicationFailure({
              step: 'Saving',
              reason: reasonOf(error),
              daemons: [],
              takenBack: '',
              serviceDown: false,
            });
      machine.log.error(`a save failed: ${failure.message}`);
      this.#change({
        outcome: 'failed',
        failure: await this.#describe(failure),
        steps: this.#stepsWith('running', 'failed'),
      });
      return failure;
    }
  }

  async #describe(failure: ApplicationFailure): Promise<JobFailure> {
    const { daemons } = this.#parts.machine;
    const lastWords = await Promise.all(
      failure.daemons.map(async (daemon) => ({ daemon, lines: await daemons.lastLines(daemon, LAST_LINES) })),
    );
    const { step, reason, takenBack, serviceDown } = failure;
    return {
      step,
      reason,
      takenBack,
      serviceDown,
      lastWords: lastWords.filter(({ lines }) => lines.length > 0),
    };
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
