import { say, type Sentence } from '../../core/words/sentence.js';
import type { Refusal } from './sign-in.js';

const words: Readonly<Record<Refusal['kind'], Sentence>> = {
  refused: say`refused`,
  wait: say`refused: too many attempts`,
  busy: say`not done: too many people were signing in`,
};

/** Why somebody was not believed, for the audit log. */
export function refusalWords(kind: Refusal['kind']): Sentence {
  return words[kind];
}
