import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { jabber } from '../../../src/modules/jabber/index.js';
import {
  disconnectPanel,
  fakeSessionsOf,
  panelOf,
  tellSessionsOf,
} from '../../../src/modules/jabber/panel.js';
import { liveOf } from '../../../src/modules/jabber/live/live.js';
import { SignInNews } from '../../../src/modules/jabber/sign-in/news.js';
import { SessionRefused } from '../../../src/modules/jabber/xmpp/stanza-error.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';
import { eventually } from '../../helpers/eventually.js';
import { signIn } from '../../helpers/xmpp-client.js';

const ROSTER = 'jabber:iq:roster';
const contact = (jid: string): string => `<query xmlns='${ROSTER}'><item jid='${jid}' name='Bob'/></query>`;

test('the panel speaks as a user, and is no user', async (context) => {
  const { machine, settings } = await startChatServer(context, { administrators: ['boss'] });
  const { domain } = settings;
  const account = { port: portsOf(machine.layout).client, domain, password: chatPassword };
  const fakes = fakeSessionsOf(machine);
  const control = jabber.sessions;
  assert.ok(control !== null);
  const listed = async (): Promise<readonly string[]> =>
    (await control.sessions(machine, settings)).map(({ address }) => address);
  const alice = await signIn(context, { ...account, username: 'alice', resource: 'desk' });
  await alice.xmpp.iqCaller.request(xml('iq', { type: 'get' }, xml('query', { xmlns: ROSTER })));

  await context.test('what it changes is pushed to the user’s own client', async () => {
    await fakes.as(alice.jid.replace('/desk', ''), 3, async (session) => {
      await session.ask('set', contact(`bob@${domain}`));
    });
    await alice.stanza((stanza) => /bob@chat\.lan/.test(String(stanza)) && stanza.attrs['type'] === 'set');
  });

  await context.test('is not listed, not told, and gets no message that waits', async () => {
    await fakes.as(`carol@${domain}`, 3, async () => {
      const everybody = await panelOf(machine).sessions(domain, 3);
      assert.deepEqual(everybody, [alice.jid]);
      assert.deepEqual(await listed(), [alice.jid]);
      assert.deepEqual(await tellSessionsOf(machine, domain, everybody, 'Hello'), [alice.jid]);
      await alice.xmpp.send(xml('message', { to: `carol@${domain}`, type: 'chat' }, xml('body', {}, 'wait')));
    });
    const carol = await signIn(context, { ...account, username: 'carol', resource: 'r' });
    await carol.xmpp.send(xml('presence'));
    await carol.stanza((stanza) => stanza.getChildText('body') === 'wait');
    await carol.xmpp.stop();
  });

  await context.test('is ended also where what it was for fails', async () => {
    await assert.rejects(
      fakes.as(`dora@${domain}`, 3, () => Promise.reject(new Error('for a test'))),
      /for a test/,
    );
    assert.deepEqual(fakes.jids(), []);
    assert.deepEqual(await listed(), [alice.jid]);
  });

  await context.test('one that sm refuses to start is not kept', async () => {
    const work = () => Promise.resolve(assert.fail('it is not started'));
    await assert.rejects(fakes.as(`a b@${domain}`, 3, work), SessionRefused);
    assert.deepEqual(fakes.jids(), []);
  });

  await context.test('one that a list saw at its end is left out as well', async () => {
    const lists: Promise<readonly string[]>[] = [];
    for (let round = 0; round < 20; round += 1) {
      await fakes.as(`dora@${domain}`, 3, () => {
        lists.push(panelOf(machine).sessions(domain, 3));
        return Promise.resolve();
      });
    }
    for (const list of await Promise.all(lists)) assert.deepEqual(list, [alice.jid]);
  });

  await context.test('sm ends those of a panel that was killed', async () => {
    const boss = await signIn(context, { ...account, username: 'boss', resource: 'desk' });
    const query = xml('query', { xmlns: 'http://jabber.org/protocol/disco#items', node: 'sessions' });
    const all = async (): Promise<number> => {
      const answer = await boss.xmpp.iqCaller.request(xml('iq', { type: 'get', to: domain }, query));
      return answer.getChild('query')?.getChildren('item').length ?? 0;
    };
    assert.equal(await all(), 2);
    let begun = (): void => undefined;
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    void fakes.as(`dora@${domain}`, 3, () => {
      begun();
      return new Promise(() => undefined);
    });
    await isBegun;
    assert.equal(await all(), 3, 'sm itself lists it');
    await disconnectPanel(machine);
    await eventually(async () => assert.equal(await all(), 2));
    assert.deepEqual([...(await listed())].sort(), [alice.jid, boss.jid]);
  });
});

test('when users signed in on earlier days is copied once, before a fake session writes over it', async (context) => {
  const { machine, settings } = await startChatServer(context);
  const { domain } = settings;
  const { names } = jabber;
  assert.ok(names !== null);
  const began = Math.floor(Date.now() / 1000) * 1000;
  const port = portsOf(machine.layout).client;
  const alice = await signIn(context, { port, domain, username: 'alice', password: chatPassword });
  await alice.xmpp.stop();
  const remember = (): Promise<void> =>
    names.remember(machine, settings, (question) => names.records(machine, settings, question));
  await remember();
  const { news } = liveOf(machine);
  const first = news.lastSignIn('alice');
  assert.ok(first !== null && first >= began && first <= Date.now());
  assert.equal(news.lastSignIn('bob'), null);

  await fakeSessionsOf(machine).as(`bob@${domain}`, 3, () => Promise.resolve());
  assert.match(JSON.stringify(await names.records(machine, settings, { what: 'last-seen' })), /"bob"/);
  await remember();
  assert.equal(news.lastSignIn('bob'), null, 'a fake session is no sign-in');
  const again = new SignInNews(machine);
  assert.equal(await again.lacksEarlier(), false, 'also after a restart of the panel');
  assert.equal(again.lastSignIn('alice'), first);
});
