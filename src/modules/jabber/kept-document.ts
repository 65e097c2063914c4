import type { z } from 'zod';
import type { Document, Log } from '../../core/ports.js';
import { reasonOf } from '../../errors.js';

/** A document that is written only after it was read: one that cannot be read now is left as it is, for a later look. */
export class KeptDocument<T> {
  readonly #document: Document;
  readonly #schema: z.ZodType<T>;
  readonly #log: Pick<Log, 'error'>;
  /** What stands in it, for the log: "the last sign-ins". */
  readonly #what: string;
  #isRead = false;
  #isSaid = false;

  constructor(document: Document, schema: z.ZodType<T>, log: Pick<Log, 'error'>, what: string) {
    [this.#document, this.#schema, this.#log, this.#what] = [document, schema, log, what];
  }

  /** Whether it was read, so that it can be written. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /**
   * What is kept; `empty` where nothing was written yet; null while it cannot be read, which is logged once. Does not throw.
   */
  async read(empty: T): Promise<T | null> {
    try {
      const stored = await this.#document.read();
      const { data } = this.#schema.safeParse(stored ?? empty);
      if (data === undefined) throw new Error('the file is not what the panel writes');
      this.#isRead = true;
      return data;
    } catch (error) {
      if (!this.#isSaid)
        this.#log.error(`cannot read ${this.#what}, and leaves the file as it is: ${reasonOf(error)}`);
      this.#isSaid = true;
      return null;
    }
  }

  /** Throws when it cannot be written; does nothing before it was read. */
  async write(content: T): Promise<void> {
    if (this.#isRead) await this.#document.write(content);
  }
}
