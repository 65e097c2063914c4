import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { reasonOf } from '../../errors.js';
import { thePanel, type AuditTrail } from '../records/audit-trail.js';
import type { ChoiceApplier } from './apply-choices.js';
import type { DraftSettings } from './draft-settings.js';
import type { PanelStateKeeper } from './panel-state.js';
import type { OpenSave, SaveJournal } from './save-journal.js';
import type { LastGood } from './target.js';

/** What is needed to recover. */
export interface RecoveryParts {
  readonly machine: Machine;
  readonly registry: Registry;
  readonly keeper: PanelStateKeeper;
  readonly draft: Pick<DraftSettings, 'pending'>;
  readonly audit: Pick<AuditTrail, 'record'>;
  readonly applier: ChoiceApplier;
  readonly journal: SaveJournal;
}

/** When the panel starts: takes back what a crash left open, and starts what is wanted and not up. */
export class Recovery {
  readonly #parts: RecoveryParts;
  #found: string | null = null;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** What was found and done; null when all was well, or is by now. */
  found(): string | null {
    return this.#found;
  }

  /** All is well now. */
  settle(): void {
    this.#found = null;
  }

  /**
   * @param before what was found before that, to be told with it
   * @returns a sentence when something had been left open or does not come up, else null. Does not throw
   */
  async recover(before: string | null): Promise<string | null> {
    const { machine, applier, keeper } = this.#parts;
    const found: string[] = before === null ? [] : [before];
    try {
      const interrupted = await this.#resolve();
      if (interrupted !== null) found.push(interrupted);
      found.push(...(await applier.startWanted(keeper.state().saved)));
    } catch (error) {
      found.push(`Not everything could be started: ${reasonOf(error)}`);
    }
    this.#found = found.length === 0 ? null : found.join(' ');
    if (this.#found !== null) machine.log.info(this.#found);
    return this.#found;
  }

  /** The saved state is the truth: its number says whether the save in the journal had become it. */
  async #resolve(): Promise<string | null> {
    const { keeper, audit, machine } = this.#parts;
    const { saved, generation, saves } = keeper.state();
    const open = await this.#journalled();
    if (open === null) {
      await machine.configuration.prune([generation]);
      return null;
    }
    const became = await this.#finish(open, saves, { choices: saved, generation });
    // What was begun in the audit log has an end there, too.
    await audit.record(thePanel, { what: open.title, outcome: `interrupted: ${became}` });
    return `The panel ended in the middle of "${open.title}". ${became}`;
  }

  /** Completes a save that a crash interrupted, or takes it back. Returns which, as sentences. */
  async #finish(open: OpenSave, saves: number, lastGood: LastGood): Promise<string> {
    const { applier, draft } = this.#parts;
    if (open.save === saves) {
      await applier.clearAway(lastGood);
      return 'All of it had been done and proved: it is complete.';
    }
    const { takenBack } = await applier.live.takeBack(open.touched, lastGood);
    return `${takenBack}${pendingNote(draft)}`;
  }

  /** The journal; when it cannot be read, as if everything had been touched. */
  async #journalled(): Promise<OpenSave | null> {
    const { machine, keeper, registry, journal } = this.#parts;
    try {
      return await journal.read();
    } catch (error) {
      machine.log.error(`the journal cannot be read: ${reasonOf(error)}`);
      const touched = registry.modules.flatMap(({ daemons }) => daemons.map(({ name }) => name));
      return { save: keeper.state().saves + 1, title: 'Saving the changes', touched };
    }
  }
}

/** What is said beside "it was taken back", of what was to be saved. */
export function pendingNote(draft: Pick<DraftSettings, 'pending'>): string {
  return draft.pending().length === 0 ? '' : ' What is not in force is still pending.';
}
