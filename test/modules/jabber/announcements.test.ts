import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { xml } from '@xmpp/client';
import type { Machine } from '../../../src/core/ports.js';
import type { Frame } from '../../../src/core/module/index.js';
import { announcementActs } from '../../../src/modules/jabber/announcements/acts.js';
import { announcementsOf } from '../../../src/modules/jabber/announcements/announcements.js';
import type { SessionList } from '../../../src/modules/jabber/announcements/delivery.js';
import { attendAnnouncements } from '../../../src/modules/jabber/announcements/attend.js';
import { panelName } from '../../../src/modules/jabber/domain.js';
import { disconnectPanel, panelOf } from '../../../src/modules/jabber/index.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { gated } from '../../../src/services/acts/gate.js';
import { AuditTrail } from '../../../src/services/records/audit-trail.js';
import { eventually } from '../../helpers/eventually.js';
import { chatPassword, startChatServer, type ChatServer } from '../../helpers/jabberd2.js';
import { expectLog } from '../../helpers/log-rule.js';
import { agreed } from '../../helpers/permissions.js';
import { commandBySlixmpp } from '../../helpers/slixmpp.js';
import { signIn, type ChatClient } from '../../helpers/xmpp-client.js';

const DISCO = 'http://jabber.org/protocol/disco';
const COMMANDS = 'http://jabber.org/protocol/commands';

