import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { passage, say, type Sentence } from '../../core/words/sentence.js';
import { english } from '../../core/words/english.js';
import { reasonOf, troubleOf } from '../../errors.js';
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
  #found: Sentence | null = null;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** What was found and done; null when all was well, or is by now. */
  found(): Sentence | null {
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
  async recover(before: Sentence | null): Promise<Sentence | null> {
    const { machine, applier, keeper } = this.#parts;
    const found: Sentence[] = before === null ? [] : [before];
    try {
      const interrupted = await this.#resolve();
      if (interrupted !== null) found.push(interrupted);
      found.push(...(await applier.startWanted(keeper.state().saved)));
    } catch (error) {
      found.push(say`Not all daemons could be started: ${{ reason: troubleOf(error) }}.`);
    }
    this.#found = found.length === 0 ? null : passage(...found);
    if (this.#found !== null) machine.log.info(english(this.#found));
    return this.#found;
  }

  /** The saved state is the truth: its number says whether the save in the journal had become it. */
  async #resolve(): Promise<Sentence | null> {
    const { keeper, audit, machine } = this.#parts;
    const { saved, generation, saves } = keeper.state();
    const open = await this.#journalled();
    if (open === null) {
      await machine.configuration.prune([generation]);
      return null;
    }
    const became = await this.#finish(open, saves, { choices: saved, generation });
    // What was begun in the audit log has an end there, too.
    await audit.record(thePanel, {
      what: open.title,
      outcome: say`interrupted: ${{ outcome: became }}`,
    });
    return say`The panel was stopped during “${{ job: open.title }}”. ${{ outcome: became }}`;
  }

  /** Completes a save that a crash interrupted, or takes it back. Returns which. */
  async #finish(open: OpenSave, saves: number, lastGood: LastGood): Promise<Sentence> {
    const { applier, draft } = this.#parts;
    if (open.save === saves) {
      await applier.clearAway(lastGood);
      return say`All of its steps were done, and the service was tested: the save is complete.`;
    }
    const { takenBack } = await applier.live.takeBack(open.touched, lastGood);
    return passage(takenBack, pendingNote(draft));
  }

  /** The journal; when it cannot be read, as if everything had been touched. */
  async #journalled(): Promise<OpenSave | null> {
    const { machine, keeper, registry, journal } = this.#parts;
    try {
      return await journal.read();
    } catch (error) {
      machine.log.error(`the journal cannot be read: ${reasonOf(error)}`);
      const touched = registry.modules.flatMap(({ daemons }) => daemons.map(({ name }) => name));
      return { save: keeper.state().saves + 1, title: say`Saving the changes`, touched };
    }
  }
}

/** What the administrator is told about the changes of a save that failed, or ''. */
export function pendingNote(draft: Pick<DraftSettings, 'pending'>): Sentence | '' {
  return draft.pending().length === 0 ? '' : say`The changes are still pending.`;
}
