import { createHash } from 'node:crypto';
import type { Plan } from '../../core/plan.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { PAGE_SECONDS, within } from '../../core/within.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import type { RestartTimes } from '../daemons/restart-times.js';
import type { SessionWatch } from '../people/session-watch.js';
import { fileDifferences, type FileDifference } from './file-differences.js';
import { driftPatch, shownDrift, type DriftDifference, type ShownDrift } from './drift-diff.js';
import type { PanelStateKeeper } from './panel-state.js';
import type { Planner } from './planner.js';
import { targetOf } from './target.js';

/** Shown in place of a preview that takes too long. */
const HANGS = say`The pending changes could not be read, because a daemon does not answer. The home page shows which.`;

/** A daemon that a save would touch. */
export interface TouchedDaemon {
  readonly title: Sentence;
  readonly how: 'start' | 'restart' | 'reload' | 'stop';
  /** The longest of its latest restarts on this machine, in milliseconds; null where none was measured, or it is not restarted. */
  readonly took: number | null;
}

/** What a save would disturb. */
export interface SavePreview {
  readonly sentences: readonly Sentence[];
  readonly disconnectsEverybody: boolean;
  /** The daemons that it would touch, in the order of starting. */
  readonly daemons: readonly TouchedDaemon[];
  /** How many sessions there are now; null when the service cannot be asked. */
  readonly connected: number | null;
  /** Files that somebody changed by hand: each needs a decision before anything is saved. */
  readonly drifts: readonly ShownDrift[];
  /** The same files: path → the SHA-256 of what lies there, or `''` where it is missing. */
  readonly handEdits: Readonly<Record<string, string>>;
}

/** The files that a save would change, and those that were changed by hand, to be decided on first. */
export interface SaveDifferences {
  readonly files: readonly FileDifference[];
  readonly drifts: readonly DriftDifference[];
}

/** What is needed to look ahead. */
export interface SavePreviewParts {
  readonly machine: Machine;
  readonly keeper: PanelStateKeeper;
  readonly sessionWatch: Pick<SessionWatch, 'connected'>;
  readonly planner: Planner;
  readonly registry: Registry;
  readonly restartTimes: Pick<RestartTimes, 'longest'>;
}

/** Looks at what saving the draft would do, from the plan itself. */
export class SavePreviews {
  readonly #parts: SavePreviewParts;

  constructor(parts: SavePreviewParts) {
    this.#parts = parts;
  }

  /** Whom it would disturb. Throws when that is not known within so many seconds. */
  async preview(seconds = PAGE_SECONDS): Promise<SavePreview> {
    const { machine } = this.#parts;
    const { plan, undecided } = await within(seconds, this.#planned(), HANGS);
    const secrets = await machine.secrets.all();
    return {
      sentences: plan.disturbs,
      disconnectsEverybody: plan.disconnectsEverybody,
      daemons: this.#touched(plan),
      connected: plan.disturbs.length === 0 ? null : await this.#connected(),
      drifts: undecided.map((edit) => shownDrift(edit, secrets)),
      handEdits: Object.fromEntries(undecided.map(({ path, theirs }) => [path, digestOf(theirs)])),
    };
  }

  #touched(plan: Plan): readonly TouchedDaemon[] {
    const { registry, restartTimes } = this.#parts;
    return registry.modules
      .flatMap(({ daemons }) => daemons)
      .flatMap(({ name, title }): readonly TouchedDaemon[] => {
        if (plan.restarted.includes(name))
          return [{ title, how: 'restart', took: restartTimes.longest(name) }];
        if (plan.started.includes(name)) return [{ title, how: 'start', took: null }];
        if (plan.stopped.includes(name)) return [{ title, how: 'stop', took: null }];
        return plan.reloaded.includes(name) ? [{ title, how: 'reload', took: null }] : [];
      });
  }

  async differences(): Promise<SaveDifferences> {
    const { machine } = this.#parts;
    const { plan, files, undecided } = await this.#planned();
    const paths = undecided.map(({ path }) => path);
    const changes = plan.changes.filter(({ path }) => !paths.includes(path));
    const [live, secrets] = await Promise.all([machine.configuration.live(), machine.secrets.all()]);
    return {
      files: fileDifferences(changes, files, live, secrets),
      drifts: undecided.map((edit) => ({
        path: edit.path,
        canKeep: edit.canKeep,
        problem: edit.problem ?? '',
        patch: driftPatch(edit, secrets),
      })),
    };
  }

  #planned(): ReturnType<Planner['preview']> {
    const { keeper, planner } = this.#parts;
    return planner.preview(targetOf(keeper.state(), keeper.state().draft));
  }

  async #connected(): Promise<number | null> {
    try {
      return (await this.#parts.sessionWatch.connected()).length;
    } catch {
      return null;
    }
  }
}

function digestOf(text: string | null): string {
  return text === null ? '' : createHash('sha256').update(text).digest('hex');
}
