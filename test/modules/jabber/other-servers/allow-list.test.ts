import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { portsOf } from '../../../../src/modules/jabber/ports.js';
import { eventually } from '../../../helpers/eventually.js';
import { chatPassword, startChatServer } from '../../../helpers/jabberd2.js';
import { expectLog } from '../../../helpers/log-rule.js';
import { signIn } from '../../../helpers/xmpp-client.js';

const DROPPED = /sending a packet to domain not in the whitelist (stranger\.lan|c2s), dropping it$/;

test('what is sent to a server that is not allowed is dropped; the allowed ones are looked for', async (context) => {
  expectLog('s2s', DROPPED);
  const { machine } = await startChatServer(context, {
    settings: { otherServers: true, ssl: 'required', allowedServers: ['friends.lan', 'bücher.lan'] },
  });
  const { client: port } = portsOf(machine.layout);
  const alice = await signIn(context, {
    domain: 'chat.lan',
    port,
    username: 'alice',
    password: chatPassword,
  });
  const servers = ['stranger.lan', 'friends.lan', 'chat.friends.lan', 'bücher.lan'];
  for (const server of servers)
    await alice.xmpp.send(xml('message', { to: `bob@${server}` }, xml('body', {}, 'Hello')));
  for (const server of servers.slice(1)) {
    const error = await alice.stanza(({ attrs }) => attrs.from === `bob@${server}`);
    assert.match(String(error), /remote-server-not-found/, 'no DNS knows it');
  }
  await eventually(async () => {
    const lines = await machine.daemons.lastLines('s2s', 50);
    assert.ok(lines.some((line) => DROPPED.test(line)));
  });
  assert.ok(!alice.received.some(({ attrs }) => attrs.from === 'bob@stranger.lan'));
});
