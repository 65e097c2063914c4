import { restored } from '../../core/draft.js';
import type { Machine } from '../../core/ports.js';
import type { JobFailure } from '../../core/progress.js';
import { allOf, passage, say, type Sentence } from '../../core/words/sentence.js';
import { troubleOf } from '../../errors.js';
import { thePanel, type AuditTrail } from '../records/audit-trail.js';
import type { DraftSettings } from './draft-settings.js';
import type { LiveState, Restored } from './live-state.js';
import type { PanelStateKeeper } from './panel-state.js';
import { touchedBy, type SaveJournal, type Unwatched } from './save-journal.js';
import type { TakenBackNote } from './taken-back-note.js';
import type { NamedSave, TakenBackSaves } from './watching.js';
import { nameOf, STEP } from './watch-words.js';

/** What is needed to take back. */
export interface TakingBackParts {
  readonly machine: Machine;
  readonly keeper: PanelStateKeeper;
  readonly journal: SaveJournal;
  readonly live: LiveState;
  readonly draft: Pick<DraftSettings, 'pending'>;
  readonly audit: Pick<AuditTrail, 'record'>;
  readonly takenBackNote: Pick<TakenBackNote, 'set'>;
  /** Called when something was taken back, with the daemons as they are then. */
  readonly afterwards: () => Promise<void>;
}

const AGAIN = say`The panel tries again every few seconds.`;

/** A watch that failed. */
export interface FailedWatch extends Pick<JobFailure, 'reason' | 'lastWords'> {
  readonly saves: readonly NamedSave[];
}

/** Restores the newest state that was watched to its end. All that was saved since then is pending again. */
export class TakingBack {
  readonly #parts: TakingBackParts;
  /** The copies that were made last, and of what: a second try makes no second ones. */
  #aside: { readonly key: string; readonly sentence: Sentence } | null = null;

  constructor(parts: TakingBackParts) {
    this.#parts = parts;
  }

  /** Does it, and writes it down. To be called while the mutex is held. Does not throw. */
  async run(failed: FailedWatch): Promise<TakenBackSaves> {
    return this.#told(failed, await this.#restore());
  }

  /** Tries once more what {@link run} could not do. Returns null, and writes nothing down, where it cannot do it now either. */
  async again(failed: FailedWatch): Promise<TakenBackSaves | null> {
    const back = await this.#restore();
    return back.isRestored ? this.#told(failed, back) : null;
  }

  async #told(
    { saves, reason, lastWords }: FailedWatch,
    { isRestored, ...back }: Restored,
  ): Promise<TakenBackSaves> {
    const takenBack: TakenBackSaves = {
      isRestored,
      saves,
      when: this.#parts.machine.clock.now().toISOString(),
      failure: { step: STEP, reason, lastWords, ...back },
    };
    await this.#parts.takenBackNote.set(takenBack);
    await this.#record(takenBack);
    return takenBack;
  }

  /** The saved state first: from then on a crash leaves what {@link Recovery} takes back. */
  async #restore(): Promise<Restored> {
    const { keeper, journal, live, draft, afterwards } = this.#parts;
    const content = journal.content();
    try {
      if (content === null) throw new Error('the journal is empty');
      const copies = await this.#setAside(content);
      const first = Math.min(...content.saves.map(({ save }) => save));
      await keeper.update((state) => restored(state, content.fallback, first - 1));
      const back = await live.takeBack(touchedBy(content), content.fallback);
      await afterwards();
      const pending = draft.pending().length === 0 ? '' : say`The changes are pending again.`;
      const after = back.isRestored ? pending : AGAIN;
      return { ...back, takenBack: passage(back.takenBack, copies, after) };
    } catch (error) {
      return {
        takenBack: passage(
          say`The last good configuration could not be restored: ${{ reason: troubleOf(error) }}.`,
          AGAIN,
        ),
        isRestored: false,
        serviceDown: true,
      };
    }
  }

  /** What was changed by hand since the fallback lies only in the generations that go. Returns where the copies are, or ''. */
  async #setAside({ fallback }: Unwatched): Promise<Sentence | ''> {
    const { machine, keeper } = this.#parts;
    const { kept } = keeper.state();
    const changed = (await machine.configuration.live()).filter(({ path, content, hasDrifted }) => {
      const isKept = kept[path] !== undefined && kept[path] !== fallback.kept[path];
      return content !== null && (hasDrifted || isKept);
    });
    if (changed.length === 0) return '';
    const key = JSON.stringify(changed.map(({ path, content }) => [path, content]));
    if (this.#aside?.key !== key) {
      const paths = changed.map(({ path }) => path);
      const folder = await machine.configuration.setAside(paths);
      const sentence = say`Copies of the files that were changed by hand (${{ files: allOf(paths) }}) are in ${{ folder }}.`;
      this.#aside = { key, sentence };
    }
    return this.#aside.sentence;
  }

  async #record({ saves, isRestored, failure: { reason, takenBack } }: TakenBackSaves): Promise<void> {
    const how = isRestored ? say`taken back: ${{ reason }}.` : say`not taken back: ${{ reason }}.`;
    const deeds = saves.map((save) => ({
      what: nameOf(save),
      outcome: passage(how, takenBack),
    }));
    await this.#parts.audit.record(thePanel, ...deeds);
  }
}
