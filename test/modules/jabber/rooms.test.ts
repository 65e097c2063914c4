import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { xml } from '@xmpp/client';
import type { Machine } from '../../../src/core/ports.js';
import { disconnectPanel, jabber } from '../../../src/modules/jabber/index.js';
import { chatPassword, startChatServer, type ChatServer } from '../../helpers/jabberd2.js';
import { eventually } from '../../helpers/eventually.js';
import { freeze } from '../../helpers/freeze.js';
import { signIn, type ChatClient } from '../../helpers/xmpp-client.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';

const MUC = 'http://jabber.org/protocol/muc';
const host = 'conference.chat.lan';

async function client(context: TestContext, { machine }: ChatServer, username: string): Promise<ChatClient> {
  const { client: port } = portsOf(machine.layout);
  const account = { domain: 'chat.lan', port, username, password: chatPassword };
  const who = await eventually(() => signIn(context, account));
  await who.xmpp.send(xml('presence'));
  return who;
}

/** Enters a room; what the room answers: `''`, or its error. */
async function enter(who: ChatClient, room: string, nick: string): Promise<string> {
  const from = `${room}/${nick}`;
  await who.xmpp.send(xml('presence', { to: from }, xml('x', { xmlns: MUC })));
  const answer = await who.stanza((stanza) => stanza.is('presence') && stanza.attrs['from'] === from);
  return answer.attrs['type'] === 'error' ? String(answer) : '';
}

const ask = async (who: ChatClient, type: 'get' | 'set', to: string, payload: ReturnType<typeof xml>) =>
  String(await who.xmpp.iqCaller.request(xml('iq', { type, to }, payload)));

const configure = (who: ChatClient, room: string, values: Readonly<Record<string, string>>) => {
  const fields = Object.entries(values).map(([name, value]) =>
    xml('field', { var: `muc#roomconfig_${name}` }, xml('value', {}, value)),
  );
  const form = xml('x', { xmlns: 'jabber:x:data', type: 'submit' }, ...fields);
  return ask(who, 'set', room, xml('query', { xmlns: `${MUC}#owner` }, form));
};

const listed = (who: ChatClient) =>
  ask(who, 'get', host, xml('query', { xmlns: 'http://jabber.org/protocol/disco#items' }));
const formOf = async (who: ChatClient, room: string) =>
  (await ask(who, 'get', room, xml('query', { xmlns: `${MUC}#owner` }))).replace(/^<iq [^>]*>/, '');

test('a room takes more people than mu-conference lets in by itself', async (context) => {
  const server = await startChatServer(context, { settings: { muc: true } });
  const { machine, settings } = server;
  const tend = () => jabber.tend(machine, settings);
  const alice = await client(context, server, 'alice');
  const tea = `tea@${host}`;

  await context.test('a room that is still locked is left to whoever makes it', async () => {
    assert.equal(await enter(alice, tea, 'alice'), '');
    await tend();
    assert.doesNotMatch(await listed(alice), /tea@/);
    await configure(alice, tea, { whois: 'anyone', roomname: 'Tea room' });
  });

  await context.test('the thirty-first gets in, and all else that was set stays', async () => {
    const people = await Promise.all(
      Array.from({ length: 34 }, (_, index) => client(context, server, `guest${index}`)),
    );
    const before = await formOf(alice, tea);
    for (const [index, guest] of people.slice(0, 29).entries())
      assert.equal(await enter(guest, tea, `g${index}`), '');
    const [late, ...others] = people.slice(29);
    assert.ok(late);
    assert.match(await enter(late, tea, 'late'), /service-unavailable/);
    await tend();
    assert.match(await listed(alice), /Tea room \(30\/500\)/);
    assert.equal(await enter(late, tea, 'late again'), '');
    for (const [index, guest] of others.entries()) assert.equal(await enter(guest, tea, `later${index}`), '');
    assert.equal(await formOf(alice, tea), before.replace('<value>30</value>', '<value>500</value>'));
  });

  await context.test('the panel comes in once, and is gone', async () => {
    const seen = () =>
      alice.received.filter((stanza) => stanza.attrs['from'] === `${tea}/Chat server`).length;
    const came = seen();
    assert.ok(came >= 2, 'it came and went');
    await tend();
    await listed(alice);
    assert.equal(seen(), came);
  });

  await context.test('a number that an owner chose stays, and a permanent room keeps its own', async () => {
    const cake = `cake@${host}`;
    assert.equal(await enter(alice, cake, 'alice'), '');
    await configure(alice, cake, { maxusers: '10', persistentroom: '1' });
    const salt = `salt@${host}`;
    assert.equal(await enter(alice, salt, 'alice'), '');
    await configure(alice, salt, {
      persistentroom: '1',
      passwordprotectedroom: '1',
      roomsecret: 'hush',
      membersonly: '1',
    });
    await tend();
    const before = await listed(alice);
    assert.match(before, /cake \(1\/10\)/);
    assert.match(before, /salt \(1\/500\)/);
    await machine.daemons.stop('muc');
    await machine.daemons.start('muc');
    const muc = jabber.daemons.find(({ name }) => name === 'muc');
    await eventually(async () => muc?.answers(machine, settings));
    const after = await listed(alice);
    assert.match(after, /cake \(0\/10\)/);
    assert.match(after, /salt \(0\/500\)/);
  });
});

test('a room whose change is not answered in time is changed at another look', async (context) => {
  const server = await startChatServer(context, { settings: { muc: true } });
  // One connection to the router has the panel's name.
  await disconnectPanel(server.machine);
  const { configuration, daemons } = server.machine;
  const { pid } = await daemons.state('muc');
  let isSlow = true;
  const machine: Machine = {
    ...server.machine,
    configuration: {
      ...configuration,
      // Read between the list of rooms and the visit.
      live: async () => {
        if (isSlow) await freeze(pid);
        return configuration.live();
      },
    },
  };
  context.after(() => disconnectPanel(machine));
  const alice = await client(context, server, 'alice');
  const tea = `tea@${host}`;
  assert.equal(await enter(alice, tea, 'alice'), '');
  await configure(alice, tea, { persistentroom: '1' });
  try {
    await assert.rejects(jabber.tend(machine, server.settings), /No answer within/);
  } finally {
    isSlow = false;
    process.kill(pid, 'SIGCONT');
  }
  await eventually(async () => {
    await jabber.tend(machine, server.settings);
    assert.match(await listed(alice), /tea \(1\/500\)/);
  });
});
