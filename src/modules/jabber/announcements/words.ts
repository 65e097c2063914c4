import { say, type Sentence } from '../../../core/words/sentence.js';
import { LONGEST_TEXT } from './announcement.js';

/** What is wrong with the text of an announcement, or null. XML cannot carry every character (XML 1.0, 2.2). */
export function textProblem(text: string): Sentence | null {
  if (text.trim() === '') return say`Type the message.`;
  if (text.length > LONGEST_TEXT)
    return say`The message is too long: at most ${{ most: LONGEST_TEXT }} characters.`;
  return /[^\t\n -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text)
    ? say`The message contains a character that chat cannot carry. Type it again by hand.`
    : null;
}

/** What is wrong with the end of a period, or null. */
export function periodProblem(from: string, until: string | null, now: string): Sentence | null {
  if (until === null) return null;
  if (until <= from) return say`The end must be after the beginning.`;
  return until <= now ? say`The end must be in the future.` : null;
}
