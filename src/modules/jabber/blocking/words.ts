import { passage, say, type Sentence } from '../../../core/words/sentence.js';

/** That a change of the list does not hold yet. */
export const NOT_ACTIVE = say`The connection guard does not answer, so the list is not active yet. The panel tells the guard as soon as it answers. A guard of an earlier version answers after the next save.`;

/** What was done, and whether it holds yet. */
export function doneSentence(isActive: boolean, done: Sentence): Sentence {
  return isActive ? done : passage(done, NOT_ACTIVE);
}
