import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redact } from '../../src/core/redact.js';
import { Secret } from '../../src/core/secret.js';

test('secrets and private keys are taken out of a text, wherever they stand', () => {
  const text =
    'pass=canary1 canary2canary1\n-----BEGIN PRIVATE KEY-----\nMIG\nHAg\n-----END PRIVATE KEY-----\nrest';
  const shown = redact(text, [new Secret('canary1'), new Secret('canary2'), new Secret('')]);
  assert.equal(shown, 'pass=**** ********\n-----BEGIN PRIVATE KEY-----****-----END PRIVATE KEY-----\nrest');
});
