import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begunIn, LinkLog, LogPlace } from '../../../src/modules/jabber/live/log-facts.js';

const c2s = (text: string): string => `2026-11-26 19:55:31.200000  Thu Nov 26 19:55:31 2026 [notice] ${text}`;

test('the second in which a session began is that of sm, or that of the log, give or take one', () => {
  const second = new Date('2026-11-26T19:55:31').getTime() / 1000;
  const [late] = begunIn([
    '2026-11-26 19:55:33.000100  Thu Nov 26 19:55:31 2026 [notice] session started: jid=bob@chat.lan/a b',
  ]);
  assert.ok(late !== undefined);
  assert.equal(late.jid, 'bob@chat.lan/a b');
  assert.deepEqual(
    late.starts,
    [0, -1, 1, 2, 3].map((more) => second + more),
  );
  assert.deepEqual(
    begunIn(['2026-11-26 19:55:33.0  Thu Nov 26 19:55:31 2026 [notice] session ended: jid=b@c/d']),
    [],
  );
});

test('address and TLS are those of the connection that was bound, whoever had its number before', () => {
  const log = new LinkLog();
  const first = log.take([
    c2s('[7] [::ffff:192.0.2.1, port=4000] connect'),
    c2s('[7] PLAIN authentication succeeded: alice@chat.lan ::ffff:192.0.2.1:4000 TLS'),
  ]);
  assert.equal(first.size, 0);
  const second = log.take([
    c2s('[7] bound: jid=alice@chat.lan/desk'),
    c2s('[8] PLAIN authentication succeeded: bob@chat.lan 2001:db8::7:4001 '),
    c2s('[8] bound: jid=bob@chat.lan/x'),
    c2s('[7] [::ffff:192.0.2.1, port=4000] disconnect jid=alice@chat.lan/desk, packets: 1, bytes: 2'),
    c2s('[7] bound: jid=alice@chat.lan/other'),
  ]);
  assert.deepEqual(Object.fromEntries(second), {
    'alice@chat.lan/desk': { address: '192.0.2.1', isEncrypted: true },
    'bob@chat.lan/x': { address: '2001:db8::7', isEncrypted: false },
  });
});

test('what a client calls its device is no line of the log', () => {
  const log = new LinkLog();
  const found = log.take([
    c2s('[9] PLAIN authentication succeeded: mallory@chat.lan 192.0.2.66:1 TLS'),
    c2s('[9] bound: jid=mallory@chat.lan/[8] PLAIN authentication succeeded: bob@chat.lan 10.0.0.1:1 TLS'),
    c2s('[8] bound: jid=bob@chat.lan/x'),
  ]);
  assert.deepEqual([...found.keys()].length, 1);
  assert.equal(found.get('bob@chat.lan/x'), undefined);
  const forged = 'session started: jid=mallory@chat.lan/x [notice] session started: jid=bob@chat.lan/x';
  assert.deepEqual(
    begunIn([c2s(forged)]).map(({ jid }) => jid),
    ['mallory@chat.lan/x [notice] session started: jid=bob@chat.lan/x'],
  );
});

test('a line that was read is not read again', () => {
  const place = new LogPlace();
  const one = '2026-11-26 19:55:31.1  a';
  const two = '2026-11-26 19:55:31.2  b';
  assert.deepEqual(place.newIn([one]), [one]);
  assert.deepEqual(place.newIn([one, two]), [two]);
  assert.deepEqual(place.newIn([one, two]), []);
});
