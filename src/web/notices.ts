import { say, type Sentence } from '../core/words/sentence.js';
import { takenBackSentence, watchingSentence } from '../services/saving/watch-words.js';
import { endedSentence, isAmiss, waitingSentence } from '../services/saving/waiting/waiting-words.js';
import type { Deps } from './deps.js';

/** What is said when a form is in the draft now. */
export const changesKept: Sentence = say`Changes kept. They take effect after Save Changes.`;

/** What is said when a form changed nothing. */
export const nothingChanged: Sentence = say`Nothing was changed.`;

/** How soon a person should act: now, since people are affected or will be; soon; or not at all, it only tells. */
export type Urgency = 'now' | 'soon' | 'never';

/** A notice that stands on the home page for as long as it is true. */
export interface StandingNotice {
  readonly urgency: Urgency;
  /** What is so, and what to do. */
  readonly sentence: Sentence;
  /** Where to look or to decide. */
  readonly link?: { readonly label: Sentence; readonly path: string };
  /** What can be done at once and harms nobody: the path takes a form without fields. */
  readonly button?: { readonly label: Sentence; readonly heard: Sentence; readonly path: string };
}

/** What the home page says of the watch over what was saved: loudly what was taken back. */
export function watchNotices(save: Pick<Deps['save'], 'watching' | 'takenBack'>): readonly StandingNotice[] {
  const [watching, takenBack] = [save.watching(), save.takenBack()];
  return [
    ...(takenBack === null ? [] : [{ urgency: 'now', sentence: takenBackSentence(takenBack) } as const]),
    ...(watching === null ? [] : [{ urgency: 'never', sentence: watchingSentence(watching) } as const]),
  ];
}

/** Milliseconds for which the home page says that a save that waited ended well. */
const DAY = 24 * 3_600_000;

/** What the home page says of the save that waits, and how the last one ended. */
export function waitNotices({
  waiting,
  draft,
  clock,
}: Pick<Deps, 'waiting' | 'draft' | 'clock'>): readonly StandingNotice[] {
  const [now, ended] = [waiting.waiting(), waiting.ended()];
  if (now !== null) {
    const link = { label: say`Show it, or call it off`, path: '/save-changes' };
    return [{ urgency: 'soon', sentence: waitingSentence(now), link }];
  }
  if (ended === null) return [];
  if (!isAmiss(ended)) {
    const isFresh = clock.now().getTime() - Date.parse(ended.when) < DAY;
    return isFresh ? [{ urgency: 'never', sentence: endedSentence(ended) }] : [];
  }
  if (draft.pending().length === 0) return [];
  const link = { label: say`Check the changes`, path: '/save-changes' };
  return [{ urgency: 'soon', sentence: endedSentence(ended), link }];
}

const order: readonly Urgency[] = ['now', 'soon', 'never'];

/** The most urgent first; those of the same urgency stay in order. */
export function byUrgency(notices: readonly StandingNotice[]): readonly StandingNotice[] {
  return order.flatMap((urgency) => notices.filter((notice) => notice.urgency === urgency));
}
