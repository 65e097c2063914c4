import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml, type XmppElement } from '@xmpp/client';
import { disconnectPanel, fakeSessionsOf, panelOf } from '../../../src/modules/jabber/panel.js';
import { roomBookmarksOf } from '../../../src/modules/jabber/rooms/default/bookmarks.js';
import { defaultRoomOf, type ChosenRoom } from '../../../src/modules/jabber/rooms/default/default-room.js';
import { chatClient } from '../../helpers/chat-rooms.js';
import { eventually } from '../../helpers/eventually.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';
import type { ChatClient } from '../../helpers/xmpp-client.js';

const domain = 'chat.lan';
const BOOKMARKS = 'storage:bookmarks';

const query = (...bookmarks: readonly XmppElement[]) =>
  xml('query', { xmlns: 'jabber:iq:private' }, xml('storage', { xmlns: BOOKMARKS }, ...bookmarks));
const store = (who: ChatClient, ...bookmarks: readonly XmppElement[]) =>
  who.xmpp.iqCaller.request(xml('iq', { type: 'set' }, query(...bookmarks)));
const chosen = (name: string): ChosenRoom => ({
  ...{ jid: `${name}@conference.${domain}`, words: '', who: 'admin', ended: false },
  when: new Date().toISOString(),
});

test('a bookmark of the default room', async (context) => {
  const { machine } = await startChatServer(context, { settings: { muc: true } });
  const client = (name: string) => chatClient(context, machine, name, chatPassword);
  const room = defaultRoomOf(machine);
  const connected = () => panelOf(machine).sessions(domain, 3);
  const look = async () => roomBookmarksOf(machine).saw(domain, await connected());
  /** Does something as a client that signs in and leaves. */
  const as = async <T>(name: string, work: (who: ChatClient) => Promise<T>): Promise<T> => {
    const who = await client(name);
    const done = await work(who);
    await who.xmpp.stop();
    await eventually(async () => assert.ok(!(await connected()).some((jid) => jid.startsWith(`${name}@`))));
    return done;
  };
  const bookmarks = (name: string) =>
    as(name, async (who) => {
      const answer = await who.xmpp.iqCaller.request(xml('iq', { type: 'get' }, query()));
      const storage = answer.getChild('query')?.getChild('storage');
      return (storage?.children ?? []).map(String).sort();
    });
  const tea = `<conference name="tea" jid="tea@conference.${domain}"/>`;
  const sorted = (all: readonly string[]) =>
    all.map((one) => one.replace(/(jid="[^"]*") (name="[^"]*")/, '$2 $1'));

  const own = [
    xml(
      'conference',
      { jid: 'a@other.lan', name: `Anna's <&> "room"`, autojoin: '1' },
      xml('nick', {}, 'a<b'),
    ),
    xml('url', { name: 'News', url: 'http://news.lan/?a&b' }),
  ];
  await as('alice', (who) => store(who, ...own));
  await as('bob', () => Promise.resolve());
  const foreign = xml('conference', { jid: 'x@other.lan' }, xml('extensions', { xmlns: 'urn:x' }));
  await as('carol', (who) => store(who, foreign));
  const mine = xml('conference', { jid: `tea@conference.${domain}`, name: 'My tea', autojoin: '1' });
  await as('dave', (who) => store(who, mine));
  const ownOf = {
    alice: await bookmarks('alice'),
    carol: await bookmarks('carol'),
    dave: await bookmarks('dave'),
  };
  const first = chosen('tea');
  await room.choose(first);
  await room.mark(first, ['alice', 'bob', 'carol', 'dave', 'erin', 'nobody']);

  await context.test('waits while the user is connected', async () => {
    const erin = await client('erin');
    await look();
    const answer = await erin.xmpp.iqCaller.request(xml('iq', { type: 'get' }, query()));
    assert.doesNotMatch(String(answer), /tea@/);
    await erin.xmpp.stop();
    await eventually(async () => assert.deepEqual(await connected(), []));
    await look();
    assert.deepEqual(sorted(await bookmarks('erin')), [tea]);
  });

  await context.test('stands beside what the user has, which stays as it is', async () => {
    assert.deepEqual(sorted(await bookmarks('bob')), [tea]);
    const alice = sorted(await bookmarks('alice'));
    assert.deepEqual(alice, sorted([...ownOf.alice, tea]).sort());
    assert.equal(ownOf.alice.length, 2);
  });

  await context.test('is not written where that would lose something, or the room is there', async () => {
    assert.deepEqual(await bookmarks('carol'), ownOf.carol);
    assert.deepEqual(await bookmarks('dave'), ownOf.dave);
    assert.equal(await panelOf(machine).hasAccount(`nobody@${domain}`, 3), false);
  });

  await context.test('is taken away with the default room, but where the user changed it', async () => {
    await as('bob', (who) =>
      store(who, xml('conference', { jid: `tea@conference.${domain}`, name: 'tea', autojoin: '1' })),
    );
    const changed = await bookmarks('bob');
    await disconnectPanel(machine);
    const second = chosen('cake');
    await room.choose(second);
    await room.mark(second, ['alice', 'dave']);
    await look();
    const cake = tea.replaceAll('tea', 'cake');
    assert.deepEqual(sorted(await bookmarks('alice')), sorted([...ownOf.alice, cake]).sort());
    assert.deepEqual(sorted(await bookmarks('dave')), sorted([...ownOf.dave, cake]).sort());
    assert.deepEqual(await bookmarks('erin'), []);
    assert.deepEqual(await bookmarks('bob'), changed);
    const change = { from: 'dave', to: 'david' };
    await Promise.all([room.renamed(change), roomBookmarksOf(machine).renamed(change)]);
    assert.deepEqual([...(await room.invited())], ['alice', 'david']);
    const back = { from: 'david', to: 'dave' };
    await Promise.all([room.renamed(back), roomBookmarksOf(machine).renamed(back)]);
    await room.choose(null);
    await look();
    assert.deepEqual(sorted(await bookmarks('alice')), sorted(ownOf.alice));
    assert.deepEqual(await bookmarks('dave'), ownOf.dave);
    assert.deepEqual(fakeSessionsOf(machine).jids(), []);
    assert.deepEqual(await machine.store.document('room-bookmarks').read(), {});
  });
});
