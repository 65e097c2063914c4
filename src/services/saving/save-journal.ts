import { z } from 'zod';
import type { Document, Store } from '../../core/ports.js';

const schema = z.object({ save: z.int(), title: z.string(), touched: z.array(z.string()) });

/** A save that has begun. */
export interface OpenSave {
  /** The number that it has among the saves once it is done. */
  readonly save: number;
  readonly title: string;
  /** Names of the daemons that it may have touched by now. */
  readonly touched: readonly string[];
}

/** Written down before a save touches anything, so that a crash in the middle can be taken back. */
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
