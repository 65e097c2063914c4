import { PanelError } from '../../../../errors.js';
import type { Sentence } from '../../../../core/words/sentence.js';

/** That an act could not be done now; the form keeps what was typed. */
export interface Refused {
  readonly kind: 'refused';
  readonly sentence: Sentence;
  readonly status: number;
}

/** What came of an act on a room, or why the rooms did not do it. */
export async function orRefused<Came>(asking: Promise<Came>): Promise<Came | Refused> {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof PanelError) || error.code === 'not-found') throw error;
    return { kind: 'refused', sentence: error.sentence, status: error.status };
  }
}
