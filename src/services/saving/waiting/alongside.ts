import type { Choices } from '../../../core/draft.js';
import type { Sentence } from '../../../core/words/sentence.js';

/**
 * What becomes active with a save that waits, when it is due at the same time: users are disconnected once. Asked with
 * the choices that the save makes active.
 */
export interface Alongside {
  /** Whom it disturbs beside those of the save; empty where nothing is due. Does not throw. */
  disturbs(choices: Choices): Promise<readonly Sentence[]>;
  /** Makes what is due, as the save begins. Returns what became active if the save succeeds, or null. Does not throw. */
  make(choices: Choices): Promise<Sentence | null>;
}

/** Nothing. */
export const nothingAlongside: Alongside = {
  disturbs: () => Promise.resolve([]),
  make: () => Promise.resolve(null),
};
