import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enabledSentence } from '../../../src/services/enabling/module-words.js';
import { modules } from '../../../src/modules/index.js';

test('what was turned on as well names only those that need it', () => {
  const wanted = modules.filter(({ id }) => id !== 'users');
  const sentence = enabledSentence(modules, wanted);
  assert.match(sentence, /Users and Groups was turned on with it, because Jabber depends on it\.$/);
});
