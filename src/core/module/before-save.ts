import type { Sentence } from '../words/sentence.js';

/** What a save would change for people who use a module's service, and the page on which they are told first. */
export interface BeforeSave {
  readonly sentences: readonly Sentence[];
  readonly remedy: { readonly label: Sentence; readonly path: string };
}
