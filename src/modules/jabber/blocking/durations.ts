import { say, type Sentence } from '../../../core/words/sentence.js';

interface Duration {
  /** As it stands in a form, and behind an option. */
  readonly value: string;
  readonly label: Sentence;
  readonly hours: number;
}

const day: Duration = { value: '1d', label: say`1 day`, hours: 24 };

/** For how long an address can be blocked. There is no block without an end: addresses change hands. */
export const durations: readonly [Duration, ...Duration[]] = [
  { value: '1h', label: say`1 hour`, hours: 1 },
  day,
  { value: '7d', label: say`7 days`, hours: 7 * 24 },
  { value: '30d', label: say`30 days`, hours: 30 * 24 },
];

/** What is chosen when nothing was said. */
export const USUAL_DURATION = day.value;

/** The hours of a duration; null where there is none of this name. */
export function hoursOf(value: string): number | null {
  return durations.find((one) => one.value === value)?.hours ?? null;
}
