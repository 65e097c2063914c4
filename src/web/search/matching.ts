import { english } from '../../core/words/english.js';
import type { Reader } from '../../core/words/reader.js';
import type { Sentence } from '../../core/words/sentence.js';
import type { SearchPlace } from './places.js';

/** The text as it is compared: without case and accents. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * The places that have every word of the text, in the reader's language or in English. Those whose label begins with it
 * come first, then those that have it in their label, then those that only explain it.
 * @param most so many at most
 */
export function matchingPlaces(
  places: readonly SearchPlace[],
  text: string,
  reader: Reader,
  most: number,
): readonly SearchPlace[] {
  const wanted = folded(text);
  const words = wanted.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  const texts = (sentence: Sentence | ''): readonly string[] =>
    sentence === '' ? [] : [folded(reader.text(sentence)), folded(english(sentence))];
  const hasAll = (said: readonly string[]): boolean =>
    words.every((word) => said.some((one) => one.includes(word)));
  const rankOf = ({ label, on, help }: SearchPlace): number => {
    const labels = texts(label);
    if (labels.some((one) => one.startsWith(wanted))) return 0;
    if (hasAll(labels)) return 1;
    return hasAll([...labels, ...texts(on), ...help.flatMap(texts)]) ? 2 : 3;
  };
  return places
    .map((place) => ({ place, rank: rankOf(place) }))
    .filter(({ rank }) => rank < 3)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ place }) => place);
}
