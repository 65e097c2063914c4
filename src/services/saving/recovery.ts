import type { Machine } from '../../core/ports.js';
import { distinct } from '../../core/words/distinct.js';
import { allOf, passage, say, type Sentence } from '../../core/words/sentence.js';
import { english } from '../../core/words/english.js';
import { troubleOf } from '../../errors.js';
import { thePanel, type AuditTrail } from '../records/audit-trail.js';
import type { ChoiceApplier } from './apply-choices.js';
import type { DraftSettings } from './draft-settings.js';
import type { PanelStateKeeper } from './panel-state.js';
import { touchedBy, type JournalledSave, type SaveJournal } from './save-journal.js';
import type { SaveWatch } from './save-watch.js';

/** What is needed to recover. */
export interface RecoveryParts {
  readonly machine: Machine;
  readonly keeper: PanelStateKeeper;
  readonly draft: Pick<DraftSettings, 'pending'>;
  readonly audit: Pick<AuditTrail, 'record'>;
  readonly applier: ChoiceApplier;
  readonly journal: SaveJournal;
  readonly watch: Pick<SaveWatch, 'begin'>;
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
    let watched: Sentence | null = null;
    try {
      const interrupted = await this.#takeBackInterrupted();
      if (interrupted !== null) found.push(interrupted);
      found.push(...(await applier.startWanted(keeper.state().saved)));
      const { sentence, isWatched } = await this.#goOnWatching();
      if (isWatched) watched = sentence;
      else if (sentence !== null) found.push(sentence);
    } catch (error) {
      found.push(say`Not all daemons could be started: ${{ reason: troubleOf(error) }}.`);
    }
    this.#found = found.length === 0 ? null : passage(...found);
    const told = watched === null ? found : [...found, watched];
    if (told.length === 0) return null;
    machine.log.info(english(passage(...told)));
    return passage(...told);
  }

  /** The saved state is the truth: its number says which saves of the journal had become it. */
  async #takeBackInterrupted(): Promise<Sentence | null> {
    const { keeper, machine, applier, journal, draft } = this.#parts;
    const { saved, generation, saves } = keeper.state();
    const open = await journal.read();
    if (open === null) {
      await machine.configuration.prune([generation]);
      return null;
    }
    const lastGood = { choices: saved, generation };
    const interrupted = open.saves.filter(({ save }) => save > saves);
    if (interrupted.length === 0) {
      await applier.clearAway(lastGood);
      return null;
    }
    const { takenBack } = await applier.live.takeBack(touchedBy({ saves: interrupted }), lastGood);
    return this.#told(interrupted, passage(takenBack, pendingNote(draft)));
  }

  /** Watches again what was saved and not watched to its end; what needs no watch is complete. Says which. */
  async #goOnWatching(): Promise<{ readonly sentence: Sentence | null; readonly isWatched: boolean }> {
    const { journal, keeper, watch } = this.#parts;
    const { saves: reached } = keeper.state();
    const saves = journal.content()?.saves.filter(({ save }) => save <= reached) ?? [];
    const isWatched = await watch.begin();
    if (saves.length === 0) return { sentence: null, isWatched };
    const outcome = isWatched
      ? say`All of its steps were done, and the service was tested. The panel watches it again.`
      : say`All of its steps were done, and the service was tested: the save is complete.`;
    return { sentence: await this.#told(saves, outcome), isWatched };
  }

  /** What was begun in the audit log has an end there, too. */
  async #told(saves: readonly JournalledSave[], outcome: Sentence): Promise<Sentence> {
    for (const { title: what } of saves)
      await this.#parts.audit.record(thePanel, { what, outcome: say`interrupted: ${{ outcome }}` });
    const titles = distinct(saves.map(({ title }) => title));
    return say`The panel was stopped during “${{ job: allOf(titles) }}”. ${{ outcome }}`;
  }
}

/** What the administrator is told about the changes of a save that failed, or ''. */
export function pendingNote(draft: Pick<DraftSettings, 'pending'>): Sentence | '' {
  return draft.pending().length === 0 ? '' : say`The changes are still pending.`;
}
