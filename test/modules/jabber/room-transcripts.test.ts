import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { askRoom, chatClient, configureRoom, enterRoom, MUC } from '../../helpers/chat-rooms.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';
import { expectLog } from '../../helpers/log-rule.js';

const tea = 'tea@conference.chat.lan';
const SECRET = 'the-cake-is-in-the-cellar';

/** The files below a folder in which a text stands. */
async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesWith(file, text)));
    else if (entry.isFile() && (await readFile(file)).includes(text)) found.push(file);
  }
  return found;
}

test('what is said in a room is written nowhere, even if its owner asks for a transcript', async (context) => {
  expectLog('muc', /ERR: Aborting - NULL reference found/);
  const { machine } = await startChatServer(context, { settings: { muc: true } });
  const client = (name: string) => chatClient(context, machine, name, chatPassword);
  const [alice, bob] = await Promise.all([client('alice'), client('bob')]);
  assert.equal(await enterRoom(alice, tea, 'alice'), '');
  await configureRoom(alice, tea, { persistentroom: '1', enablelogging: '1', logformat: 'text' });
  assert.equal(await enterRoom(bob, tea, 'bob'), '');
  const entered = bob.received.filter((stanza) => stanza.is('presence')).map(String);
  assert.ok(!entered.some((stanza) => stanza.includes('170')), 'a client would say that it is written down');
  await bob.xmpp.send(xml('message', { to: tea, type: 'groupchat' }, xml('body', {}, SECRET)));
  await alice.stanza((stanza) => stanza.getChildText('body') === SECRET);
  const form = await askRoom(alice, 'get', tea, xml('query', { xmlns: `${MUC}#owner` }));
  assert.doesNotMatch(form, /logging/, 'an owner is not even offered it');
  await machine.daemons.stop('muc');
  const state = path.join(machine.layout.live, '../..');
  assert.deepEqual(await filesWith(state, SECRET), []);
  assert.notDeepEqual(await filesWith(state, tea), [], 'the room itself is kept');
});
