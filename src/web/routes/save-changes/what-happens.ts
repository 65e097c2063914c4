import type { Sentence } from '../../../core/words/sentence.js';
import { troubleOf } from '../../../errors.js';
import type { Consequence } from '../../../services/saving/consequences.js';
import type { Deps } from '../../deps.js';

/** What a save does if one setting is changed; rows are null where nobody asked, since all of it is worked out anew. */
export interface WhatHappens {
  readonly rows: readonly Consequence[] | null;
  /** Why it is not known, or `''`. */
  readonly problem: Sentence | '';
}

/** @param isAsked whether the page was asked to show it */
export async function whatHappens(
  { consequences }: Pick<Deps, 'consequences'>,
  isAsked: boolean,
): Promise<WhatHappens> {
  if (!isAsked) return { rows: null, problem: '' };
  try {
    return { rows: await consequences.all(), problem: '' };
  } catch (error) {
    return { rows: [], problem: troubleOf(error) };
  }
}
