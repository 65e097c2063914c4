import { problem, type Finding } from './finding.js';
import { moment, say } from './words/sentence.js';

/** How far a record of the audit log may be ahead of the clock, in milliseconds. */
const AHEAD = 60_000;

/**
 * Whether the clock went back: then certificates seem not to be valid yet, and logs are out of order.
 * @param now milliseconds since 1970
 * @param last when the audit log's latest record was written, ISO 8601; undefined when it has none
 */
export function judgeClock(now: number, last: string | undefined): readonly Finding[] {
  if (last === undefined || Date.parse(last) <= now + AHEAD) return [];
  return [
    problem(
      'clock',
      say`The clock went back: the last record of the audit log is of ${{ time: moment(last) }}.`,
      say`Set the correct time.`,
    ),
  ];
}
