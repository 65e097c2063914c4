import { constants } from 'node:os';
import { say, type Sentence } from '../../core/words/sentence.js';
import type { Death } from '../deaths.js';
import type { JournalEntry } from './journal-entry.js';

/** What systemd says of a unit's processes, by the numbers of sd-messages.h. */
export const messages = {
  processEnded: '98e322203f7a4ed290d09fe03c09fe15',
  restartScheduled: '5eb03494b6584870a536b337290809b3',
} as const;

/**
 * The unexpected ends of a unit's process, oldest first, from systemd's own entries about it. An end with
 * status 0 shows only by the restart that follows.
 */
export function deathsIn(entries: readonly JournalEntry[]): readonly Death[] {
  const deaths: Death[] = [];
  let isTold = false;
  for (const { at, message, messageId } of entries) {
    const how = messageId === messages.processEnded ? endOf(message) : null;
    if (how !== null && !isTold) deaths.push({ at: at / 1000, how });
    if (how !== null) isTold = true;
    if (messageId !== messages.restartScheduled) continue;
    if (!isTold) deaths.push({ at: at / 1000, how: describeEnd(true, 0) });
    isTold = false;
  }
  return deaths;
}

/** `…: Main process exited, code=killed, status=11/SEGV` in words; null when it is about no daemon's end. */
function endOf(message: string): Sentence | null {
  const [, process, code, status] =
    /: (Main|Control) process exited, code=(\w+), status=(\d+)/.exec(message) ?? [];
  if (process === undefined) return null;
  if (process === 'Control') return say`It did not begin to serve in time.`;
  return describeEnd(code === 'exited', Number(status));
}

/** How a process ended, in words. @param status an exit status, or the number of a signal */
export function describeEnd(exited: boolean, status: number): Sentence {
  if (exited) return say`It ended with status ${{ status: String(status) }}.`;
  const [name = `signal ${status}`] =
    Object.entries(constants.signals).find(([, number]) => number === status) ?? [];
  return say`It was killed by ${{ signal: name }}.`;
}