/** The panel as it is between two of its starts. */
interface RunningPanel {
  readonly machine: Machine;
  readonly acts: ReturnType<typeof announcementActs>;
  /** Asks who is connected. */
  list(): Promise<SessionList>;
  /** What the session watch does every few seconds. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** Time that a test can move. */
let ahead = 0;

/** A start of the panel beside a chat server. */
function startPanel({ machine: given, settings }: ChatServer): RunningPanel {
  const clock = { ...given.clock, now: () => new Date(Date.now() + ahead) };
  const machine: Machine = { ...given, clock };
  const audit = new AuditTrail(machine);
  let listener: Parameters<Frame['onLook']>[0] = () => undefined;
  const frame: Pick<Frame, 'machine' | 'active' | 'gate' | 'onLook'> = {
    machine,
    active: () => settings,
    gate: (act) => gated(audit, act),
    onLook: (given) => {
      listener = given;
    },
  };
  attendAnnouncements(frame);
  const list = async (): Promise<SessionList> => {
    const at = machine.clock.monotonic();
    return { jids: await panelOf(machine).sessions(settings.domain, 2), at };
  };
  return {
    machine,
    acts: announcementActs(frame),
    list,
    async look() {
      const { jids, at } = await list();
      listener(
        jids.map((address) => ({ address, userName: address.split('@')[0] ?? '' })),
        at,
      );
      // The listener is not waited for; a second round comes after it.
      await announcementsOf(machine).idle();
    },
    stop: () => disconnectPanel(machine),
  };
}

const bodies = ({ received }: ChatClient): readonly string[] =>
  received.flatMap((stanza) => (stanza.name === 'message' ? [stanza.getChildText('body') ?? ''] : []));

async function started(context: TestContext, administrators: readonly string[] = []) {
  const server = await startChatServer(context, { administrators });
  await disconnectPanel(server.machine);
  const panel = startPanel(server);
  await eventually(() => panel.look());
  context.after(() => panel.stop());
  const enter = (username: string, resource: string): Promise<ChatClient> =>
    signIn(context, {
      port: portsOf(server.machine.layout).client,
      domain: server.settings.domain,
      password: chatPassword,
      username,
      resource,
    });
  return { server, panel, enter };
}

test('a message to everybody connected', async (context) => {
  const { panel, enter } = await started(context);
  const desk = await enter('alice', 'desk');
  const phone = await enter('alice', 'phone');
  const bob = await enter('bob', 'desk');

  await context.test('is delivered to every session, and counted by people', async () => {
    const came = await panel.acts.announce.request({ text: 'Tea at <four> & five', period: null }, agreed);
    assert.equal(came.kind, 'announced');
    const [one] = await announcementsOf(panel.machine).all();
    assert.ok(one);
    assert.deepEqual(announcementsOf(panel.machine).tallyOf(one), {
      reached: 2,
      of: 2,
      missed: [],
      names: null,
    });
    for (const client of [desk, phone, bob]) {
      const message = await client.stanza(({ name }) => name === 'message');
      assert.equal(message.getChildText('body'), 'Tea at <four> & five');
      assert.equal(message.attrs['from'], 'chat.lan');
    }
  });

  await context.test('is not delivered again', async () => {
    await panel.look();
    await panel.look();
    const late = await enter('carol', 'desk');
    await panel.look();
    await panel.look();
    for (const client of [desk, phone, bob]) assert.equal(bodies(client).length, 1);
    assert.deepEqual(bodies(late), []);
  });
});

test('the message of the day', async (context) => {
  const { server, panel: first, enter } = await started(context);
  let panel = first;
  const now = (): string => panel.machine.clock.now().toISOString();
  const open = async () => {
    const [one] = await announcementsOf(panel.machine).all();
    assert.ok(one);
    return one;
  };
  const alice = await enter('alice', 'desk');

  await context.test('reaches who is connected, and who signs in later, once a person', async () => {
    await panel.acts.announce.request({ text: 'one', period: { from: now(), until: null } }, agreed);
    await alice.stanza(({ name }) => name === 'message');
    const bob = await enter('bob', 'desk');
    await panel.look();
    await bob.stanza(({ name }) => name === 'message');
    await panel.look();
    const phone = await enter('alice', 'phone');
    await panel.look();
    await panel.look();
    assert.deepEqual([bodies(alice), bodies(bob), bodies(phone)], [['one'], ['one'], []]);
    assert.deepEqual(announcementsOf(panel.machine).tallyOf(await open()).names, ['alice', 'bob']);
  });

  await context.test('reaches again only those who have an older text, after an edit', async () => {
    const { id, from } = await open();
    await panel.acts.change.request({ id, text: 'two', period: { from, until: null } }, agreed);
    await alice.stanza((stanza) => stanza.getChildText('body') === 'two');
    await panel.look();
    assert.deepEqual(bodies(alice), ['one', 'two']);
    // Another end is no other text.
    const until = new Date(Date.parse(now()) + 3_600_000).toISOString();
    await panel.acts.change.request({ id, text: 'two', period: { from, until } }, agreed);
    await panel.look();
    assert.deepEqual(bodies(alice), ['one', 'two']);
    assert.deepEqual(
      (await open()).versions.map(({ text, author }) => [text, author]),
      [
        ['one', 'the panel'],
        ['two', 'the panel'],
      ],
    );
  });

  await context.test('is remembered by the next start of the panel, and waits while none runs', async () => {
    await panel.stop();
    const carol = await enter('carol', 'desk');
    panel = startPanel(server);
    context.after(() => panel.stop());
    assert.deepEqual(bodies(carol), []);
    await eventually(() => panel.look());
    await carol.stanza((stanza) => stanza.getChildText('body') === 'two');
    await panel.look();
    assert.deepEqual(bodies(alice), ['one', 'two']);
  });

  await context.test('is the same after a restart of the session manager', async () => {
    await panel.stop();
    await server.change({});
    await disconnectPanel(server.machine);
    await eventually(() => panel.look());
    const again = await enter('alice', 'desk');
    const dora = await enter('dora', 'new');
    await panel.look();
    await dora.stanza((stanza) => stanza.getChildText('body') === 'two');
    await panel.look();
    assert.deepEqual(bodies(again), []);
    assert.deepEqual(announcementsOf(panel.machine).tallyOf(await open()).names, [
      'alice',
      'bob',
      'carol',
      'dora',
    ]);
  });

  await context.test('is delivered to nobody after its end', async () => {
    ahead = 2 * 3_600_000;
    const eve = await enter('eve', 'desk');
    await panel.look();
    await panel.look();
    assert.deepEqual(bodies(eve), []);
    const one = await open();
    assert.equal(announcementsOf(panel.machine).standingOf(one), 'over');
    assert.equal(announcementsOf(panel.machine).tallyOf(one).reached, 4);
    assert.deepEqual(await panel.acts.withdraw.request({ id: one.id }, agreed), { kind: 'over' });
  });

  await context.test('waits for its time, and is delivered to nobody once it is withdrawn', async () => {
    const from = new Date(Date.parse(now()) + 3_600_000).toISOString();
    await panel.acts.announce.request({ text: 'later', period: { from, until: null } }, agreed);
    const frank = await enter('frank', 'desk');
    await panel.look();
    await panel.look();
    assert.deepEqual(bodies(frank), []);
    ahead += 2 * 3_600_000;
    await panel.look();
    await frank.stanza((stanza) => stanza.getChildText('body') === 'later');
    const { id } = await open();
    assert.deepEqual(await panel.acts.withdraw.request({ id }, agreed), { kind: 'changed' });
    const grace = await enter('grace', 'desk');
    await panel.look();
    await panel.look();
    assert.deepEqual(bodies(grace), []);
    assert.equal((await open()).withdrawn?.who, 'the panel');
  });
});

test('who is gone before the message came is not counted, and gets it when back', async (context) => {
  const { panel, enter } = await started(context);
  const alice = await enter('alice', 'desk');
  await enter('bob', 'desk');
  // Alice leaves after the panel saw her, and before it looks a second time.
  const seen = await panel.list();
  await alice.xmpp.stop();
  await eventually(async () =>
    assert.equal((await panelOf(panel.machine).sessions('chat.lan', 2)).length, 1),
  );
  const period = { from: panel.machine.clock.now().toISOString(), until: null };
  await panel.acts.announce.request({ text: 'here', period }, agreed);
  await announcementsOf(panel.machine).saw('chat.lan', seen);
  await panel.look();
  const [one] = await announcementsOf(panel.machine).all();
  assert.ok(one);
  assert.deepEqual(announcementsOf(panel.machine).tallyOf(one).names, ['bob']);
  const back = await enter('alice', 'desk');
  await panel.look();
  await back.stanza((stanza) => stanza.getChildText('body') === 'here');
});

test('a list of sessions that is older than a message does not tell who got it', async (context) => {
  const { panel, enter } = await started(context);
  const announcements = announcementsOf(panel.machine);
  const reached = async () => {
    const [one] = await announcements.all();
    assert.ok(one);
    return announcements.tallyOf(one).names;
  };
  const alice = await enter('alice', 'desk');
  const bob = await enter('bob', 'desk');
  const from = new Date(panel.machine.clock.now().getTime() + 3_600_000).toISOString();
  await panel.acts.announce.request({ text: 'later', period: { from, until: null } }, agreed);
  const old = await panel.list();
  await alice.xmpp.stop();
  await eventually(async () => assert.deepEqual((await panel.list()).jids, [bob.jid]));
  ahead += 2 * 3_600_000;
  // The first time it is sent, to Alice too, who is gone.
  await announcements.saw('chat.lan', old);
  await announcements.saw('chat.lan', old);
  assert.deepEqual(await reached(), []);
  await panel.look();
  assert.deepEqual(await reached(), ['bob']);
  await announcements.preview('chat.lan', 'bob', 'after');
  await bob.stanza((stanza) => stanza.getChildText('body') === 'after');
  assert.deepEqual(bodies(bob), ['later', 'after']);
  const back = await enter('alice', 'desk');
  await panel.look();
  await back.stanza((stanza) => stanza.getChildText('body') === 'later');
});

test('an administrator announces from a chat client, a stranger cannot', async (context) => {
  const { panel, enter } = await started(context, ['carol']);
  const carol = await enter('carol', 'desk');
  const others = [await enter('alice', 'desk'), await enter('bob', 'desk')];
  const [alice, bob] = others;
  assert.ok(alice && bob);
  const say = (client: ChatClient, to: string, text: string, from?: string): Promise<unknown> =>
    client.xmpp.send(
      xml('message', { to, id: text, ...(from === undefined ? {} : { from }) }, xml('body', {}, text)),
    );
  const records = async (): Promise<readonly string[]> =>
    (await panel.machine.audit.latest(20)).map(({ who, what }) => `${who}: ${what}`);

  await context.test('to everybody connected, in the own name in the audit log', async () => {
    await say(carol, 'chat.lan/announce/online', 'at once');
    for (const client of [carol, ...others])
      await client.stanza((stanza) => stanza.getChildText('body') === 'at once');
    await eventually(async () =>
      assert.ok((await records()).includes('carol@chat.lan: Message to all connected users sent')),
    );
  });

  await context.test('the message of the day, and another one in its place', async () => {
    await say(carol, 'chat.lan/announce', 'monday');
    await bob.stanza((stanza) => stanza.getChildText('body') === 'monday');
    await say(carol, 'chat.lan/announce', 'tuesday');
    await bob.stanza((stanza) => stanza.getChildText('body') === 'tuesday');
    await eventually(async () =>
      assert.ok((await records()).includes('carol@chat.lan: Message of the day changed')),
    );
    const late = await enter('dora', 'desk');
    await panel.look();
    await late.stanza((stanza) => stanza.getChildText('body') === 'tuesday');
    assert.ok(!bodies(late).includes('monday'));
  });

  await context.test('not somebody without the right', async () => {
    await say(bob, 'chat.lan/announce/online', 'mine');
    const refused = await bob.stanza(({ attrs }) => attrs['id'] === 'mine' && attrs['type'] === 'error');
    assert.match(String(refused), /forbidden/);
  });

  await context.test(
    'not somebody who writes the administrator’s name, and the log says so, once',
    async () => {
      const line =
        /info dropped a message to all users: its client wrote the sender "carol@chat\.lan\/desk" itself/;
      expectLog('panel', line);
      const { log } = panel.machine;
      const said = context.mock.method(log, 'info');
      await say(bob, 'chat.lan/announce/online', 'forged', carol.jid);
      await say(bob, 'chat.lan/announce', 'forged', carol.jid);
      // What is sent after it is answered after it.
      await say(bob, 'chat.lan/announce/online', 'after');
      await bob.stanza(({ attrs }) => attrs['id'] === 'after' && attrs['type'] === 'error');
      await panel.look();
      assert.ok([carol, alice, bob].every((client) => !bodies(client).includes('forged')));
      assert.equal(said.mock.calls.filter(({ arguments: [text] }) => line.test(`info ${text}`)).length, 1);
      assert.equal((await records()).filter((line) => line.includes('connected users sent')).length, 1);
    },
  );

  await context.test('by the commands that clients list for administrators', async () => {
    const ask = (client: ChatClient, type: 'get' | 'set', content: ReturnType<typeof xml>) =>
      client.xmpp.iqCaller.request(xml('iq', { type, to: panelName, id: 'c' }, content));
    const list = () => xml('query', { xmlns: `${DISCO}#items`, node: COMMANDS });
    const listed = (await ask(carol, 'get', list())).getChild('query')?.getChildren('item');
    const node = 'http://jabber.org/protocol/admin#announce';
    assert.ok(listed?.some(({ attrs }) => attrs['node'] === node && attrs['jid'] === panelName));
    const execute = (name: string, ...form: ReturnType<typeof xml>[]) =>
      xml('command', { xmlns: COMMANDS, node: name, action: 'execute' }, ...form);
    const first = (await ask(carol, 'set', execute(node))).getChild('command');
    assert.equal(first?.attrs['status'], 'executing');
    assert.equal(first.getChild('x')?.getChildren('field').at(-1)?.attrs['var'], 'announcement');
    const field = xml(
      'field',
      { var: 'announcement' },
      xml('value', {}, 'by command'),
      xml('value', {}, 'two'),
    );
    const form = xml('x', { xmlns: 'jabber:x:data', type: 'submit' }, field);
    const last = (await ask(carol, 'set', execute(node, form))).getChild('command');
    assert.equal(last?.attrs['status'], 'completed');
    await bob.stanza((stanza) => stanza.getChildText('body') === 'by command\ntwo');
    const online = await ask(carol, 'set', execute('http://jabber.org/protocol/admin#get-online-users-list'));
    assert.match(String(online), /<value>alice@chat\.lan<\/value>/);
    await assert.rejects(ask(bob, 'get', list()), /forbidden/);
    await assert.rejects(ask(bob, 'set', execute(node, form)), /forbidden/);
  });

  await context.test('by a command of slixmpp, which finds it by itself', async () => {
    const node = 'http://jabber.org/protocol/admin#announce';
    const { client: port } = portsOf(panel.machine.layout);
    const account = { jid: 'carol@chat.lan/slixmpp', password: chatPassword, port };
    const said = await commandBySlixmpp({ ...account, language: 'en', node, text: 'by slixmpp' });
    assert.equal(said.error, undefined);
    assert.ok(said.commands?.some(([listed]) => listed === node));
    assert.equal(said.status, 'completed');
    assert.deepEqual(said.notes, [['info', 'The message was sent.']]);
    await bob.stanza((stanza) => stanza.getChildText('body') === 'by slixmpp');
  });

  await context.test('and is told so while the panel is down', async () => {
    await panel.stop();
    await say(carol, 'chat.lan/announce/online', 'nobody hears');
    const refused = await carol.stanza(
      ({ attrs }) => attrs['id'] === 'nobody hears' && attrs['type'] === 'error',
    );
    assert.match(String(refused), /item-not-found|service-unavailable|remote-server-not-found/);
  });
});
