import { z } from 'zod';
import type { AuditLog, Document, Log } from '../../core/ports.js';
import type { Job } from '../../core/progress.js';
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

const schema = z.object({ when: z.iso.datetime(), who: z.union([writtenSentence, z.literal('')]) });

/** How many records are looked through for a save that a version before this one did. */
const LOOKED_THROUGH = 2000;

/** What is needed to remember it. */
export interface LastSaveParts {
  readonly document: Document;
  readonly audit: Pick<AuditLog, 'latest'>;
  readonly log: Pick<Log, 'error'>;
}

/** Remembers when the last save went well, and who began it. */
export class LastSave {
  readonly #parts: LastSaveParts;
  #last: DoneSave | null;

  private constructor(parts: LastSaveParts, last: DoneSave | null) {
    this.#parts = parts;
    this.#last = last;
  }

  /** Reads what is remembered. What cannot be read is not known, and the log says why. */
  static async open(parts: LastSaveParts): Promise<LastSave> {
    try {
      const stored = await parts.document.read();
      return new LastSave(parts, stored === null ? await auditedSave(parts.audit) : schema.parse(stored));
    } catch (error) {
      parts.log.error(`it is not known when the last save was: ${reasonOf(error)}`);
      return new LastSave(parts, null);
    }
  }

  /** Null where it is not known, or there was none. */
  get(): DoneSave | null {
    return this.#last;
  }

  /** Takes the end of a job. Does not throw. */
  async ended({ outcome, who }: Pick<Job, 'outcome' | 'who'>, when: Date): Promise<void> {
    if (outcome !== 'done') return;
    this.#last = { when: when.toISOString(), who };
    try {
      await this.#parts.document.write(this.#last);
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
