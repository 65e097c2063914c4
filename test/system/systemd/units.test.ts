import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../src/core/words/english.js';
import { lineOf, parseEntries } from '../../../src/system/systemd/journal-entry.js';
import { deathsIn, describeEnd, messages } from '../../../src/system/systemd/unit-deaths.js';
import { parseView } from '../../../src/system/systemd/unit.js';
import { inEnglish } from '../../helpers/in-english.js';

const entry = (at: number, message: string, messageId: string) => ({ at, message, messageId });

test('each end that nobody asked for is one death, in words, also one with status 0', () => {
  const unit = 'ebox-jabber-muc.service';
  const restart = `${unit}: Scheduled restart job, restart counter is at 1.`;
  const deaths = deathsIn([
    entry(1_000_000, `${unit}: Main process exited, code=killed, status=11/SEGV`, messages.processEnded),
    entry(3_000_000, restart, messages.restartScheduled),
    entry(9_000_000, restart, messages.restartScheduled),
    entry(
      10_000_000,
      `${unit}: Control process exited, code=exited, status=1/FAILURE`,
      messages.processEnded,
    ),
    entry(10_500_000, `${unit}: Main process exited, code=killed, status=9/KILL`, messages.processEnded),
    entry(12_000_000, restart, messages.restartScheduled),
    entry(13_000_000, `${unit}: Main process exited, code=exited, status=1/FAILURE`, messages.processEnded),
  ]);
  assert.deepEqual(inEnglish(deaths), [
    { at: 1000, how: 'It was killed by SIGSEGV.' },
    { at: 9000, how: 'It ended with status 0.' },
    { at: 10_000, how: 'It did not begin to serve in time.' },
    { at: 13_000, how: 'It ended with status 1.' },
  ]);
  assert.equal(english(describeEnd(false, 99)), 'It was killed by signal 99.');
});

test('what systemctl shows of a unit that runs, that is down, and that it does not know', () => {
  const running =
    'LoadState=loaded\nSubState=running\nMainPID=42\nNRestarts=2\nExecMainStartTimestampMonotonic=5000000\nExecMainExitTimestampMonotonic=0\n';
  assert.deepEqual(parseView(running, 12_900_000), {
    isKnown: true,
    stage: 'running',
    pid: 42,
    seconds: 7,
    restarts: 2,
  });
  const stopped =
    'LoadState=loaded\nSubState=dead\nMainPID=0\nNRestarts=0\nExecMainStartTimestampMonotonic=5000000\nExecMainExitTimestampMonotonic=9000000\n';
  assert.deepEqual(parseView(stopped, 12_000_000), {
    isKnown: true,
    stage: 'dead',
    pid: 0,
    seconds: 3,
    restarts: 0,
  });
  assert.equal(parseView('LoadState=not-found\nSubState=dead\nMainPID=0\n', 1).isKnown, false);
  assert.equal(parseView('LoadState=loaded\nSubState=dead\nMainPID=0\n', 9_000_000).seconds, 0);
});

test('an entry of the journal is one line with its time, whatever bytes it has', () => {
  const text = [
    { __REALTIME_TIMESTAMP: '1795639665081843', MESSAGE: 'sm ready for sessions' },
    { __REALTIME_TIMESTAMP: '1795639665081844', MESSAGE: [103, 114, 252, 110] },
    { __REALTIME_TIMESTAMP: '1795639665081845', MESSAGE: null },
  ];
  const lines = parseEntries(`${text.map((each) => JSON.stringify(each)).join('\n')}\n`).map(lineOf);
  assert.deepEqual(lines, [
    '2026-11-25 20:47:45.081843 sm ready for sessions',
    '2026-11-25 20:47:45.081844 gr\ufffdn',
    '2026-11-25 20:47:45.081845 ',
  ]);
});
