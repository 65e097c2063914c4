import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { sqlite } from '../../../src/modules/jabber/database.js';
import { pathsOf } from '../../../src/modules/jabber/paths.js';
import { portsOf } from '../../../src/modules/jabber/ports.js';
import { eventually } from '../../helpers/eventually.js';
import { chatPassword, startChatServer } from '../../helpers/jabberd2.js';
import { signIn } from '../../helpers/xmpp-client.js';

test('a message of the day that sm had stored is cleared when sm starts, and nobody gets it', async (context) => {
  const server = await startChatServer(context, { administrators: ['root'] });
  const { machine } = server;
  const { storage } = pathsOf(machine.layout);
  const port = portsOf(machine.layout).client;
  await machine.daemons.stop('sm');
  const message =
    "<message xmlns='jabber:client' from='chat.lan'><body>Old news</body>" +
    "<x xmlns='jabber:x:delay' stamp='20261101T00:00:00'/></message>";
  await sqlite(
    machine,
    [storage],
    `INSERT INTO "motd-message" ("collection-owner", "xml") VALUES ('chat.lan', 'NAD${message.replaceAll("'", "''")}');` +
      `INSERT INTO "motd-times" ("collection-owner", "time") VALUES ('alice@chat.lan', 1);`,
  );
  await server.change({});
  const counts = await sqlite(
    machine,
    [storage],
    'SELECT count(*) FROM "motd-message"; SELECT count(*) FROM "motd-times";',
  );
  assert.deepEqual(counts.trim().split('\n'), ['0', '0']);
  const alice = await signIn(context, {
    port,
    domain: 'chat.lan',
    username: 'alice',
    password: chatPassword,
  });
  await alice.xmpp.send(xml('presence'));
  await alice.xmpp.send(xml('message', { to: alice.jid }, xml('body', {}, 'to myself')));
  await eventually(() => {
    assert.deepEqual(
      alice.received.flatMap((stanza) => stanza.getChildText('body') ?? []),
      ['to myself'],
    );
  });
});
