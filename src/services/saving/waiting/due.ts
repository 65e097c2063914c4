import type { WaitingSave } from './waiting-save.js';

const MINUTE = 60_000;

/** Minutes after its time in which a save may still run: the panel may have been busy, or off. */
export const WINDOW_MINUTES = 60;

/** Milliseconds by which it may be late before users are told again. */
const LATE = 2 * MINUTE;

/** What is to be done about a save that waits. */
export type Due = 'wait' | 'tell' | 'save' | 'missed';

/** What the clocks say. */
export interface Clocks {
  readonly now: Date;
  /** Milliseconds since this process told users, by the clock that never jumps; null when it did not. */
  readonly sinceTold: number | null;
}

/**
 * What is due now. Users have the whole time that they were told of, also when the wall clock jumps ahead; a save in so
 * many minutes does not wait longer when it jumps back. A save that is late tells users again first, and one that cannot be
 * within its window is missed.
 */
export function dueOf(waiting: Pick<WaitingSave, Times>, { now, sinceTold }: Clocks): Due {
  const [time, runAt, until] = [now.getTime(), Date.parse(waiting.runAt), Date.parse(waiting.until)];
  const lead = waiting.lead * MINUTE;
  if (time > until) return 'missed';
  if (sinceTold !== null && sinceTold < lead) return 'wait';
  const isReached = time >= runAt || (sinceTold !== null && waiting.by === 'minutes');
  const isLate = sinceTold === null ? time > runAt + LATE : sinceTold > lead + LATE && isReached;
  if (waiting.told !== null && !isLate) return isReached ? 'save' : 'wait';
  if (time < runAt - lead) return 'wait';
  return time + lead > until ? 'missed' : 'tell';
}

type Times = 'by' | 'lead' | 'runAt' | 'until' | 'told';

/** The save with users told now: it runs when they have had their time. */
export function toldAt(waiting: WaitingSave, now: Date): WaitingSave {
  const earliest = now.getTime() + waiting.lead * MINUTE;
  const runAt = new Date(Math.max(Date.parse(waiting.runAt), earliest)).toISOString();
  return { ...waiting, told: now.toISOString(), runAt };
}

/** When a save that is to run at that time is too late. */
export function untilOf(runAt: Date): string {
  return new Date(runAt.getTime() + WINDOW_MINUTES * MINUTE).toISOString();
}
