import { z } from 'zod';
import type { Document, Store } from '../../core/ports.js';
import { writtenSentence } from '../../core/words/sentence-schema.js';
import type { Sentence } from '../../core/words/sentence.js';

const schema = z.object({ save: z.int(), title: writtenSentence, touched: z.array(z.string()) });

/** A save that has begun. */
export interface OpenSave {
  /** The number that it has among the saves once it is done. */
  readonly save: number;
  readonly title: Sentence;
  /** Names of the daemons that it may have touched by now. */
  readonly touched: readonly string[];
}

/** Written down before a save touches anything, so that after a crash in the middle the previous configuration is restored. */
export class SaveJournal {
  readonly #document: Document;

  constructor(store: Store) {
    this.#document = store.document('journal');
  }

  /** Null when no save is open. Throws when it cannot be read. */
  async read(): Promise<OpenSave | null> {
    const stored = await this.#document.read();
    return stored === null ? null : schema.parse(stored);
  }

  open(save: OpenSave): Promise<void> {
    return this.#document.write(save);
  }

  close(): Promise<void> {
    return this.#document.write(null);
  }
}
