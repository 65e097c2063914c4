import { z } from 'zod';
import { choicesOf, provedOf, type Proved } from '../../core/draft.js';
import type { Document, Log, Store } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { settingsSchema } from '../../core/setting-value.js';
import { writtenOrNone, writtenSentence } from '../../core/words/sentence-schema.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { reasonOf } from '../../errors.js';
import type { PanelStateKeeper } from './panel-state.js';
import type { Journal } from './target.js';

/** A save in the journal. */
export interface JournalledSave {
  /** The number that it has among the saves once it is proved. */
  readonly save: number;
  /** The id of its job. */
  readonly job: string;
  readonly title: Sentence;
  /** Who saved, or '' when that is not known. */
  readonly who: Sentence | '';
  /** ISO 8601, or '' when that is not known. */
  readonly when: string;
  /** Names of the daemons that it may have touched by now. */
  readonly touched: readonly string[];
}

/** All that was saved since the newest state that was watched to its end. */
export interface Unwatched {
  /** That state: what a watch that fails restores. */
  readonly fallback: Proved;
  /** The oldest first. Those whose number the saved state has not reached are under way, or were interrupted. */
  readonly saves: readonly JournalledSave[];
}

const saveSchema = z.object({ save: z.int(), title: writtenSentence, touched: z.array(z.string()) });

const schema = z.object({
  fallback: z.object({
    choices: z.record(z.string(), z.object({ enabled: z.boolean(), settings: settingsSchema })),
    generation: z.int(),
    watched: z.record(z.string(), z.string()),
    kept: z.record(z.string(), z.string()),
  }),
  saves: z.array(saveSchema.extend({ job: z.string(), who: writtenOrNone, when: z.string() })),
});

/** What is needed to keep the journal. */
export interface SaveJournalParts {
  readonly machine: { readonly store: Store; readonly log: Log };
  readonly registry: Registry;
  readonly keeper: PanelStateKeeper;
}

/**
 * Written down before a save touches anything, and kept until what it made active was watched to its end: so the state
 * that was watched last can be restored, also after a crash.
 */
export class SaveJournal implements Journal {
  readonly #parts: SaveJournalParts;
  readonly #document: Document;
  /** Undefined until it was read. */
  #content: Unwatched | null | undefined;

  constructor(parts: SaveJournalParts) {
    this.#parts = parts;
    this.#document = parts.machine.store.document('journal');
  }

  /** Null when all that was saved was watched to its end. */
  content(): Unwatched | null {
    return this.#content ?? null;
  }

  needed(): number {
    return this.content()?.fallback.generation ?? 0;
  }

  /** What stands there since before this start of the panel. When it cannot be read, as if everything had been touched. */
  async read(): Promise<Unwatched | null> {
    const { machine, keeper, registry } = this.#parts;
    try {
      this.#content = this.#parsed(await this.#document.read());
    } catch (error) {
      machine.log.error(`the journal cannot be read: ${reasonOf(error)}`);
      const touched = registry.modules.flatMap(({ daemons }) => daemons.map(({ name }) => name));
      const save = keeper.state().saves + 1;
      this.#content = this.#ofOneSave({ save, title: say`Saving the changes`, touched });
    }
    return this.#content;
  }

  /** A save begins. From here on a crash is noticed at the next start. */
  async begin(save: Pick<JournalledSave, 'job' | 'title' | 'who' | 'when'>): Promise<void> {
    const state = this.#parts.keeper.state();
    const before = this.#content === undefined ? await this.read() : this.#content;
    // What failed before may still stand there, where a full disk did not let it be forgotten.
    const { fallback, saves } = (before === null ? null : settled(before, state.saves)) ?? {
      fallback: provedOf(state),
      saves: [],
    };
    await this.#write({ fallback, saves: [...saves, { ...save, save: state.saves + 1, touched: [] }] });
  }

  async touching(daemons: readonly string[]): Promise<void> {
    const content = this.content();
    const last = content?.saves.at(-1);
    if (content === null || last === undefined) return;
    await this.#write({ ...content, saves: [...content.saves.slice(0, -1), { ...last, touched: daemons }] });
  }

  /** What did not become the saved state is forgotten, but for the daemons that it touched: they are watched too. */
  async settle(): Promise<void> {
    const content = this.content();
    if (content === null) return;
    const next = settled(content, this.#parts.keeper.state().saves);
    if (next !== content) await this.#write(next);
  }

  /** All that was saved was watched to its end. While this cannot be written, only the next start of the panel does not know. */
  async end(): Promise<void> {
    this.#content = null;
    await this.#write(null);
  }

  async #write(content: Unwatched | null): Promise<void> {
    await this.#document.write(content);
    this.#content = content;
  }

  #parsed(stored: unknown): Unwatched | null {
    if (stored === null) return null;
    const { success, data } = schema.safeParse(stored);
    if (!success) return this.#ofOneSave(saveSchema.parse(stored));
    const choices = choicesOf(this.#parts.registry, data.fallback.choices);
    return { ...data, fallback: { ...data.fallback, choices } };
  }

  /** The journal of a version that watched a save before it became the saved state: then nothing is left to be watched. */
  #ofOneSave({ save, title, touched }: Pick<JournalledSave, 'save' | 'title' | 'touched'>): Unwatched {
    const state = this.#parts.keeper.state();
    const entry = {
      save,
      title,
      touched: save <= state.saves ? [] : touched,
      job: '',
      who: '',
      when: '',
    } as const;
    return { fallback: provedOf(state), saves: [entry] };
  }
}

/**
 * Without the saves that did not become the saved state, but for the daemons that they touched.
 * @param reached how many saves had become it
 * @returns null when none is left; the same when none had to go
 */
function settled(content: Unwatched, reached: number): Unwatched | null {
  const proved = content.saves.filter(({ save }) => save <= reached);
  if (proved.length === content.saves.length) return content;
  const last = proved.at(-1);
  if (last === undefined) return null;
  return { ...content, saves: [...proved.slice(0, -1), { ...last, touched: touchedBy(content) }] };
}

/** Every daemon that was touched since the newest state that was watched to its end. */
export function touchedBy({ saves }: Pick<Unwatched, 'saves'>): readonly string[] {
  return [...new Set(saves.flatMap(({ touched }) => touched))];
}
