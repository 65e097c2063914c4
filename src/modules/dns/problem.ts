import type { Sentence } from '../../core/words/sentence.js';
import type { CellPath } from './own-records.js';

/** What is wrong with a cell, as a sentence that says what to do. */
export interface Problem {
  readonly path: CellPath;
  readonly reason: Sentence;
}
