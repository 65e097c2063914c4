import { z } from 'zod';
import { Mutex } from '../../core/mutex.js';
import type { AuditLog, Document, Log } from '../../core/ports.js';
import { writtenSentence } from '../../core/words/sentence-schema.js';
import type { Sentence } from '../../core/words/sentence.js';
import { reasonOf } from '../../errors.js';

/** The last save that went well. */
export interface DoneSave {
  /** ISO 8601. */
  readonly when: string;
  /** Who began it, or `''` where that is not known. */
  readonly who: Sentence | '';
}

const doneSchema = z.object({
  when: z.iso.datetime(),
  who: z.union([writtenSentence, z.literal('')]),
});

/** `watched` is what is the last save again when those since then are taken back. */
const schema = doneSchema.extend({ watched: doneSchema.nullable().optional() });

/** How many records are looked through for a save that a version before this one did. */
const LOOKED_THROUGH = 2000;

/** What is needed to remember it. */
export interface LastSaveParts {
  readonly document: Document;
  readonly audit: Pick<AuditLog, 'latest'>;
  readonly log: Pick<Log, 'error'>;
}

/** Remembers when the last save went well, and who began it. One that its watch takes back did not. */
export class LastSave {
  readonly #parts: LastSaveParts;
  readonly #mutex = new Mutex();
  #last: DoneSave | null;
  /** The last one that was watched to its end. */
  #watched: DoneSave | null;

  private constructor(parts: LastSaveParts, last: DoneSave | null, watched: DoneSave | null = last) {
    this.#parts = parts;
    this.#last = last;
    this.#watched = watched;
  }

  /** Reads what is remembered. What cannot be read is not known, and the log says why. */
  static async open(parts: LastSaveParts): Promise<LastSave> {
    try {
      const stored = await parts.document.read();
      if (stored === null) return new LastSave(parts, await auditedSave(parts.audit));
      const { watched, ...last } = schema.parse(stored);
      return new LastSave(parts, last, watched);
    } catch (error) {
      parts.log.error(`it is not known when the last save was: ${reasonOf(error)}`);
      return new LastSave(parts, null);
    }
  }

  /** Null where it is not known, or there was none. */
  get(): DoneSave | null {
    return this.#last;
  }

  /** A save went well. Does not throw. */
  async ended(who: Sentence | '', when: Date): Promise<void> {
    this.#last = { when: when.toISOString(), who };
    await this.#keep();
  }

  /** All that was saved was watched to its end. Does not throw. */
  async watched(): Promise<void> {
    this.#watched = this.#last;
    await this.#keep();
  }

  /** What was saved and not watched to its end was taken back. Does not throw. */
  async takenBack(): Promise<void> {
    this.#last = this.#watched;
    await this.#keep();
  }

  async #keep(): Promise<void> {
    try {
      await this.#mutex.run(() =>
        this.#parts.document.write(this.#last === null ? null : { ...this.#last, watched: this.#watched }),
      );
    } catch (error) {
      this.#parts.log.error(`cannot keep when the last save was: ${reasonOf(error)}`);
    }
  }
}

/** Of a panel that did not remember it yet: what its audit log says. */
async function auditedSave(audit: LastSaveParts['audit']): Promise<DoneSave | null> {
  const records = await audit.latest(LOOKED_THROUGH);
  const record = records.find(
    ({ what, outcome }) => what === 'Saving the changes' && outcome === 'Changes saved',
  );
  return record === undefined ? null : { when: record.when, who: '' };
}
