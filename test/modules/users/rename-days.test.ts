import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysOf } from '../../../src/modules/users/pages/rename.js';

test('an old name is blocked for one of the times that the page offers', () => {
  assert.deepEqual(['365', '90', '0', 'ever'].map(daysOf), [365, 90, 0, null]);
  assert.deepEqual(['1000000000000', '-5', 'x', ''].map(daysOf), [365, 365, 365, 365]);
});
