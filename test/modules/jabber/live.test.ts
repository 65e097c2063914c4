import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { jabber } from '../../../src/modules/jabber/index.js';
import { liveOf } from '../../../src/modules/jabber/live/live.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';
import { expectLog } from '../../helpers/log-rule.js';
import { signIn, type ChatClient } from '../../helpers/xmpp-client.js';

/** Answers what the panel asks, as a client does. */
function answering({ xmpp }: ChatClient, version: ReturnType<typeof xml>, idle: string): void {
  xmpp.on('stanza', (stanza) => {
    if (!stanza.is('iq') || stanza.attrs['type'] !== 'get') return;
    const { from = '', id = '' } = stanza.attrs;
    const isVersion = stanza.getChild('query', 'jabber:iq:version') !== undefined;
    const query = isVersion ? version : xml('query', { xmlns: 'jabber:iq:last', seconds: idle });
    void xmpp.send(xml('iq', { type: 'result', to: from, id }, query));
  });
}

test('what is known of a session', async (context) => {
  const server = await startChatServer(context, { settings: { ssl: 'optional' } });
  const { machine, settings } = server;
  const { domain } = settings;
  const control = jabber.sessions;
  assert.ok(control !== null);
  const { known, clients } = liveOf(machine);
  const account = { domain, password: chatPassword };
  const desk = { ...account, username: 'alice', resource: 'desk' };
  const port = portsOf(machine.layout).client;
  const began = Date.now();
  const alice = await signIn(context, { ...desk, port });

  await context.test('since when, from where and whether encrypted come from the logs', async () => {
    await control.sessions(machine, settings);
    const { since, link } = known.of(alice.jid);
    assert.ok(since !== null && since >= began - 1000 && since <= Date.now() + 1000);
    assert.deepEqual(link, { address: '127.0.0.1', isEncrypted: true });
    assert.deepEqual(known.of('nobody@chat.lan/x'), { starts: [], since: null, link: null });
  });

  await context.test('the client says its software and for how long it was not used', async () => {
    const version = xml(
      'query',
      { xmlns: 'jabber:iq:version' },
      xml('name', {}, `Chat\u202e ${'x'.repeat(100)}`),
      xml('version', {}, '1.0\n(2)'),
    );
    answering(alice, version, '90');
    await Promise.all([clients.askSoftware(domain, [alice.jid]), clients.askIdle(domain, [alice.jid])]);
    assert.deepEqual(clients.of(alice.jid), {
      software: `Chat\ufffd ${'x'.repeat(34)}… 1.0\ufffd(2)`,
      idle: 90,
    });
  });

  await context.test('a message reaches a session that never said that it is there', async () => {
    const sent = await control.tell(
      machine,
      settings,
      [
        { address: alice.jid, userName: 'alice' },
        { address: 'bob@chat.lan/gone', userName: 'bob' },
      ],
      'Back <soon> & "well"\r\n\u0000bye \ud83d\ude00',
    );
    assert.equal(sent, 1);
    const message = await alice.stanza((stanza) => stanza.is('message'));
    assert.equal(message.attrs['from'], domain);
    assert.equal(message.getChildText('body'), 'Back <soon> & "well"\nbye \ud83d\ude00');
  });

  await context.test('all of it goes with the session', async () => {
    await alice.xmpp.stop();
    await control.sessions(machine, settings);
    // It may have begun after the list, so it is looked for once more.
    await control.sessions(machine, settings);
    assert.equal(known.of(alice.jid).since, null);
    assert.deepEqual(clients.of(alice.jid), { software: '', idle: null });
  });

  await context.test('a connection in clear is shown as one', async () => {
    expectLog('c2s', / PLAIN authentication succeeded: alice@chat\.lan \S+ $/);
    await server.change({ ssl: 'disabled' });
    const clear = await signIn(context, { ...desk, port });
    await control.sessions(machine, { ...settings, ssl: 'disabled' });
    assert.deepEqual(known.of(clear.jid).link, { address: '127.0.0.1', isEncrypted: false });
    await clear.xmpp.stop();
  });
});
