import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../src/core/secret.js';
import { createLog } from '../../src/system/log.js';
import { printable } from '../../src/system/printable.js';
import { redactLine } from '../../src/system/redact-line.js';

test('one event is one line, whatever it says', () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line));
  log.info('saved');
  log.error('alice\n2026-01-01T00:00:00.000Z info forged\r\u001b[2J');
  assert.match(lines[0] ?? '', /^\d{4}-\d\d-\d\dT[\d:.]+Z info saved\n$/);
  assert.match(lines[1] ?? '', /^\S+ error alice\\x0a2026-01-01T00:00:00.000Z info forged\\x0d\\x1b\[2J\n$/);
});

test('what would hide or turn a text is written out, and letters of any language are kept', () => {
  assert.equal(printable('a\u202eb\u2028c\u2066d\u007f\u0085'), 'a\\u202eb\\u2028c\\u2066d\\x7f\\x85');
  assert.equal(printable('Zoë 😀 مرحبا \\ "'), 'Zoë 😀 مرحبا \\ "');
});

test('no secret is left in a line, nor what stands where a password stands', () => {
  const secrets = [new Secret('0123456789abcdef0123456789abcdef')];
  const cases: readonly (readonly [string, string])[] = [
    ['router says 0123456789abcdef0123456789abcdef twice', 'router says **** twice'],
    ['bind with bindpw=hunter2 failed', 'bind with bindpw=**** failed'],
    ['{"password": "hunter2", "user": "alice"}', '{"password": "****", "user": "alice"}'],
    ['<iq><password>hunter2</password></iq>', '<iq><password>****</password></iq>'],
    [
      "<auth xmlns='urn:x' mechanism='PLAIN'>AGFsaWNlAGh1bnRlcjI=</auth>",
      "<auth xmlns='urn:x' mechanism='PLAIN'>****</auth>",
    ],
    ['userPassword: {SSHA}abc', 'userPassword: ****'],
    ['password mismatch for alice', 'password mismatch for alice'],
    ['[panel] secret handshake refused', '[panel] secret handshake refused'],
  ];
  for (const [line, expected] of cases) assert.equal(redactLine(line, secrets), expected);
});
