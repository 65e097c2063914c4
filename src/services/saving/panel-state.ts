import { z } from 'zod';
import { settingsSchema } from '../../core/setting-value.js';
import { initialState, upgraded, type PanelState } from '../../core/draft.js';
import type { Document } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { Mutex } from '../../core/mutex.js';
import { writtenSentence } from '../../core/words/sentence-schema.js';
import { PanelError } from '../../errors.js';

const choicesSchema = z.record(z.string(), z.object({ enabled: z.boolean(), settings: settingsSchema }));

const stateSchema = z.object({
  version: z.number().int(),
  configured: z.array(z.string()),
  saved: choicesSchema,
  draft: choicesSchema,
  changedAt: z.record(z.string(), z.number()),
  edits: z.array(
    z.object({ module: z.string(), setting: z.string(), when: z.string(), who: writtenSentence }),
  ),
  kept: z.record(z.string(), z.string()),
  generation: z.number().int(),
  saves: z.number().int().default(0),
  savedWatched: z.record(z.string(), z.string()),
});

/** Keeps the panel's state: one copy in memory, written through to the disk before anybody sees it. */
export class PanelStateKeeper {
  readonly #document: Document;
  readonly #mutex = new Mutex();
  #state: PanelState;

  private constructor(document: Document, state: PanelState) {
    this.#document = document;
    this.#state = state;
  }

  /**
   * Reads the stored state, or begins with the initial one.
   * @throws PanelError `host-unsuitable` when what is stored is not a state
   */
  static async open(document: Document, registry: Registry): Promise<PanelStateKeeper> {
    const stored = await document.read();
    const state = stored === null ? initialState(registry) : upgraded(readState(stored), registry);
    return new PanelStateKeeper(document, state);
  }

  state(): PanelState {
    return this.#state;
  }

  /** Changes the state, one change after the other. When the disk refuses, the state stays what it was. */
  update(change: (state: PanelState) => PanelState): Promise<PanelState> {
    return this.#mutex.run(async () => {
      const next = change(this.#state);
      if (next !== this.#state) await this.#write(next);
      this.#state = next;
      return next;
    });
  }

  /** A write that fails after its rename has come to pass all the same: what counts is what lies there. */
  async #write(next: PanelState): Promise<void> {
    try {
      await this.#document.write(next);
    } catch (error) {
      const there = await this.#document.read().catch(() => null);
      if (JSON.stringify(there) !== JSON.stringify(next)) throw error;
    }
  }
}

function readState(stored: unknown): PanelState {
  const { success, data, error } = stateSchema.safeParse(stored);
  if (success) return data;
  const places = error.issues.map(({ path }) => path.join('.') || 'all of it').join(', ');
  throw new PanelError('host-unsuitable', {
    reason: `The settings in panel/state.json, in the state folder, are damaged (${places}). Bring the file back from a backup.`,
  });
}
