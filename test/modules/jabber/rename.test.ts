import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { xml, type XmppElement } from '@xmpp/client';
import type { NameRecord } from '../../../src/core/module/index.js';
import { jabber } from '../../../src/modules/jabber/index.js';
import { panelOf } from '../../../src/modules/jabber/panel.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { chatPassword, startChatServer, type ChatServer } from '../../helpers/jabberd2.js';
import { inEnglish } from '../../helpers/in-english.js';
import { expectLog } from '../../helpers/log-rule.js';
import { signIn, type ChatClient } from '../../helpers/xmpp-client.js';

const domain = 'chat.lan';
const at = (name: string): string => `${name}@${domain}`;
const ROSTER = 'jabber:iq:roster';
const PRIVACY = 'jabber:iq:privacy';
const MUC = 'http://jabber.org/protocol/muc';
const ROOM = `tea@conference.${domain}`;
const change = { from: 'alice', to: 'anna' };

/** Everything that a renamed user leaves behind, and how to look at it. */
class World {
  readonly #context: TestContext;
  readonly #server: ChatServer;

  constructor(context: TestContext, server: ChatServer) {
    [this.#context, this.#server] = [context, server];
  }

  async client(username: string, isOnline = true): Promise<ChatClient> {
    const { client: port } = portsOf(this.#server.machine.layout);
    const who = await signIn(this.#context, {
      ...{ domain, port, username, resource: 'desk', password: chatPassword },
    });
    await ask(who, 'get', xml('query', { xmlns: ROSTER }));
    if (isOnline) await who.xmpp.send(xml('presence'));
    return who;
  }

  read = (question: Parameters<NonNullable<typeof jabber.names>['records']>[2]) =>
    this.names.records(this.#server.machine, this.#server.settings, question);

  get names(): NonNullable<typeof jabber.names> {
    assert.ok(jabber.names !== null);
    return jabber.names;
  }

  async rename(): Promise<unknown> {
    const { machine, settings } = this.#server;
    const kept = await this.names.kept(machine, settings, change.from);
    return inEnglish(await this.names.rename(machine, settings, change, kept, this.read));
  }

  async preview() {
    const { machine, settings } = this.#server;
    const kept = await this.names.kept(machine, settings, change.from);
    return inEnglish(await this.names.renaming(machine, settings, change.from, kept, this.read));
  }

  /** The contact list that sm keeps: JID, subscription, name, groups. */
  async contacts(userName: string): Promise<readonly string[]> {
    const records = await this.read({ what: 'kept', userName });
    return records
      .filter(({ kind }) => kind === 'contact')
      .map(contactLine)
      .sort();
  }
}

function contactLine({ jid, to, from, ask: isAsking, name, groups }: NameRecord): string {
  return [jid, `to ${to} from ${from} ask ${isAsking}`, name, groups].join(' | ');
}

async function ask(
  who: ChatClient,
  type: 'get' | 'set',
  payload: XmppElement,
  to?: string,
): Promise<XmppElement> {
  return who.xmpp.iqCaller.request(xml('iq', { type, ...(to === undefined ? {} : { to }) }, payload));
}

/** Two users see each other, as by their clients. */
async function befriend(one: ChatClient, other: ChatClient): Promise<void> {
  const bare = (who: ChatClient): string => who.jid.split('/')[0] ?? '';
  for (const [asking, asked] of [
    [one, other],
    [other, one],
  ] as const) {
    await asking.xmpp.send(xml('presence', { to: bare(asked), type: 'subscribe' }));
    await asked.stanza(
      (stanza) => stanza.attrs['type'] === 'subscribe' && stanza.attrs['from'] === bare(asking),
    );
    await asked.xmpp.send(xml('presence', { to: bare(asking), type: 'subscribed' }));
    await asking.stanza(
      (stanza) => stanza.attrs['type'] === 'subscribed' && stanza.attrs['from'] === bare(asked),
    );
  }
}

const contact = (jid: string, name: string, ...groups: readonly string[]): XmppElement =>
  xml(
    'query',
    { xmlns: ROSTER },
    xml('item', { jid, name }, ...groups.map((group) => xml('group', {}, group))),
  );
const rule = (jid: string): XmppElement =>
  xml(
    'query',
    { xmlns: PRIVACY },
    xml(
      'list',
      { name: 'quiet' },
      xml('item', { type: 'jid', value: jid, action: 'deny', order: '1' }, xml('iq')),
    ),
  );

/** alice has contacts online and offline, and everything else that sm and the rooms keep. */
async function lifeOfAlice(world: World): Promise<{ readonly bob: ChatClient }> {
  const alice = await world.client('alice');
  const bob = await world.client('bob');
  const carol = await world.client('carol');
  const dora = await world.client('dora');
  await befriend(alice, bob);
  await befriend(alice, carol);
  await ask(alice, 'set', contact(at('bob'), 'Bob "B"', 'Work', 'Tea & more'));
  await ask(bob, 'set', contact(at('alice'), 'My Alice', 'Friends'));
  await ask(alice, 'set', contact('far@elsewhere.lan', 'Far away'));
  await ask(
    alice,
    'set',
    xml('vCard', { xmlns: 'vcard-temp' }, xml('FN', {}, 'Alice <3'), xml('N', {}, xml('FAMILY', {}, 'L'))),
  );
  const storage = xml(
    'storage',
    { xmlns: 'storage:bookmarks' },
    'a ',
    xml('conference', { jid: ROOM, 'xml:lang': 'en' }),
    ' b',
  );
  await ask(alice, 'set', xml('query', { xmlns: 'jabber:iq:private' }, storage));
  const prefixed = xml('foo', { xmlns: 'urn:y', 'p:a': '1' });
  await alice.xmpp.iqCaller.request(
    xml('iq', { type: 'set', 'xmlns:p': 'urn:x' }, xml('query', { xmlns: 'jabber:iq:private' }, prefixed)),
  );
  await ask(alice, 'set', rule(at('eve')));
  await ask(bob, 'set', rule(`${at('alice')}/phone`));
  await bob.xmpp.send(xml('presence', { to: `${ROOM}/bob` }, xml('x', { xmlns: MUC })));
  await bob.stanza((stanza) => String(stanza.attrs['from']).startsWith(ROOM));
  const permanent = xml('field', { var: 'muc#roomconfig_persistentroom' }, xml('value', {}, '1'));
  await ask(
    bob,
    'set',
    xml('query', { xmlns: `${MUC}#owner` }, xml('x', { xmlns: 'jabber:x:data', type: 'submit' }, permanent)),
    ROOM,
  );
  await ask(
    bob,
    'set',
    xml('query', { xmlns: `${MUC}#admin` }, xml('item', { affiliation: 'member', jid: at('alice') })),
    ROOM,
  );
  await Promise.all([alice.xmpp.stop(), carol.xmpp.stop()]);
  await dora.xmpp.send(xml('presence', { to: at('alice'), type: 'subscribe' }));
  // A sender may write what looks like the panel's own mark of messages that were sent on.
  const marks = ['1', '2', '3', '4'].map((id) =>
    xml('stanza-id', { xmlns: 'urn:xmpp:sid:0', by: at('alice'), id }),
  );
  for (const text of ['first', 'second <&>']) {
    const body = xml('body', { 'xml:lang': 'en' }, text);
    await bob.xmpp.send(xml('message', { to: at('alice'), type: 'chat', id: text }, body, ...marks));
  }
  await ask(bob, 'get', xml('query', { xmlns: ROSTER }));
  await dora.xmpp.stop();
  return { bob };
}

async function assertMoved(world: World): Promise<void> {
  assert.deepEqual(await world.contacts('anna'), [
    `bob@chat.lan | to 1 from 1 ask 0 | Bob "B" | ["Work","Tea & more"]`,
    'carol@chat.lan | to 1 from 1 ask 0 |  | []',
    'far@elsewhere.lan | to 0 from 0 ask 0 | Far away | []',
  ]);
  assert.deepEqual(await world.contacts('bob'), [
    `anna@chat.lan | to 1 from 1 ask 0 | My Alice | ["Friends"]`,
  ]);
  assert.deepEqual(await world.contacts('carol'), ['anna@chat.lan | to 1 from 1 ask 0 |  | []']);
  assert.deepEqual(await world.contacts('dora'), ['anna@chat.lan | to 0 from 0 ask 1 |  | []']);
  assert.deepEqual(await world.contacts('alice'), []);
  assert.deepEqual(await world.read({ what: 'waiting', userName: 'alice', after: 0 }), []);

  const anna = await world.client('anna');
  await anna.stanza((stanza) => stanza.getChildText('body') === 'second <&>');
  await anna.stanza((stanza) => stanza.attrs['type'] === 'subscribe' && stanza.attrs['from'] === at('dora'));
  const bodies = anna.received.flatMap((stanza) => stanza.getChildText('body') ?? []);
  assert.deepEqual(bodies, ['first', 'second <&>']);
  const first = anna.received.find((stanza) => stanza.attrs['id'] === 'first');
  assert.match(String(first?.attrs['from']), /^bob@chat\.lan\/desk$/);
  assert.match(String(first), /urn:xmpp:delay/);
  assert.match(
    String(await ask(anna, 'get', xml('vCard', { xmlns: 'vcard-temp' }))),
    /<FN>Alice &lt;3<\/FN>/,
  );
  const bookmarks = xml(
    'query',
    { xmlns: 'jabber:iq:private' },
    xml('storage', { xmlns: 'storage:bookmarks' }),
  );
  assert.match(String(await ask(anna, 'get', bookmarks)), />a <conference [^>]*xml:lang="en"[^>]*\/> b</);
  const prefixed = xml('query', { xmlns: 'jabber:iq:private' }, xml('foo', { xmlns: 'urn:y' }));
  assert.match(String(await ask(anna, 'get', prefixed)), /<foo [^>]*:a="1"/);
  const list = xml('query', { xmlns: PRIVACY }, xml('list', { name: 'quiet' }));
  assert.match(String(await ask(anna, 'get', list)), /eve@chat\.lan/);
  await anna.xmpp.stop();
}

test('a user gets another name, and everything follows', async (context) => {
  expectLog('sm', / deleted user: jid=alice@chat\.lan$/);
  const server = await startChatServer(context, { settings: { muc: true } });
  const world = new World(context, server);
  const { bob } = await lifeOfAlice(world);
  assert.deepEqual(await world.preview(), {
    problem: null,
    follows: [
      '3 contacts',
      '3 waiting messages',
      '1 vCard',
      '2 settings of clients, such as bookmarks',
      '1 rule of a privacy list',
      'the entries in the contact lists of 3 other users',
      `the rights in the room ${ROOM}`,
    ],
    stays: [
      'The user types the new name into each client. Chat logs in the clients keep the old name.',
      '1 contact is on another server. It stays in the contact list, but the user must ask it for permission again.',
      'Where a chat room refuses the user, it refuses the old name only.',
    ],
  });
  const before = bob.received.length;

  assert.deepEqual(await world.rename(), []);

  const pushed = bob.received.slice(before).flatMap((stanza) => {
    const item = stanza.getChild('query', ROSTER)?.getChild('item');
    return item === undefined ? [] : [`${String(item.attrs['jid'])} ${String(item.attrs['subscription'])}`];
  });
  assert.deepEqual([pushed.at(0), pushed.at(-1)], ['anna@chat.lan none', 'alice@chat.lan remove']);
  assert.ok(pushed.includes('anna@chat.lan both'));
  const asked = bob.received.slice(before).filter((stanza) => stanza.attrs['type'] === 'subscribe');
  assert.deepEqual(asked, [], 'a contact is asked nothing');
  assert.deepEqual(await panelOf(server.machine).sessions(domain, 3), [bob.jid], 'nobody was dropped');
  assert.match(
    String(await ask(bob, 'get', xml('query', { xmlns: PRIVACY }, xml('list', { name: 'quiet' })))),
    /anna@chat\.lan\/phone/,
  );
  const members = xml('query', { xmlns: `${MUC}#admin` }, xml('item', { affiliation: 'member' }));
  const listed = String(await ask(bob, 'get', members, ROOM));
  assert.match(listed, /anna@chat\.lan/);
  assert.doesNotMatch(listed, /alice@chat\.lan/);
  await assertMoved(world);
  await bob.xmpp.send(xml('message', { to: at('alice'), type: 'chat', id: 'late' }, xml('body', {}, 'late')));
  await bob.stanza((stanza) => stanza.attrs['id'] === 'late' && stanza.attrs['type'] === 'error');
});
