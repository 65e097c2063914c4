import { isDeepStrictEqual } from 'node:util';
import type { Choices } from '../../../core/draft.js';
import type { Sentence } from '../../../core/words/sentence.js';
import type { SavePreview } from '../save-preview.js';
import type { Agreed } from './waiting-save.js';

/** What is not as it was when a save was agreed to. */
export type Changed = 'draft' | 'saved' | 'watched' | 'files' | 'effect';

/** What is known at any time, without asking the machine. */
export interface Known {
  readonly draft: Choices;
  readonly saved: Choices;
  readonly watched: Readonly<Record<string, string>>;
}

/**
 * What has changed in the settings since; null for nothing. A renewed certificate changes none of them. A watched value that
 * is not known now has not changed.
 */
export function changedSince(agreed: Agreed, { draft, saved, watched }: Known): Changed | null {
  if (!isDeepStrictEqual(draft, agreed.choices)) return 'draft';
  if (!isDeepStrictEqual(saved, agreed.before)) return 'saved';
  const isOther = Object.entries(watched).some(
    ([key, text]) => agreed.watched[key] !== undefined && agreed.watched[key] !== text,
  );
  return isOther ? 'watched' : null;
}

/**
 * What the save would do now that was not agreed to; null for nothing. It may disturb fewer people.
 * @param alongside whom something else disturbs that becomes active with it
 */
export function exceeds(
  agreed: Agreed,
  { handEdits, sentences }: Pick<SavePreview, 'handEdits' | 'sentences'>,
  alongside: readonly Sentence[] = [],
): Changed | null {
  if (!isDeepStrictEqual(handEdits, agreed.handEdits)) return 'files';
  const allowed = [...agreed.disturbs, ...alongside];
  const isKnown = sentences.every((one) => allowed.some((known) => isDeepStrictEqual(known, one)));
  return isKnown ? null : 'effect';
}
