import { choicesOf } from '../../../core/draft.js';
import type { Clock, Document, Log } from '../../../core/ports.js';
import type { Registry } from '../../../core/registry.js';
import { reasonOf, troubleOf } from '../../../errors.js';
import { keptSchema, type EndedWait, type WaitingSave } from './waiting-save.js';

/** What is known of the save that waits, and of the last one that did. */
export interface KeptWait {
  readonly waiting: WaitingSave | null;
  readonly ended: EndedWait | null;
}

/** What is needed to keep it. */
export interface WaitingStoreParts {
  readonly document: Document;
  readonly registry: Registry;
  readonly log: Pick<Log, 'error'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Keeps the save that waits on disk. */
export class WaitingStore {
  readonly #parts: WaitingStoreParts;
  #kept: KeptWait;
  /** Whether what is in memory is not on disk. */
  #isBehind = false;

  private constructor(parts: WaitingStoreParts, kept: KeptWait) {
    this.#parts = parts;
    this.#kept = kept;
  }

  /** Reads what is kept. What cannot be read does not run, and is said. */
  static async open(parts: WaitingStoreParts): Promise<WaitingStore> {
    try {
      const stored = await parts.document.read();
      if (stored === null) return new WaitingStore(parts, { waiting: null, ended: null });
      const { waiting, ended } = keptSchema.parse(stored);
      return new WaitingStore(parts, { ended, waiting: upgraded(waiting, parts.registry) });
    } catch (error) {
      parts.log.error(`what is kept of a save that waits cannot be read: ${reasonOf(error)}`);
      const when = parts.clock.now().toISOString();
      const ended: EndedWait = { outcome: 'unknown', reason: troubleOf(error), who: '', when };
      return new WaitingStore(parts, { waiting: null, ended });
    }
  }

  get(): KeptWait {
    return this.#kept;
  }

  /** Throws when it cannot be written: then it is as it was. */
  async set(kept: KeptWait): Promise<void> {
    await this.#parts.document.write(kept);
    this.#kept = kept;
    this.#isBehind = false;
  }

  /** The same for what is so, whether or not it can be written; {@link catchUp} tries again. Does not throw. */
  async note(kept: KeptWait): Promise<void> {
    this.#kept = kept;
    this.#isBehind = true;
    await this.catchUp((reason) =>
      this.#parts.log.error(`cannot keep what became of a save that waits: ${reason}`),
    );
  }

  /** Writes what could not be written before. Does not throw. */
  async catchUp(told: (reason: string) => void = () => undefined): Promise<void> {
    if (!this.#isBehind) return;
    await this.set(this.#kept).catch((error: unknown) => told(reasonOf(error)));
  }
}

/** With the modules and settings that a newer panel brought, as the draft has them. */
function upgraded(waiting: WaitingSave | null, registry: Registry): WaitingSave | null {
  if (waiting === null) return null;
  const { before, choices } = waiting.agreed;
  const agreed = {
    ...waiting.agreed,
    before: choicesOf(registry, before),
    choices: choicesOf(registry, choices),
  };
  return { ...waiting, agreed };
}
