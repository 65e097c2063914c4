import type { Sentence } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';

/** Why nothing was done, for above the form. */
export interface Refused {
  readonly kind: 'refused';
  readonly message: Sentence;
  readonly status: number;
}

/** What the directory refuses is shown above the form, which keeps what was typed. All else is for the error page. */
export async function orRefused<T>(work: Promise<T>): Promise<T | Refused> {
  try {
    return await work;
  } catch (error) {
    if (
      !(error instanceof PanelError) ||
      !(error.code.startsWith('directory-') || error.code === 'not-recorded')
    )
      throw error;
    return { kind: 'refused', message: error.sentence, status: error.status };
  }
}
