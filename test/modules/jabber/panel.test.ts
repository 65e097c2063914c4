import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { panelName } from '../../../src/modules/jabber/domain.js';
import { disconnectPanel, jabber, panelOf } from '../../../src/modules/jabber/index.js';
import { lettersOf, takersOf } from '../../../src/modules/jabber/panel.js';
import { PanelComponent } from '../../../src/modules/jabber/xmpp/panel-component.js';
import { RouterComponent } from '../../../src/modules/jabber/xmpp/router-component.js';
import { refusalOf, type Arrived } from '../../../src/modules/jabber/xmpp/takers.js';
import { eventually } from '../../helpers/eventually.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';
import { signIn } from '../../helpers/xmpp-client.js';
import { expectLog } from '../../helpers/log-rule.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';

const INFO = 'http://jabber.org/protocol/disco#info';

test('the panel as a part of the chat server', async (context) => {
  const { machine, settings } = await startChatServer(context, { administrators: ['carol'] });
  const { domain } = settings;
  const panel = panelOf(machine);
  const account = { port: portsOf(machine.layout).client, domain, password: chatPassword };
  const alice = await signIn(context, { ...account, username: 'alice', resource: 'desk' });
  const bob = await signIn(context, { ...account, username: 'bob', resource: 'a/b@c' });

  await context.test('asks what a domain is, and what it lists', async () => {
    const info = await panel.discoInfo(domain, 2);
    assert.deepEqual(info.identities, ['server/im']);
    assert.ok(info.features.includes('http://jabber.org/protocol/disco#items'));
    const items = await panel.discoItems(domain, 2);
    assert.ok(items.includes(panelName), 'clients find what the panel offers administrators');
    const itself = await alice.xmpp.iqCaller.request(
      xml('iq', { type: 'get', to: panelName, id: 'info' }, xml('query', { xmlns: INFO })),
    );
    assert.equal(itself.getChild('query')?.getChild('identity')?.attrs['category'], 'component');
  });

  await context.test('sees who is connected, as an administrator does and nobody else', async () => {
    assert.deepEqual([...(await panel.sessions(domain, 2))].sort(), [alice.jid, bob.jid].sort());
    const query = (): ReturnType<typeof xml> =>
      xml(
        'iq',
        { type: 'get', to: domain, id: 'who' },
        xml('query', { xmlns: 'http://jabber.org/protocol/disco#items', node: 'sessions' }),
      );
    await assert.rejects(alice.xmpp.iqCaller.request(query()), /item-not-found|forbidden/);
    const carol = await signIn(context, { ...account, username: 'carol' });
    const answer = await carol.xmpp.iqCaller.request(query());
    const jids = answer
      .getChild('query')
      ?.getChildren('item')
      .map(({ attrs }) => attrs['jid']);
    assert.ok(jids?.includes(alice.jid));
  });

  await context.test('says who does not answer', async () => {
    await assert.rejects(panel.discoInfo('nobody.lan', 2), {
      message: 'No service answers for nobody.lan at the moment.',
    });
    await assert.rejects(
      panel.discoInfo(`nobody@${domain}`, 2),
      /refused the request \(service-unavailable\)\./,
    );
  });

  await context.test('refuses what people ask it, drops what they send, and keeps answering', async () => {
    const ask = xml(
      'iq',
      { type: 'get', to: panelName, id: 'x' },
      xml('query', { xmlns: 'jabber:iq:version' }),
    );
    await assert.rejects(alice.xmpp.iqCaller.request(ask), /service-unavailable/);
    await alice.xmpp.send(xml('message', { to: panelName }, xml('body', {}, 'x'.repeat(60_000))));
    await alice.xmpp.send(xml('iq', { type: 'result', to: panelName, id: 'guess' }));
    await panel.roundTrip(2);
  });

  await context.test(
    'hands on what arrives, with where it came from, and refuses too much of it',
    async () => {
      const taken: Arrived[] = [];
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      takersOf(machine).add((arrived) => {
        if (arrived.stanza.name !== 'message' || !arrived.stanza.attributes.id?.startsWith('hold'))
          return null;
        taken.push(arrived);
        return held.then(() => refusalOf(arrived.stanza, 'auth', 'forbidden', panelName));
      });
      const error = async (id: string): Promise<string> =>
        String(await alice.stanza(({ attrs }) => attrs['id'] === id && attrs['type'] === 'error'));
      for (let at = 0; at <= 50; at += 1)
        await alice.xmpp.send(xml('message', { to: panelName, id: `hold-${at}` }, xml('body', {}, 'x')));
      assert.match(await error('hold-50'), /resource-constraint/);
      assert.equal(taken.length, 50);
      const letter = await lettersOf(machine).send(domain, `nobody@${domain}/gone`, 'x', 2);
      await panel.sessions(domain, 2);
      assert.ok(
        lettersOf(machine).cameBack(letter),
        'an error for a message of its own is heard all the same',
      );
      assert.ok(taken.every(({ from, stanza }) => from === 'sm' && stanza.attributes.from === alice.jid));
      release();
      assert.match(await error('hold-0'), /forbidden/);
      await alice.xmpp.send(
        xml(
          'message',
          { to: panelName, id: 'hold-forged', from: `carol@${domain}/desk` },
          xml('body', {}, 'x'),
        ),
      );
      await eventually(() => assert.equal(taken.length, 51));
      assert.equal(
        taken[50]?.stanza.attributes.from,
        alice.jid,
        'sm does not believe what a client says of itself',
      );
    },
  );

  await context.test('is told when somebody else has its name, and gets in when that one left', async () => {
    expectLog('router', / tried to bind 'panel\.ebox\.invalid', but it's already bound$/);
    await panel.close();
    const other = new PanelComponent(
      new RouterComponent({
        network: machine.network,
        port: portsOf(machine.layout).router,
        name: panelName,
        secret: () => machine.secrets.named('router-panel'),
        log: machine.log,
      }),
      { jids: () => [] },
    );
    assert.ok(await other.discoInfo(domain, 2), 'the first question already knows who is there');
    await assert.rejects(
      panel.roundTrip(2),
      /Another program is connected to the router as panel\.ebox\.invalid/,
    );
    await other.close();
    await eventually(() => panel.roundTrip(2));
  });

  await context.test('is refused with a wrong secret, and may bind no other name', async () => {
    const component = (name: string, secret: string): RouterComponent =>
      new RouterComponent({
        network: machine.network,
        port: portsOf(machine.layout).router,
        name,
        secret: () => machine.secrets.named(secret),
        log: machine.log,
      });
    const tryIn = (one: RouterComponent): Promise<unknown> => one.exchange(domain, 'k', '<iq/>', 2);
    await assert.rejects(tryIn(component(panelName, 'router-sm')), /refused the secret/);
    await assert.rejects(tryIn(component('nobody', 'router-sm')), /refused the secret/);
  });

  await context.test('connects again when the router was restarted', async () => {
    for (const daemon of ['sm', 'c2s'])
      expectLog(daemon, / \[router\] write error: Connection refused \(111\)$/, / attempting reconnect$/);
    await panel.roundTrip(2);
    await machine.daemons.stop('router');
    await assert.rejects(panel.roundTrip(2));
    await machine.daemons.start('router');
    await eventually(() => panel.discoInfo(domain, 2));
  });

  await context.test('is back by itself, and listed again', async () => {
    await panel.close();
    await jabber.tend(machine, settings);
    await eventually(async () => assert.ok((await panel.discoItems(domain, 2)).includes(panelName)));
  });

  await disconnectPanel(machine);
});
