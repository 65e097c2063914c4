import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Element } from '../../../../src/modules/jabber/xmpp/element.js';
import { Takers } from '../../../../src/modules/jabber/xmpp/takers.js';

const message: Element = {
  name: 'message',
  namespace: 'jabber:client',
  attributes: {},
  children: [],
  text: '',
};

test('whatever strangers send, a line a minute is logged at most', async () => {
  const lines: string[] = [];
  let now = 0;
  const takers = new Takers('panel.lan', { error: (line) => lines.push(line) }, () => now);
  let trouble = '';
  takers.add(() => (trouble === '' ? Promise.resolve('') : Promise.reject(new Error(trouble))));
  const sendWith = (reason: string): Promise<void> => {
    trouble = reason;
    return new Promise((resolve) => {
      const reply = async (): Promise<void> => {
        resolve();
        await Promise.resolve();
      };
      void takers.handOn({ from: 'sm', stanza: message }, reply);
    });
  };
  for (let round = 0; round < 500; round += 1)
    for (const reason of ['away', '', `full ${round}`]) await sendWith(reason);
  assert.deepEqual(lines, ['what a chat user sent to the panel failed: away']);
  now = 60_000;
  await sendWith('full');
  assert.equal(lines[1], 'what a chat user sent to the panel failed: full (999 more like it in between)');
  assert.equal(lines.length, 2);
});
