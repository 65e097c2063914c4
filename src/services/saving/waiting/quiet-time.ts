import { choiceOf, type Choices } from '../../../core/draft.js';
import type { Registry } from '../../../core/registry.js';

/** Minutes before the quiet time at which users are told. */
export const QUIET_LEAD = 1;

/** The quiet time of the services that are on, `HH:MM`, local; null where none has one. */
export function quietTimeOf({ modules }: Registry, saved: Choices): string | null {
  const times = modules.flatMap(({ id, certificate }) => {
    const { enabled, settings } = choiceOf(saved, id);
    return enabled && certificate !== null ? [certificate.quietTime(settings)] : [];
  });
  return times[0] ?? null;
}

/**
 * The next moment with that local time at which users can still be told before. A time that daylight saving leaves out is
 * as much later as it skips; of one that comes twice it is the first.
 * @param quietTime `HH:MM`
 */
export function nextQuietTime(quietTime: string, now: Date): Date {
  const [hours = 0, minutes = 0] = quietTime.split(':').map(Number);
  const onDay = (day: number): Date =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + day, hours, minutes);
  const today = onDay(0);
  return today.getTime() - now.getTime() >= QUIET_LEAD * 60_000 ? today : onDay(1);
}
