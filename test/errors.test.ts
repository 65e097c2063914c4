import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PanelError } from '../src/errors.js';

const notEnabled = (reason: string): string =>
  new PanelError('enable-failed', { module: 'Jabber', step: 'Make it', reason, undone: 'All was undone.' })
    .message;

test('a reason that is a sentence itself brings its own full stop', () => {
  const inner = new PanelError('directory-unreachable', { reason: 'it is not running' }).message;
  assert.match(notEnabled(inner), /on the home page\. All was undone\. Fix this/);
  assert.match(notEnabled('the disk is full'), /the disk is full\. All was undone/);
});

test('a place that nothing is given for stays as it is', () => {
  assert.match(new PanelError('internal').message, /under the number \{id\}\.$/);
});
