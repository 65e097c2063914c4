import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { jabber } from '../../../src/modules/jabber/index.js';
import { roomFiles } from '../../../src/modules/jabber/rooms/room-files.js';
import { rightsOf } from '../../../src/modules/jabber/rooms/room-rights.js';
import { askRoom, chatClient, configureRoom, enterRoom, MUC } from '../../helpers/chat-rooms.js';
import { eventually } from '../../helpers/eventually.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';
import { expectLog } from '../../helpers/log-rule.js';

const domain = 'chat.lan';
const host = `conference.${domain}`;

test('the name of a user who is gone owns no room after the rooms were restarted; other owners do', async (context) => {
  expectLog('sm', / deleted user: jid=bob@chat\.lan$/);
  const { machine, settings } = await startChatServer(context, { settings: { muc: true } });
  const client = (name: string) => chatClient(context, machine, name, chatPassword);
  const [alice, bob] = await Promise.all([client('alice'), client('bob')]);
  const [tea, cake, salt] = [`tea@${host}`, `cake@${host}`, `salt@${host}`];
  for (const room of [tea, cake]) {
    assert.equal(await enterRoom(bob, room, 'bob'), '');
    await configureRoom(bob, room, { persistentroom: '1' });
  }
  assert.equal(await enterRoom(alice, salt, 'alice'), '');
  await configureRoom(alice, salt, { persistentroom: '1' });
  const item = xml('item', { affiliation: 'owner', jid: `alice@${domain}` });
  await askRoom(bob, 'set', cake, xml('query', { xmlns: `${MUC}#admin` }, item));
  await eventually(async () => assert.equal((await roomFiles(machine, domain)).length, 3));

  await jabber.names?.forget(machine, settings, 'bob', { left: [tea, cake], ended: [] });
  await bob.disconnected();
  await machine.daemons.stop('muc');
  await machine.daemons.start('muc');
  const muc = jabber.daemons.find(({ name }) => name === 'muc');
  await eventually(async () => muc?.answers(machine, settings));

  assert.deepEqual(await rightsOf(machine, domain, `bob@${domain}`), []);
  const next = await client('bob');
  const form = (who: typeof next, room: string) =>
    askRoom(who, 'get', room, xml('query', { xmlns: `${MUC}#owner` })).catch((error: unknown) =>
      String(error),
    );
  for (const room of [tea, cake]) {
    assert.equal(await enterRoom(next, room, 'bob'), '');
    assert.match(await form(next, room), /forbidden/);
  }
  for (const room of [cake, salt]) {
    assert.equal(await enterRoom(alice, room, 'alice again'), '');
    assert.match(await form(alice, room), /roomconfig_roomname/);
  }
});
