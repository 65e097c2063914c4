import assert from 'node:assert/strict';
import { test } from 'node:test';
import { levelOf, passes, readableLine } from '../../src/core/log-line.js';

const jabberd2 =
  '2026-11-25 21:19:30.407656848  Wed Nov  5 21:19:30 2026 [error] [::, port=5222] failed to listen';

test('a line is shown with one time, to the second', () => {
  assert.equal(readableLine(jabberd2), '2026-11-25 21:19:30  [error] [::, port=5222] failed to listen');
  assert.equal(
    readableLine('2026-11-25 21:19:30.407656848  slapd starting'),
    '2026-11-25 21:19:30  slapd starting',
  );
  assert.equal(readableLine('no time at all'), 'no time at all');
});

test('a line says itself how bad it is', () => {
  assert.equal(levelOf(jabberd2), 'error');
  assert.equal(levelOf('… [warning] SASL callback for non-existing host: other.lan'), 'warning');
  assert.equal(
    levelOf('2026-11-25 21:19:30.4  2026-11-25T21:19:30.407Z error the directory is away'),
    'error',
  );
  assert.equal(levelOf('ebox-jabber: ended with status 1'), 'error');
  assert.equal(levelOf('ebox-jabber: killed by signal 11'), 'error');
  assert.equal(levelOf('ebox-jabber: killed by signal 15'), 'usual', 'it was told to end');
  assert.equal(levelOf('ebox-jabber: ended with status 0'), 'usual');
  assert.equal(levelOf('… [notice] no error in sight'), 'usual');
});

test('what a client calls itself makes a line no worse', () => {
  for (const name of ['[error]', '[warning]', 'Z error x', 'ebox-jabber: killed by signal 11']) {
    assert.equal(levelOf(`[notice] [10] bound: jid=alice@chat.lan/${name}`), 'usual', name);
    assert.equal(levelOf(`2026-11-25T21:19:30.407Z info refused "${name}": wrong password`), 'usual', name);
  }
});

test('a filter asks for words, whatever their case, and for at least so bad', () => {
  assert.ok(passes(jabberd2, { search: 'PORT=5222', level: 'warning' }));
  assert.ok(!passes(jabberd2, { search: '5223', level: 'usual' }));
  assert.ok(!passes('[notice] ready', { search: '', level: 'warning' }));
});
