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

test('a reason why stanzas fail is logged once, until it changes or one is taken again', async () => {
  const lines: string[] = [];
  const takers = new Takers('panel.lan', { error: (line) => lines.push(line) });
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
  for (const reason of ['away', 'away', 'full', 'full', '', 'full']) await sendWith(reason);
  assert.deepEqual(
    lines.map((line) => line.slice(line.lastIndexOf(' ') + 1)),
    ['away', 'full', 'full'],
  );
});
