import type { Sentence } from '../words/sentence.js';

/** What a module shows on the page of a row beside its fields: what the panel keeps there. */
export interface RowNote {
  readonly title: Sentence;
  readonly notes: readonly Sentence[];
  /** What is kept, a line each. The text is data. */
  readonly lines: readonly { readonly text: string; readonly note: Sentence }[];
}
