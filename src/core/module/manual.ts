import type { Sentence } from '../words/sentence.js';

/** One chapter of the manual, which the panel shows itself. */
export interface Chapter {
  /** In its path: `/help/ID`. */
  readonly id: string;
  readonly title: Sentence;
  /** The pages that it is about: their paths, and with each what lies below it. */
  readonly about: readonly string[];
  readonly parts: readonly ChapterPart[];
}

/** Paragraphs under a heading; the first part has none. */
export interface ChapterPart {
  readonly heading: Sentence | '';
  readonly paragraphs: readonly Sentence[];
  /** What to do, one after the other. */
  readonly steps?: readonly Sentence[];
}
