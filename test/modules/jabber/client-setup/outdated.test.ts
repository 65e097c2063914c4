import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../../src/core/words/english.js';
import { outdatedBy, type ServerSetUp } from '../../../../src/modules/jabber/client-setup/outdated.js';

const now: ServerSetUp = { domain: 'chat.lan', ssl: 'optional', port: 5222, tlsPort: 5223 };
const whenSo = (before: Partial<ServerSetUp>, after: Partial<ServerSetUp>): readonly string[] =>
  outdatedBy({ ...now, ...before }, { ...now, ...after }).map(({ sentence }) => english(sentence));

test('what clients are set up with, and nothing else, gets out of date', () => {
  assert.deepEqual(whenSo({}, {}), []);
  assert.match(whenSo({}, { domain: 'im.lan' }).join(), /every client must be set up with the new one/);
  assert.match(whenSo({}, { port: 15222 }).join(), /the port 5222 must change it to 15222/);
  assert.match(whenSo({}, { tlsPort: 15223 }).join(), /direct TLS on port 5223 must change it to 15223/);
  assert.equal(whenSo({}, { domain: 'im.lan', port: 1, tlsPort: 2, ssl: 'required' }).length, 4);
});

test('SSL Support: Optional takes every client, and a port that nobody used is nothing', () => {
  for (const ssl of ['required', 'disabled'] as const)
    assert.deepEqual(whenSo({ ssl }, { ssl: 'optional' }), []);
  assert.match(whenSo({}, { ssl: 'required' }).join(), /do not encrypt cannot connect/);
  assert.match(
    whenSo({ ssl: 'required' }, { ssl: 'disabled' }).join(),
    /require encryption or use direct TLS/,
  );
  assert.deepEqual(whenSo({ ssl: 'disabled' }, { ssl: 'disabled', tlsPort: 15223 }), []);
});
