import { choiceOf, type Choices } from '../../../core/draft.js';
import type { Machine } from '../../../core/ports.js';
import type { Registry } from '../../../core/registry.js';
import type { Reader } from '../../../core/words/reader.js';

/** What is needed to tell users of a save. */
export interface SaveWordParts {
  readonly machine: Machine;
  readonly registry: Registry;
  readonly keeper: { state(): { readonly saved: Choices } };
  /** The language of messages to users, as it is chosen now. */
  readonly userReader: () => Reader;
}

/** Tells everybody who is connected to any service of a save that disconnects them. */
export class SaveWord {
  readonly #parts: SaveWordParts;

  constructor(parts: SaveWordParts) {
    this.#parts = parts;
  }

  /**
   * @param minutes until the save; null: it does not happen, although they were told
   * @throws the reason when a service does not take it
   */
  async tell(minutes: number | null): Promise<void> {
    const { machine, registry, keeper, userReader } = this.#parts;
    const { saved } = keeper.state();
    for (const { id, sessions } of registry.modules) {
      const { enabled, settings } = choiceOf(saved, id);
      if (enabled && sessions !== null) await sessions.announceSave(machine, settings, minutes, userReader());
    }
  }
}
