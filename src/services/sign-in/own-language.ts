import { z } from 'zod';
import type { Document, Log, Store } from '../../core/ports.js';
import { reasonOf } from '../../errors.js';

const storedSchema = z.object({ language: z.string().regex(/^[A-Za-z0-9-]{0,35}$/) });

/** The language that the administrator chose for the panel's pages and its messages to users, kept in the panel's store. */
export class OwnLanguage {
  readonly #document: Document;
  #chosen = '';

  private constructor(document: Document) {
    this.#document = document;
  }

  /** Reads the choice; there is none in a panel that never asked. What cannot be read is forgotten, and the log says so. */
  static async open({ store, log }: { readonly store: Store; readonly log: Log }): Promise<OwnLanguage> {
    const own = new OwnLanguage(store.document('language'));
    try {
      const stored = await own.#document.read();
      if (stored !== null) own.#chosen = storedSchema.parse(stored).language;
    } catch (error) {
      log.error(`the chosen language cannot be read and is forgotten: ${reasonOf(error)}`);
    }
    return own;
  }

  /** BCP 47, or `''` where the browser's wish counts. */
  get chosen(): string {
    return this.#chosen;
  }

  /** @param language as {@link chosen} */
  async choose(language: string): Promise<void> {
    await this.#document.write(storedSchema.parse({ language }));
    this.#chosen = language;
  }
}
