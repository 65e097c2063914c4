import { englishCatalogue, Reader } from './reader.js';
import type { Sentence } from './sentence.js';

const reader = new Reader({ catalogue: englishCatalogue });

/** A sentence in English, for the log and for whoever has no language of his own. */
export function english(sentence: Sentence | ''): string {
  return reader.text(sentence);
}
