import { englishCatalogue, Reader } from './reader.js';
import type { Sentence } from './sentence.js';

const reader = new Reader({ catalogue: englishCatalogue });

/** A sentence in English, for the log and for programs, which have no language of their own. */
export function english(sentence: Sentence | ''): string {
  return reader.text(sentence);
}
