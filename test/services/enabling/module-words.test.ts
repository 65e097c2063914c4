import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enabledSentence } from '../../../src/services/enabling/module-words.js';
import { modules } from '../../../src/modules/index.js';
import { said } from '../../helpers/in-english.js';

test('what was turned on as well names only those that need it', () => {
  const wanted = modules.filter(({ id }) => id !== 'users');
  const sentence = enabledSentence(modules, wanted);
  assert.match(said(sentence), /Also enabled: Users and Groups\. Jabber requires Users and Groups\.$/);
});
