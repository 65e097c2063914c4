import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRoom } from '../../../src/modules/jabber/rooms/change-room.js';
import { chatClient, configureRoom, enterRoom } from '../../helpers/chat-rooms.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';

const host = 'conference.chat.lan';

test('where only administrators create rooms, others enter those that are there', async (context) => {
  const { machine } = await startChatServer(context, {
    settings: { muc: true, roomsByAdministrators: true },
    administrators: ['carol'],
  });
  const client = (name: string) => chatClient(context, machine, name, chatPassword);
  const [alice, carol] = await Promise.all([client('alice'), client('carol')]);
  assert.match(await enterRoom(alice, `tea@${host}`, 'alice'), /Room creation is disabled/);
  assert.equal(await enterRoom(carol, `tea@${host}`, 'carol'), '');
  await configureRoom(carol, `tea@${host}`, { roomname: 'Tea' });
  assert.equal(await enterRoom(alice, `tea@${host}`, 'alice again'), '');
  const room = { title: 'Cake', subject: '', access: 'everyone', most: 500, hidden: false } as const;
  assert.equal(await createRoom(machine, 'chat.lan', { ...room, name: 'cake', owner: 'alice' }), 'made');
  assert.equal(await enterRoom(alice, `cake@${host}`, 'alice'), '');
  await configureRoom(alice, `cake@${host}`, { roomname: 'Cake for all' });
});
