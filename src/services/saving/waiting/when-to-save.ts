import type { Decisions } from '../../../core/drift.js';

/** When a save is to run: so many minutes after users were told now, or at the quiet time. */
export type WhenToSave =
  { readonly kind: 'minutes'; readonly minutes: number } | { readonly kind: 'quiet-time' };

/** A save of the draft that is to wait. */
export interface WantedWait {
  readonly when: WhenToSave;
  readonly decisions: Decisions;
}

/** The most minutes that users may be told before. */
export const MOST_MINUTES = 60;

/** Whether users may be told so many minutes before. */
export function isMinutes(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES;
}
