import type { Sentence } from './sentence.js';

/** Sentences without those that were said before; what is `''` is left out. */
export function distinct(sentences: readonly (Sentence | '')[]): readonly Sentence[] {
  const said = new Map<string, Sentence>();
  for (const sentence of sentences) {
    const key = JSON.stringify(sentence);
    if (sentence !== '' && !said.has(key)) said.set(key, sentence);
  }
  return [...said.values()];
}
