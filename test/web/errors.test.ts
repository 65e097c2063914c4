import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue, PanelError } from '../../src/errors.js';
import { startPanel } from './test-panel.js';

test('a mistake of the panel is a page with a number, and the log has what happened in one line', async (context) => {
  const { administrator, panel, machine } = await startPanel(context);
  panel.modules.rows = () => {
    throw new Error('secret detail\nof two lines');
  };
  const answer = await administrator().get('/module-state');
  assert.equal(answer.status, 500);
  const [, id] = /under the number ([0-9a-f]{8})/.exec(answer.text) ?? [];
  assert.ok(id !== undefined, answer.text);
  assert.ok(!/secret detail|node_modules|\.ts:/.test(answer.text));
  const [line = '', ...more] = machine.log.lines;
  assert.deepEqual(more, []);
  assert.ok(
    line.startsWith(`error: ${id}: GET /module-state: `) && line.includes('secret detail\\nof two lines'),
  );
  assert.ok(!line.includes('\n'));
});

test('what was foreseen is a page with its sentence, and nothing is logged', async (context) => {
  const { administrator, panel, machine } = await startPanel(context);
  panel.modules.rows = () => {
    throw new PanelError('directory-unreachable', { reason: 'it is stopped' });
  };
  const answer = await administrator().get('/module-state');
  assert.equal(answer.status, 503);
  assert.match(answer.text, /The directory of users does not answer \(it is stopped\)/);
  assert.match(answer.text, /<title>Error: Not available now · eBox Jabber<\/title>/);
  assert.match(answer.text, /class="menu"/);
  assert.deepEqual(machine.log.lines, []);
});

test('a reason from outside is shown as text', async (context) => {
  const { administrator, panel } = await startPanel(context);
  panel.modules.rows = () => {
    throw new PanelError('command-failed', { command: 'x', reason: '<img src=x onerror=alert(1)>' });
  };
  const answer = await administrator().get('/module-state');
  assert.match(answer.text, /&lt;img src=x onerror=alert\(1\)&gt;/);
  assert.ok(!answer.text.includes('<img src=x'));
});

test('an error page that fails too still answers', async (context) => {
  const { administrator, panel } = await startPanel(context);
  panel.draft.pending = () => {
    throw new Error('no list');
  };
  const answer = await administrator().get('/nothing');
  assert.equal(answer.status, 500);
  assert.match(answer.text, /under the number/);
});

test('every error of the catalogue has a status, and a sentence that ends', () => {
  for (const [code, { status, sentence }] of Object.entries(catalogue)) {
    assert.ok(status >= 400 && status < 600, code);
    assert.match(sentence, /(?:[.:!]|\{[a-z]+\})$/, code);
  }
});
