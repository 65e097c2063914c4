import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestResponse } from '../../../../src/modules/jabber/xmpp/digest-md5.js';

test('the example of RFC 2831, section 4', () => {
  const response = digestResponse(
    'realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",qop="auth",algorithm=md5-sess,charset=utf-8',
    { user: 'chris', password: 'secret', uri: 'imap/elwood.innosoft.com' },
    'OA6MHXh6VqTrRk',
  );
  assert.match(response, /(^|,)response=d388dad90d4bbd760a152321f2143af7(,|$)/);
  assert.match(response, /username="chris",realm="elwood\.innosoft\.com",nonce="OA6MG9tEQGm2hh"/);
});

test('a challenge without a nonce is refused', () => {
  assert.throws(() => digestResponse('rspauth=x', { user: 'u', password: 'p', uri: 'a/b' }), /no nonce/);
});
