import { z } from 'zod';
import { Mutex } from '../../core/mutex.js';
import type { Document, Log } from '../../core/ports.js';
import { sentenceOrNone, sentenceSchema } from '../../core/words/sentence-schema.js';
import { reasonOf } from '../../errors.js';
import type { TakenBackSaves } from './watching.js';

const schema = z
  .object({
    isRestored: z.boolean(),
    saves: z.array(
      z.object({ job: z.string(), title: sentenceSchema, who: sentenceOrNone, when: z.string() }),
    ),
    when: z.iso.datetime(),
    failure: z.object({
      step: sentenceSchema,
      reason: sentenceSchema,
      lastWords: z.array(z.object({ daemon: z.string(), lines: z.array(z.string()) })),
      takenBack: sentenceOrNone,
      serviceDown: z.boolean(),
    }),
  })
  .nullable();

/** What is needed to remember it. */
export interface TakenBackNoteParts {
  readonly document: Document;
  readonly log: Pick<Log, 'error'>;
}

/** Remembers what a watch took back, until a later save is proved, also over a restart of the panel. */
export class TakenBackNote {
  readonly #parts: TakenBackNoteParts;
  readonly #mutex = new Mutex();
  #takenBack: TakenBackSaves | null;

  private constructor(parts: TakenBackNoteParts, takenBack: TakenBackSaves | null) {
    this.#parts = parts;
    this.#takenBack = takenBack;
  }

  /** Reads what is remembered. What cannot be read is not said, and the log says why. */
  static async open(parts: TakenBackNoteParts): Promise<TakenBackNote> {
    try {
      return new TakenBackNote(parts, schema.parse(await parts.document.read()));
    } catch (error) {
      parts.log.error(`it is not known what was taken back last: ${reasonOf(error)}`);
      return new TakenBackNote(parts, null);
    }
  }

  /** Null when nothing was taken back since the last save that was proved. */
  get(): TakenBackSaves | null {
    return this.#takenBack;
  }

  /** Something was taken back, or a save was proved: null. Does not throw. */
  async set(takenBack: TakenBackSaves | null): Promise<void> {
    if (this.#takenBack === takenBack) return;
    this.#takenBack = takenBack;
    try {
      await this.#mutex.run(() => this.#parts.document.write(this.#takenBack));
    } catch (error) {
      this.#parts.log.error(`cannot keep what was taken back: ${reasonOf(error)}`);
    }
  }
}
