import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../../src/core/words/english.js';
import { failureWords } from '../../../../src/modules/jabber/servers/failure-words.js';
import { GenuineLines } from '../../../../src/modules/jabber/servers/genuine-lines.js';
import { ServerLog } from '../../../../src/modules/jabber/servers/server-log.js';

/** Lines as s6 and s2s write them, each a tenth of a second later than the one before. */
function lines(...said: readonly string[]): readonly string[] {
  return said.map((text, index) => {
    const seconds = String(Math.floor(index / 10)).padStart(2, '0');
    return `2026-11-26 19:55:${seconds}.${index % 10}00000000  Thu Nov 26 19:55:${seconds} 2026 [notice] ${text}`;
  });
}

function logOf(...said: readonly string[]): ServerLog {
  const log = new ServerLog();
  log.take(lines(...said));
  return log;
}

const INCOMING = '[7] [::ffff:192.0.2.1, port=4000] incoming connection';
const OUTGOING = "[8] [2001:db8::1, port=5269] outgoing connection for 'friends.lan'";

test('connections begin with the proof of a domain, and end with their number', () => {
  const log = logOf(INCOMING, OUTGOING);
  assert.deepEqual(log.links(), []);
  log.take(
    lines(
      "[7] [::ffff:192.0.2.1, port=4000] incoming route 'home.lan/friends.lan' is now valid TLS",
      "[8] [2001:db8::1, port=5269] outgoing route 'home.lan/friends.lan' is now valid ",
      "[8] [2001:db8::1, port=5269] outgoing route 'conference.home.lan/friends.lan' is now valid ",
    ),
  );
  assert.deepEqual(
    log
      .links()
      .map(({ domain, direction, address, port, isEncrypted }) => [
        domain,
        direction,
        address,
        port,
        isEncrypted,
      ]),
    [
      ['friends.lan', 'in', '192.0.2.1', 4000, true],
      ['friends.lan', 'out', '2001:db8::1', 5269, false],
    ],
  );
  log.take(lines('[7] [::ffff:192.0.2.1, port=4000] disconnect, packets: 3'));
  assert.equal(log.links().length, 1);
  log.take(lines('starting up (interval=5, queue=10, keepalive=120, idle=86400)'));
  assert.deepEqual(log.links(), []);
});

test('the last failure of each domain is told apart', () => {
  const log = logOf(
    'dns lookup for nobody.lan failed',
    'dns lookup for slow.lan timed out',
    OUTGOING,
    '[8] [2001:db8::1, port=5269] write error: Connection refused (111)',
    "[9] [192.0.2.7, port=5269] outgoing connection for 'late.lan'",
    "[9] [192.0.2.7, port=5269] dialback for outgoing route 'home.lan/late.lan' timed out",
    "[7] [192.0.2.1, port=4000] incoming route 'home.lan/liar.lan' is now invalid",
    "[9] [192.0.2.7, port=5269] outgoing route 'home.lan/strict.lan' is now invalid",
    'received a packet not from a whitelisted domain stranger.lan, dropping it',
    'dns lookup for nobody.lan failed',
  );
  assert.deepEqual(
    log.failures().map(({ domain, kind }) => [domain, kind]),
    [
      ['nobody.lan', 'unknown-name'],
      ['stranger.lan', 'not-allowed-in'],
      ['strict.lan', 'not-verified-there'],
      ['liar.lan', 'not-verified-here'],
      ['late.lan', 'verification-late'],
      ['friends.lan', 'refused'],
      ['slow.lan', 'no-dns'],
    ],
  );
});

test('what a stranger said in the name of a domain is not said of the domain itself', () => {
  assert.match(english(failureWords('not-verified-here')), /^A server that called itself so /);
});

test('a server that goes while the domain is in question does not believe in it', () => {
  const asked = "[8] [2001:db8::1, port=5269] sending dialback auth request for route 'home.lan/friends.lan'";
  const gone = '[8] [2001:db8::1, port=5269] disconnect, packets: 1';
  const kinds = (log: ServerLog): readonly string[] => log.failures().map(({ kind }) => kind);
  assert.deepEqual(kinds(logOf(OUTGOING, asked, gone)), ['not-verified-there']);
  const valid = "[8] [2001:db8::1, port=5269] outgoing route 'home.lan/friends.lan' is now valid TLS";
  assert.deepEqual(kinds(logOf(OUTGOING, asked, valid, gone)), []);
  const late = "[8] [2001:db8::1, port=5269] dialback for outgoing route 'home.lan/friends.lan' timed out";
  assert.deepEqual(kinds(logOf(OUTGOING, asked, late, gone)), ['verification-late']);
  const error = '[8] [2001:db8::1, port=5269] error: Stream error (host-unknown)';
  assert.deepEqual(kinds(logOf(OUTGOING, error)), ['stream']);
});

test('failures and connections are bounded', () => {
  const log = new ServerLog();
  for (let index = 0; index < 1000; index += 1) log.take(lines(`dns lookup for d${index}.lan failed`));
  assert.equal(log.failures().length, 200);
  assert.equal(log.failures()[0]?.domain, 'd999.lan');
  const prove = (connection: string): void => {
    log.take(lines(`${connection} incoming connection`));
    for (let index = 0; index < 100; index += 1)
      log.take(lines(`${connection} incoming route 'home.lan/d${index}.lan' is now valid TLS`));
  };
  prove('[7] [192.0.2.1, port=4000]');
  assert.equal(log.links().length, 50);
  for (let number = 8; number < 120; number += 1) prove(`[${number}] [192.0.2.1, port=${4000 + number}]`);
  assert.equal(log.links().length, 5000);
});

test('a stranger who calls himself like another line is not believed', () => {
  const log = logOf(
    INCOMING,
    "[7] [::ffff:192.0.2.1, port=4000] incoming route 'home.lan/bank.example' is now valid TLS' is now invalid",
    "[7] [::ffff:192.0.2.1, port=4000] received dialback auth request for route 'home.lan/bank.example' is now valid TLS'",
    "[7] [::ffff:192.0.2.1, port=4000] incoming route 'home.lan/a b' is now valid TLS",
  );
  assert.deepEqual(log.links(), []);
  assert.deepEqual(log.failures(), []);
});

test('lines that come with the text of a stranger are not believed: it may have had line breaks', () => {
  const [before = '', error = '', , after = ''] = lines(
    INCOMING,
    '[7] [::ffff:192.0.2.1, port=4000] error: Stream error (bye)',
    '',
    OUTGOING,
  );
  const forged = error.replace(
    /\[7\].*/,
    "[7] [::ffff:192.0.2.1, port=4000] incoming route 'home.lan/bank.example' is now valid TLS",
  );
  const genuine = new GenuineLines();
  assert.deepEqual(genuine.among([before, error], { areNext: false }), [error]);
  assert.deepEqual(genuine.among([forged, after], { areNext: true }), [after]);
  assert.deepEqual(genuine.among([forged, after], { areNext: false }), [after], 'a hole is before them');
});
