import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { say } from '../../../src/core/words/sentence.js';
import { Sessions } from '../../../src/services/sign-in/sessions.js';
import { StillClock } from '../../helpers/memory-machine.js';

const minutes = (count: number): number => count * 60;

test('a session ends after 15 minutes without activity', () => {
  const clock = new StillClock();
  const sessions = new Sessions(clock);
  const id = sessions.open('admin', '192.0.2.1');
  clock.pass(minutes(14) + 59);
  assert.equal(sessions.find(id, true)?.who, 'admin');
  clock.pass(minutes(15) + 1);
  assert.equal(sessions.find(id, true), null);
});

test('what a page asks by itself does not keep a session alive', () => {
  const clock = new StillClock();
  const sessions = new Sessions(clock);
  const id = sessions.open('admin', '192.0.2.1');
  for (let minute = 1; minute <= 15; minute += 1) {
    clock.pass(minutes(1));
    assert.ok(sessions.find(id, false), `minute ${minute}`);
  }
  clock.pass(1);
  assert.equal(sessions.find(id, false), null);
});

test('a session ends after eight hours, however busy', () => {
  const clock = new StillClock();
  const sessions = new Sessions(clock);
  const id = sessions.open('admin', '192.0.2.1');
  for (let minute = 10; minute <= 480; minute += 10) {
    clock.pass(minutes(10));
    assert.ok(sessions.find(id, true), `minute ${minute}`);
  }
  clock.pass(1);
  assert.equal(sessions.find(id, true), null);
});

test('setting the clock ends no session and prolongs none', () => {
  const clock = new StillClock();
  const sessions = new Sessions(clock);
  const id = sessions.open('admin', '192.0.2.1');
  clock.setWall(new Date('2031-01-01'));
  assert.ok(sessions.find(id, true));
  clock.setWall(new Date('2020-01-01'));
  clock.pass(minutes(15) + 1);
  assert.equal(sessions.find(id, true), null);
});

test('the sixth session ends the first', () => {
  const clock = new StillClock();
  const sessions = new Sessions(clock);
  const ids = Array.from({ length: 6 }, () => sessions.open('admin', '192.0.2.1'));
  const other = sessions.open('somebody', '192.0.2.2');
  assert.deepEqual(
    ids.map((id) => sessions.find(id, true) !== null),
    [false, true, true, true, true, true],
  );
  assert.ok(sessions.find(other, true));
});

test('a closed session is dead, and closing all of one person leaves the others', () => {
  const sessions = new Sessions(new StillClock());
  const [one, two, other] = [
    sessions.open('admin', '192.0.2.1'),
    sessions.open('admin', '192.0.2.1'),
    sessions.open('somebody', '192.0.2.2'),
  ];
  sessions.close(one);
  assert.equal(sessions.find(one, true), null);
  assert.ok(sessions.find(two, true));
  sessions.closeAllOf('admin');
  assert.equal(sessions.find(two, true), null);
  assert.ok(sessions.find(other, true));
});

test('an id is 32 random bytes, and only its SHA-256 is kept', (context) => {
  const sessions = new Sessions(new StillClock());
  const spy = context.mock.method(Map.prototype, 'set');
  const id = sessions.open('admin', '192.0.2.1');
  const keys = spy.mock.calls.map((call) => String(call.arguments[0]));
  context.mock.restoreAll();
  assert.match(id, /^[A-Za-z0-9_-]{43}$/);
  assert.notEqual(id, sessions.open('admin', '192.0.2.1'));
  const digest = createHash('sha256').update(id).digest('hex');
  assert.deepEqual(keys, [digest]);
});

test('a notice is shown once', () => {
  const sessions = new Sessions(new StillClock());
  const session = sessions.find(sessions.open('admin', '192.0.2.1'), true);
  session?.notify({ kind: 'done', sentence: say`Saved.` });
  assert.deepEqual(session?.takeNotices(), [{ kind: 'done', sentence: say`Saved.` }]);
  assert.deepEqual(session.takeNotices(), []);
});
