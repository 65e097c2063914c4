import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { Secret } from '../../src/core/secret.js';

test('a secret prints as **** wherever it is printed', () => {
  const secret = new Secret('canary');
  for (const shown of [
    secret.toString(),
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: [secret] }),
    String(secret),
  ]) {
    assert.ok(!shown.includes('canary'), shown);
    assert.ok(shown.includes('****'), shown);
  }
  assert.equal(secret.reveal(), 'canary');
});
