import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Blank } from '../../src/cli/bundle/blank.js';
import { serverWords } from '../../src/cli/bundle/server-words.js';

const configuration = new Map([
  ['jabberd2/c2s.xml', `<c2s><id realm='chat.lan'>chat.lan</id><local><port>5222</port></local></c2s>`],
  ['slapd/slapd.conf', 'database mdb\nrootdn cn=panel\n'],
]);
const log = '[router] c2s@127.0.0.1 connected, then alice@chat.lan from [10.1.2.3, port=4711]';

test('people are blanked, and no part of the server is, whatever its users are called', () => {
  const ours = serverWords(configuration, ['router', 'sign-in']);
  const blank = new Blank([], ['alice', 'router', 'local', 'database'], ours);
  blank.learn(log);
  assert.equal(
    blank.people(log),
    '[router] c2s@127.0.0.1 connected, then USER@chat.lan from [ADDRESS, port=4711]',
  );
  for (const text of configuration.values()) assert.equal(blank.people(text), text);
  assert.equal(blank.people('Alice signed in'), 'USER signed in');
});

test('the key that DNS servers share is blanked, and who asked them', () => {
  const blank = new Blank([], [], new Set());
  assert.equal(
    blank.people('key "k" { algorithm hmac-sha256; secret "c2VjcmV0IGtleQ=="; };'),
    'key "k" { algorithm hmac-sha256; secret "****"; };',
  );
  assert.equal(
    blank.people('client @0x7f 2001:db8::7#4711 (school.lan), 10.0.0.7#4712, ::1#4713: query refused'),
    'client @0x7f ADDRESS#4711 (school.lan), ADDRESS#4712, ::1#4713: query refused',
  );
});
