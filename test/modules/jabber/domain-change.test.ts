import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { panelOf } from '../../../src/modules/jabber/index.js';
import { chatPassword, startChatServer, type ChatServer } from '../../helpers/jabberd2.js';
import { signIn, type ChatClient } from '../../helpers/xmpp-client.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';

const MUC = 'http://jabber.org/protocol/muc';

async function roster(client: ChatClient): Promise<readonly (string | undefined)[]> {
  const query = xml('query', { xmlns: 'jabber:iq:roster' });
  const answer = await client.xmpp.iqCaller.request(xml('iq', { type: 'get', id: 'roster' }, query));
  return (answer.getChild('query')?.getChildren('item') ?? []).map(({ attrs }) => attrs['jid']);
}

/** Makes a room that stays when everybody has left. */
async function makeRoom(client: ChatClient, room: string): Promise<void> {
  await client.xmpp.send(xml('presence', { to: `${room}/nick` }, xml('x', { xmlns: MUC })));
  await client.stanza((stanza) => stanza.is('presence') && stanza.attrs['from'] === `${room}/nick`);
  const field = (name: string, value: string): ReturnType<typeof xml> =>
    xml('field', { var: name }, xml('value', {}, value));
  const form = xml(
    'x',
    { xmlns: 'jabber:x:data', type: 'submit' },
    field('FORM_TYPE', `${MUC}#roomconfig`),
    field('muc#roomconfig_persistentroom', '1'),
    field('muc#roomconfig_publicroom', '1'),
  );
  const query = xml('query', { xmlns: `${MUC}#owner` }, form);
  await client.xmpp.iqCaller.request(xml('iq', { type: 'set', to: room, id: 'configure' }, query));
}

async function signInAs(
  context: Parameters<typeof signIn>[0],
  { machine, settings }: ChatServer,
  username: string,
): Promise<ChatClient> {
  const { client } = portsOf(machine.layout);
  return signIn(context, { port: client, domain: settings.domain, username, password: chatPassword });
}

test('changing the domain loses nothing: a copy is made, and changing back finds everything', async (context) => {
  const server = await startChatServer(context, { settings: { domain: 'one.lan', muc: true } });
  const { machine } = server;

  await signInAs(context, server, 'bob');
  const alice = await signInAs(context, server, 'alice');
  await alice.xmpp.send(xml('presence'));
  const add = xml('query', { xmlns: 'jabber:iq:roster' }, xml('item', { jid: 'bob@one.lan' }));
  await alice.xmpp.iqCaller.request(xml('iq', { type: 'set', id: 'add' }, add));
  const late = xml('message', { to: 'bob@one.lan', type: 'chat' }, xml('body', {}, 'for later'));
  await alice.xmpp.send(late);
  await makeRoom(alice, 'tea@conference.one.lan');
  assert.deepEqual(await readdir(machine.layout.backups), []);

  await server.change({ domain: 'two.lan' });
  const elsewhere = await signInAs(context, server, 'alice');
  assert.equal(elsewhere.jid.split('/')[0], 'alice@two.lan');
  assert.deepEqual(await roster(elsewhere), []);
  assert.deepEqual(await panelOf(machine).discoItems('conference.two.lan', 2), []);

  const [copy, ...more] = await readdir(machine.layout.backups);
  assert.deepEqual(more, []);
  assert.match(copy ?? '', /^chat-\d{4}-\d\d-\d\dT/);
  const folder = `${machine.layout.backups}/${copy ?? ''}`;
  const query = `select jid from "roster-items" where "collection-owner" = 'alice@one.lan'`;
  const { stdout } = await machine.commands.run(['/usr/bin/sqlite3', `${folder}/storage.db`, query]);
  assert.equal(stdout, 'bob@one.lan\n');
  assert.ok((await readdir(`${folder}/rooms/one.lan`)).length > 1);

  await server.change({ domain: 'one.lan' });
  assert.deepEqual(await roster(await signInAs(context, server, 'alice')), ['bob@one.lan']);
  const bob = await signInAs(context, server, 'bob');
  await bob.xmpp.send(xml('presence'));
  const message = await bob.stanza((stanza) => stanza.is('message'));
  assert.equal(message.getChildText('body'), 'for later');
  assert.deepEqual(await panelOf(machine).discoItems('conference.one.lan', 2), ['tea@conference.one.lan']);
});
