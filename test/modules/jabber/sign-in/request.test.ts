import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequest } from '../../../../src/modules/jabber/sign-in/request.js';

const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');

test('a question of c2s is read, whatever the password is', () => {
  for (const password of ['x', 'pässwort <>&"\'${id}%s\\', ' ']) {
    const request = readRequest(`CHECK-PASSWORD alice ${base64(password)} bücher.example`);
    assert.ok(request.kind === 'check');
    assert.deepEqual(
      [request.name, request.password.reveal(), request.realm],
      ['alice', password, 'bücher.example'],
    );
  }
});

test('a password is read in its one form, and one that has none as it came', () => {
  for (const [typed, read] of [
    ['u\u0308ber den Wolken', '\u00fcber den Wolken'],
    ['down\u00a0the hole', 'down the hole'],
    ['\ufeffbom', 'bom'],
    ['smile \u{1f600}', 'smile \u{1f600}'],
  ] as const) {
    const request = readRequest(`CHECK-PASSWORD alice ${base64(typed)} chat.lan`);
    assert.equal(request.kind === 'check' && request.password.reveal(), read);
  }
});

test('anything else is refused with its reason, and names whom it is about', () => {
  const password = base64('password');
  const table: readonly (readonly [string, string, RegExp])[] = [
    ['', '', /no question/],
    ['HEALTH', '', /no question/],
    ['ONE-TIME', '', /no question/],
    [`check-password alice ${password} r`, '', /no question/],
    ['USER-EXISTS alice r', '', /no question/],
    ['GET-PASSWORD alice r', '', /no question/],
    [`CHECK-PASSWORD alice smith ${password} r`, 'alice', /space/],
    [`CHECK-PASSWORD  alice ${password} r`, '', /space/],
    ['CHECK-PASSWORD alice', '', /no question/],
    [`CHECK-PASSWORD ${password} r`, '', /no question/],
    ['CHECK-PASSWORD alice  r', 'alice', /empty/],
    ['CHECK-PASSWORD alice pa$$ r', 'alice', /base64/],
    ['CHECK-PASSWORD alice YWJj= r', 'alice', /base64/],
    ['CHECK-PASSWORD alice YWJ r', 'alice', /base64/],
    [`CHECK-PASSWORD alice ${base64(Buffer.from([0xff, 0xfe]))} r`, 'alice', /UTF-8/],
  ];
  for (const [line, name, reason] of table) {
    const request = readRequest(line);
    assert.ok(request.kind === 'refused', line);
    assert.equal(request.name, name, line);
    assert.match(request.reason, reason, line);
  }
});
