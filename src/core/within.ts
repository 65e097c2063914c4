import { PanelError } from '../errors.js';
import { noAnswer } from './no-answer.js';
import type { Sentence } from './words/sentence.js';

/** Seconds that a page waits for a part of the machine that may hang; then it shows what is known. */
export const PAGE_SECONDS = 2;

/**
 * What `work` gives. After so many seconds the caller stops waiting; the work goes on.
 * @param reason what is then said
 * @throws PanelError `not-in-time` with the reason, or what the work throws
 */
export async function within<T>(
  seconds: number,
  work: Promise<T>,
  reason: Sentence = noAnswer(seconds),
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PanelError('not-in-time', { reason })), seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
