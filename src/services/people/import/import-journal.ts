import { z } from 'zod';
import { handOutForms } from '../../../core/people/import/imports.js';
import type { Document, Log, Store } from '../../../core/ports.js';
import { writtenSentence } from '../../../core/words/sentence-schema.js';
import { reasonOf } from '../../../errors.js';
import { importItemSchema, type ImportItem } from './import-item.js';

const counts = z.object({
  add: z.int(),
  change: z.int(),
  disable: z.int(),
  unchanged: z.int(),
  bad: z.int(),
});

const progressSchema = z.object({
  id: z.string(),
  outcome: z.enum(['running', 'stopped', 'ended']),
  startedAt: z.iso.datetime(),
  startedBy: z.string(),
  endedAt: z.union([z.iso.datetime(), z.literal('')]),
  /** How many of {@link ImportItem}s there were at the start. */
  total: z.int(),
  /** All items before it are surely done, or failed; a few behind it may be done. */
  next: z.int(),
  counts,
  failed: z.array(z.object({ line: z.int().nullable(), userName: z.string(), reason: writtenSentence })),
  reason: z.union([writtenSentence, z.literal('')]),
  /** The forms in which the passwords were not handed out yet. */
  forms: z.array(z.enum(handOutForms)),
});

/** How far an import has come. */
export type ImportProgress = z.infer<typeof progressSchema>;

/** Those who got a generated password. */
export function toHandOut(items: readonly ImportItem[], { failed }: ImportProgress): readonly ImportItem[] {
  const missed = new Set(failed.map(({ userName }) => userName));
  return items.filter(({ isGenerated, userName }) => isGenerated && !missed.has(userName));
}

const peopleSchema = z.object({ id: z.string(), items: z.array(importItemSchema) });

/**
 * What an import keeps on disk, in the panel's own folder: whom it writes, with their passwords, once before the first
 * write, and how far it has come, again and again.
 */
export class ImportJournal {
  readonly #people: Document;
  readonly #progress: Document;
  readonly #log: Pick<Log, 'error'>;

  constructor(store: Store, log: Pick<Log, 'error'>) {
    this.#people = store.document('import-people');
    this.#progress = store.document('import');
    this.#log = log;
  }

  /** What was kept last; null where there was no import, or it cannot be read. */
  async read(): Promise<{ progress: ImportProgress; items: readonly ImportItem[] } | null> {
    try {
      const [stored, kept] = [await this.#progress.read(), await this.#people.read()];
      const progress = stored === null ? null : progressSchema.parse(stored);
      const people = kept === null ? null : peopleSchema.parse(kept);
      // The panel ended before the import began: its people are nobody's.
      if (people !== null && people.items.length > 0 && people.id !== progress?.id)
        await this.keepPeople('', []);
      if (progress === null) return null;
      const items = people?.id === progress.id ? people.items : [];
      if (progress.outcome !== 'ended') return { progress, items };
      // The panel ended before it deleted the passwords of the file.
      const left = progress.forms.length === 0 ? [] : toHandOut(items, progress);
      if (left.length < items.length) await this.keepPeople(progress.id, left);
      return { progress, items: left };
    } catch (error) {
      this.#log.error(`what is kept of an import cannot be read: ${reasonOf(error)}`);
      return null;
    }
  }

  keepPeople(id: string, items: readonly ImportItem[]): Promise<void> {
    return this.#people.write({ id, items });
  }

  keepProgress(progress: ImportProgress): Promise<void> {
    return this.#progress.write(progress);
  }
}
