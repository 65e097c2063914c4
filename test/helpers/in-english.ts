import { english } from '../../src/core/words/english.js';
import { isSentence, type Sentence } from '../../src/core/words/sentence.js';

/** The same value with every sentence in it as English text, so that a test reads as a person would. */
export function inEnglish(value: unknown): unknown {
  if (isSentence(value)) return english(value);
  if (Array.isArray(value)) return value.map(inEnglish);
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, inEnglish(one)]));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inEnglish(one)]));
}

/** A sentence that may be missing as English text, `''` where it is. */
export function said(sentence: Sentence | '' | null | undefined): string {
  return english(sentence ?? '');
}
