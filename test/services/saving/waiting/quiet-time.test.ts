import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

/** The next quiet time, asked in a process of that time zone. */
function next(zone: string, quietTime: string, now: string): string {
  const program = `
    import { nextQuietTime } from './src/services/saving/waiting/quiet-time.ts';
    process.stdout.write(nextQuietTime('${quietTime}', new Date('${now}')).toISOString());`;
  return execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    env: { ...process.env, TZ: zone },
    encoding: 'utf8',
  });
}

for (const { what, zone = 'UTC', quietTime = '03:30', now, then } of [
  { what: 'today, when users can be told', now: '2026-03-02T03:28:59Z', then: '2026-03-02T03:30:00.000Z' },
  { what: 'tomorrow, when it is too late', now: '2026-03-02T03:29:30Z', then: '2026-03-03T03:30:00.000Z' },
  { what: 'over the end of a year', now: '2026-12-31T12:00:00Z', then: '2027-01-01T03:30:00.000Z' },
  {
    what: 'local time, after the clocks went ahead',
    zone: 'Europe/Madrid',
    now: '2026-03-28T20:00:00Z',
    then: '2026-03-29T01:30:00.000Z',
  },
  {
    what: 'a time that this day leaves out comes an hour later',
    zone: 'Europe/Madrid',
    quietTime: '02:30',
    now: '2026-03-28T20:00:00Z',
    then: '2026-03-29T01:30:00.000Z',
  },
  {
    what: 'of a time that comes twice it is the first',
    zone: 'Europe/Madrid',
    quietTime: '02:30',
    now: '2026-10-24T20:00:00Z',
    then: '2026-10-25T00:30:00.000Z',
  },
  {
    what: 'not the second of them',
    zone: 'Europe/Madrid',
    quietTime: '02:30',
    now: '2026-10-25T01:00:00Z',
    then: '2026-10-26T01:30:00.000Z',
  },
]) {
  test(`the next quiet time: ${what}`, () => {
    assert.equal(next(zone, quietTime, now), then);
  });
}
