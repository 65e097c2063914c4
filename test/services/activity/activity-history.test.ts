import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { ActivityHistory } from '../../../src/services/activity/activity-history.js';
import { createStore } from '../../../src/system/store.js';
import { temporaryFolder } from '../../helpers/folder.js';
import { KeptLog, StillClock } from '../../helpers/memory-machine.js';

const NAMES = ['chat.sessions', 'chat.sign-ins', 'chat.refusals'];

/** A folder in which one panel after the other keeps its history, by the same clock. */
async function kept(context: TestContext) {
  const folder = await temporaryFolder(context);
  const [clock, log] = [new StillClock(), new KeptLog()];
  const document = createStore(folder).document('activity');
  const open = (): Promise<ActivityHistory> => ActivityHistory.open({ document, clock, log }, NAMES);
  return { path: `${folder}/activity.json`, clock, log, open };
}

test('a level is the most there was at once, a count the sum, over a day, a week and a month', async (context) => {
  const { clock, open } = await kept(context);
  const history = await open();
  for (const sessions of [3, 7, 5]) history.level('chat.sessions', sessions);
  for (const signIns of [3, 7, 5]) history.count('chat.sign-ins', signIns);
  clock.pass(300);
  history.level('chat.sessions', 2);
  assert.deepEqual(history.values('chat.sessions', 'day').slice(-3), [null, 7, 2]);
  assert.deepEqual(history.values('chat.sign-ins', 'day').slice(-3), [null, 15, null]);
  for (const span of ['week', 'month'] as const) {
    assert.equal(history.values('chat.sessions', span).at(-1), 7);
    assert.equal(history.values('chat.sign-ins', span).at(-1), 15);
  }
});

test('the next panel goes on where a killed one ended, and the time in between is a gap', async (context) => {
  const { clock, open } = await kept(context);
  const first = await open();
  first.level('chat.sessions', 4);
  await first.keep();
  first.level('chat.sessions', 9);
  clock.pass(600);
  const second = await open();
  second.level('chat.sessions', 1);
  assert.deepEqual(second.values('chat.sessions', 'day').slice(-3), [4, null, 1]);
});

test('the file has a fixed size and only its owner reads it, after a year of every slot', async (context) => {
  const { clock, path, open } = await kept(context);
  const history = await open();
  for (let slot = 0; slot < 365 * 288; slot += 1) {
    for (const name of NAMES) history.level(name, 123_456);
    clock.pass(300);
  }
  await history.keep();
  const { size, mode } = await stat(path);
  assert.ok(size < 40_000, `${size} bytes`);
  assert.equal(mode & 0o777, 0o600);
});

test('nothing is written while nothing is new', async (context) => {
  const { path, open } = await kept(context);
  const history = await open();
  await history.keep();
  await assert.rejects(stat(path), /ENOENT/);
  history.level('chat.sessions', 1);
  await history.keep();
  const { ino } = await stat(path);
  await history.keep();
  assert.equal((await stat(path)).ino, ino);
});

test('a damaged file, one of another version, and one that an attacker wrote stop nobody', async (context) => {
  const { clock, log, path, open } = await kept(context);
  const contents = [
    '{"version":1,"series":{"chat.sess',
    '[]',
    '{"version":2,"series":{}}',
    '{"version":1,"series":{"chat.sessions":{"day":5}}}',
    '\0\0\0\0',
  ];
  for (const content of contents) {
    await writeFile(path, content);
    const history = await open();
    assert.equal(history.values('chat.sessions', 'day').at(-1), null, content);
    history.level('chat.sessions', 2);
    await history.keep();
    assert.equal((await open()).values('chat.sessions', 'day').at(-1), 2, content);
  }
  assert.equal(log.lines.length, contents.length);
  assert.match(log.lines[0] ?? '', /^error: the activity of the past cannot be read, so it begins anew: /);
  const long = `${'x'.repeat(9)} `.repeat(10_000);
  await writeFile(
    path,
    JSON.stringify({ version: 1, series: { 'chat.sessions': { day: long }, other: {} } }),
  );
  const history = await open();
  history.level('chat.sessions', 1);
  await history.keep();
  const written = await readFile(path, 'utf8');
  assert.ok(written.length < 1000 && !written.includes('other'), written);
  clock.pass(1);
});

test('a disk that takes nothing is logged once, and the numbers go on', async () => {
  const log = new KeptLog();
  const document = {
    read: () => Promise.resolve(null),
    write: () => Promise.reject(new Error('it is full')),
  };
  const history = await ActivityHistory.open({ document, clock: new StillClock(), log }, NAMES);
  history.level('chat.sessions', 1);
  await history.keep();
  await history.keep();
  assert.deepEqual(log.lines, ['error: cannot keep the activity: it is full']);
  assert.equal(history.values('chat.sessions', 'day').at(-1), 1);
});
