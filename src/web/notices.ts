import { say, type Sentence } from '../core/words/sentence.js';
import { takenBackSentence, watchingSentence } from '../services/saving/watch-words.js';
import type { Deps } from './deps.js';

/** What is said when a form is in the draft now. */
export const changesKept: Sentence = say`Changes kept. They take effect after Save Changes.`;

/** What is said when a form changed nothing. */
export const nothingChanged: Sentence = say`Nothing was changed.`;

/** What the home page says of the watch over what was saved: loudly what was taken back. */
export function watchNotices(
  save: Pick<Deps['save'], 'watching' | 'takenBack'>,
): readonly { readonly tone: 'info' | 'error'; readonly text: Sentence }[] {
  const [watching, takenBack] = [save.watching(), save.takenBack()];
  return [
    ...(takenBack === null ? [] : [{ tone: 'error', text: takenBackSentence(takenBack) } as const]),
    ...(watching === null ? [] : [{ tone: 'info', text: watchingSentence(watching) } as const]),
  ];
}
