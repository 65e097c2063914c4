import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { disconnectPanel } from '../../../src/modules/jabber/index.js';
import { roomDetails } from '../../../src/modules/jabber/rooms/room-details.js';
import { roomRows } from '../../../src/modules/jabber/rooms/room-rows.js';
import { roomWatchOf } from '../../../src/modules/jabber/rooms/room-watch.js';
import { chatClient, configureRoom, enterRoom, setSubject } from '../../helpers/chat-rooms.js';
import { eventually } from '../../helpers/eventually.js';
import { freeze } from '../../helpers/freeze.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';
import { expectLog } from '../../helpers/log-rule.js';

const host = 'conference.chat.lan';
const domain = 'chat.lan';

test('all rooms are listed, hidden ones too, as they are, and nobody enters them', async (context) => {
  expectLog('muc', /ERR: Aborting - NULL reference found/);
  const { machine } = await startChatServer(context, { settings: { muc: true } });
  const client = (name: string) => chatClient(context, machine, name, chatPassword);
  const [alice, bob] = await Promise.all([client('alice'), client('bob')]);
  const [tea, cake] = [`tea@${host}`, `cake@${host}`];

  await context.test('no room is no trouble', async () => {
    assert.deepEqual((await roomRows(machine, domain)).rows, []);
  });

  await context.test('hostile words of strangers are shown harmless', async () => {
    assert.equal(await enterRoom(alice, tea, 'alice'), '');
    await configureRoom(alice, tea, {
      roomname: 'Tea \u202e<b>&"\' (3/4)',
      persistentroom: '1',
      publicroom: '0',
      membersonly: '1',
      moderatedroom: '1',
      passwordprotectedroom: '1',
      roomsecret: 'hush',
      maxusers: '77',
    });
    await setSubject(alice, tea, `Black\nor green?\u2067${'x'.repeat(300)}`);
    assert.equal(await enterRoom(bob, cake, 'bob <i>'), '');
    await configureRoom(bob, cake, { roomname: 'Cake' });
    roomWatchOf(machine).forget(tea);
    const { rows, trouble } = await roomRows(machine, domain);
    assert.equal(trouble, '');
    const [first, second] = [...rows].sort((one, other) => (one.jid < other.jid ? -1 : 1));
    assert.deepEqual(
      { ...first, lastUsed: null },
      {
        jid: cake,
        name: 'cake',
        title: 'Cake',
        subject: '',
        people: 1,
        most: 30,
        traits: first?.traits,
        owners: null,
        moreOwners: 0,
        lastUsed: null,
      },
    );
    assert.ok(first?.traits?.isPermanent === false && !first.traits.isHidden);
    assert.equal(second?.title, 'Tea \ufffd<b>&"\' (3/4)');
    assert.match(second.subject, /^Black\ufffdor green\?\ufffdx{150,}…$/);
    assert.deepEqual([second.people, second.most, second.owners], [1, 77, ['alice']]);
    const { isPermanent, isHidden, hasPassword, isModerated, isMembersOnly } = second.traits ?? {};
    assert.deepEqual(
      [isPermanent, isHidden, hasPassword, isModerated, isMembersOnly],
      [true, true, true, true, true],
    );
    assert.ok(second.lastUsed !== null);
  });

  await context.test('the page of a room tells who is in; nobody saw the panel', async () => {
    const room = await roomDetails(machine, domain, 'cake');
    assert.deepEqual(room.nicks, ['bob <i>']);
    assert.equal(room.file, null);
    await assert.rejects(roomDetails(machine, domain, 'none'), { code: 'not-found' });
    assert.deepEqual((await roomDetails(machine, domain, 'tea')).file?.owners, ['alice@chat.lan']);
    const all = [...alice.received, ...bob.received].map(String);
    assert.ok(!all.some((stanza) => stanza.includes('Chat server')));
  });

  await context.test('when a room was used outlives the panel, and those inside', async () => {
    await alice.xmpp.stop();
    await eventually(async () => {
      roomWatchOf(machine).forget(tea);
      const { rows } = await roomRows(machine, domain);
      assert.equal(rows.find(({ jid }) => jid === tea)?.people, 0);
    });
    const used = (await roomDetails(machine, domain, 'tea')).lastUsed;
    assert.ok(used !== null);
    const kept = await readFile(`${machine.layout.state}/panel/room-use.json`, 'utf8');
    assert.match(kept, /"tea@conference\.chat\.lan": ?"20/);
    await disconnectPanel(machine);
    const again = { ...machine };
    context.after(() => disconnectPanel(again));
    const { rows, since } = await roomRows(again, domain);
    assert.ok((rows.find(({ jid }) => jid === tea)?.lastUsed ?? '') > since);
    await disconnectPanel(again);
  });
});

test('rooms that do not answer are said to, and what is known of them is kept', async (context) => {
  const { machine } = await startChatServer(context, { settings: { muc: true } });
  const alice = await chatClient(context, machine, 'alice', chatPassword);
  const tea = `tea@${host}`;
  assert.equal(await enterRoom(alice, tea, 'alice'), '');
  await configureRoom(alice, tea, { persistentroom: '1' });
  const watch = roomWatchOf(machine);
  await watch.look(domain);
  const used = watch.useOf(tea).lastUsed;
  assert.ok(used !== null);
  const { pid } = await machine.daemons.state('muc');
  await freeze(pid);
  try {
    watch.forget(tea);
    await assert.rejects(roomRows(machine, domain), /No answer within/);
    await assert.rejects(watch.look(domain), /No answer within/);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  assert.equal(watch.useOf(tea).lastUsed, used);
  await machine.daemons.stop('muc');
  await assert.rejects(roomRows(machine, domain), /No service answers for conference\.chat\.lan/);
  assert.equal(watch.useOf(tea).lastUsed, used);
  await machine.daemons.start('muc');
  await eventually(async () => assert.equal((await roomRows(machine, domain)).rows.length, 1));
});
