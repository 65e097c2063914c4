import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { jabber } from '../../../src/modules/jabber/index.js';
import { panelOf, sessionEndsOf } from '../../../src/modules/jabber/panel.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { sessionId } from '../../../src/modules/jabber/xmpp/session-end.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';
import { expectLog } from '../../helpers/log-rule.js';
import { signIn, type ChatClient } from '../../helpers/xmpp-client.js';

test('the id of a session is that of sm', () => {
  // sha1('2026-11-26T09:30:00Zalice@chat.lan/desk'), computed with sha1sum.
  const start = Date.parse('2026-11-26T09:30:00Z') / 1000;
  assert.equal(sessionId(start, 'alice@chat.lan/desk'), '113fd5ebe37ec06d729ff7537f5b67a2ce556f52');
});

test('sessions are ended as by a server that stops', async (context) => {
  const { machine, settings } = await startChatServer(context);
  const { domain } = settings;
  const control = jabber.sessions;
  assert.ok(control !== null);
  const account = { port: portsOf(machine.layout).client, domain, password: chatPassword };
  const there = () => control.sessions(machine, settings);
  const end = async (...jids: readonly string[]): Promise<number> =>
    control.end(
      machine,
      settings,
      (await there()).filter(({ address }) => jids.includes(address)),
    );
  const errorOf = (client: ChatClient): string[] => {
    const said: string[] = [];
    client.xmpp.on('error', (error: unknown) => said.push(String(error)));
    return said;
  };

  await context.test('the client is told no conflict, and everything else stays', async () => {
    // A device may have any name.
    expectLog('c2s', / jid=bob@chat\.lan\/a\/b@c d\b/);
    expectLog('sm', / session (started|ended): jid=bob@chat\.lan\/a\/b@c d$/);
    const alice = await signIn(context, { ...account, username: 'alice', resource: 'desk' });
    const phone = await signIn(context, { ...account, username: 'alice', resource: 'phone' });
    const bob = await signIn(context, { ...account, username: 'bob', resource: 'a/b@c d' });
    const roster = xml('query', { xmlns: 'jabber:iq:roster' }, xml('item', { jid: 'bob@chat.lan' }));
    await alice.xmpp.iqCaller.request(xml('iq', { type: 'set', id: 'add' }, roster));
    const said = errorOf(alice);
    assert.equal(await end(alice.jid), 1);
    await alice.disconnected();
    assert.deepEqual(said, [], 'a stream error such as <conflict/> keeps Pidgin off');
    assert.deepEqual((await there()).map(({ address }) => address).sort(), [phone.jid, bob.jid]);
    const again = await phone.xmpp.iqCaller.request(
      xml('iq', { type: 'get', id: 'roster' }, xml('query', { xmlns: 'jabber:iq:roster' })),
    );
    assert.equal(again.getChild('query')?.getChildren('item').length, 1);
    assert.equal(await end(phone.jid, bob.jid), 2);
    await Promise.all([phone.disconnected(), bob.disconnected()]);
  });

  await context.test('a client that came back under the same JID is ended as well', async () => {
    const one = await signIn(context, { ...account, username: 'carol', resource: 'r' });
    await there();
    await one.xmpp.stop();
    const other = await signIn(context, { ...account, username: 'carol', resource: 'r' });
    const said = errorOf(other);
    assert.equal(await end(other.jid), 1);
    await other.disconnected();
    assert.deepEqual(said, []);
  });

  await context.test('many at once', async () => {
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        signIn(context, { ...account, username: 'dora', resource: `r${index}` }),
      ),
    );
    assert.equal(await end(...many.map(({ jid }) => jid)), 20);
    await Promise.all(many.map((client) => client.disconnected()));
    assert.deepEqual(await there(), []);
  });

  await context.test('a wrong beginning ends nothing, and says so', async () => {
    const erin = await signIn(context, { ...account, username: 'erin', resource: 'r' });
    const left = await sessionEndsOf(machine).end(domain, [{ jid: erin.jid, starts: [1, 2] }], 2);
    assert.deepEqual([...left], [erin.jid]);
    assert.equal(erin.xmpp.status, 'online');
    await sessionEndsOf(machine).replace(domain, erin.jid, 2);
    await erin.disconnected();
  });

  await context.test('where the log is gone, a session of the same JID takes its place', async () => {
    const fred = await signIn(context, { ...account, username: 'fred', resource: 'r' });
    const said = errorOf(fred);
    const withoutLogs = {
      ...machine,
      daemons: { ...machine.daemons, lastLines: () => Promise.reject(new Error('no log')) },
    };
    context.after(() => panelOf(withoutLogs).close());
    await panelOf(machine).close();
    assert.equal(await control.end(withoutLogs, settings, [{ address: fred.jid, userName: 'fred' }]), 1);
    await fred.disconnected();
    assert.match(said.join(), /conflict/);
    assert.deepEqual(await control.sessions(withoutLogs, settings), []);
    await panelOf(withoutLogs).close();
  });
});
