import { sayOf, type Sentence } from '../core/words/sentence.js';

/** Whether a module is on. */
export function moduleState(isEnabled: boolean): Sentence {
  return isEnabled ? sayOf('a module')`enabled` : sayOf('a module')`disabled`;
}

/** What becomes of a module with the next save. */
export function stateAfterSave(isEnabled: boolean): Sentence {
  return isEnabled ? sayOf('a module')`enabled when you save` : sayOf('a module')`disabled when you save`;
}
