import type { Machine } from '../../core/ports.js';
import { PAGE_SECONDS, within } from '../../core/within.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import type { SessionWatch } from '../people/session-watch.js';
import { fileDifferences, type FileDifference } from './file-differences.js';
import { driftPatch, shownDrift, type DriftDifference, type ShownDrift } from './drift-diff.js';
import type { PanelStateKeeper } from './panel-state.js';
import type { Planner } from './planner.js';
import { targetOf } from './target.js';

/** Shown in place of a preview that takes too long. */
const HANGS = say`The pending changes could not be read, because a daemon does not answer. The home page shows which.`;

/** What a save would disturb. */
export interface SavePreview {
  readonly sentences: readonly Sentence[];
  readonly disconnectsEverybody: boolean;
  /** How many sessions there are now; null when the service cannot be asked. */
  readonly connected: number | null;
  /** Files that somebody changed by hand: each needs a decision before anything is saved. */
  readonly drifts: readonly ShownDrift[];
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
      connected: plan.disturbs.length === 0 ? null : await this.#connected(),
      drifts: undecided.map((edit) => shownDrift(edit, secrets)),
    };
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
