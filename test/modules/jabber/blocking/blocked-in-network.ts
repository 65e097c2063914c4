import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf } from '../../../../src/modules/jabber/blocking/blocks.js';
import { jabber } from '../../../../src/modules/jabber/index.js';
import { portsOf } from '../../../../src/modules/jabber/ports.js';
import { eventually } from '../../../helpers/eventually.js';
import { ISLAND_ADDRESS } from '../../../helpers/island.js';
import { chatPassword, startChatServer } from '../../../helpers/jabberd2.js';
import { expectLog } from '../../../helpers/log-rule.js';
import { stranger, streamHeader } from '../../../helpers/strangers.js';
import { signIn } from '../../../helpers/xmpp-client.js';

test('new connections of a blocked address end at once, without a restart, until it is unblocked', async (context) => {
  expectLog('guard', / info ended connections: /);
  expectLog(
    'c2s',
    / \[::ffff:10\.77\.0\.1, port=\d+\] (?:connect|disconnect)/,
    / write error: /,
    / read error: /,
  );
  const { machine } = await startChatServer(context);
  const { client: port } = portsOf(machine.layout);
  const blocks = blocksOf(machine);
  const block = (address: string) => ({
    ...{ address, who: 'admin', since: machine.clock.now().toISOString() },
    until: new Date(machine.clock.now().getTime() + 3_600_000).toISOString(),
  });
  const outside = () => stranger(context, { port, from: ISLAND_ADDRESS, says: streamHeader('chat.lan') });
  const isLeftAlone = async (): Promise<void> => {
    const { socket } = await outside();
    await new Promise<void>((resolve, reject) => {
      socket.once('data', () => resolve());
      socket.once('close', () => reject(new Error('it was ended')));
    });
    socket.destroy();
  };
  const { pid } = await machine.daemons.state('c2s');
  const account = { port, domain: 'chat.lan', password: chatPassword };

  const waiting = await outside();
  await isLeftAlone();
  await blocks.add(block(ISLAND_ADDRESS));
  assert.ok(await blocks.tell());
  await waiting.ended;
  const next = await outside();
  await next.ended;
  const alice = await signIn(context, { ...account, username: 'alice' });
  assert.equal(alice.xmpp.status, 'online', 'loopback is none of them');

  await machine.daemons.stop('guard');
  await machine.daemons.start('guard');
  const later = await outside();
  await later.ended;

  const guard = jabber.daemons.find(({ name }) => name === 'guard');
  assert.ok(guard !== undefined);
  for (const address of ['127.0.0.1', '::/64']) await blocks.add(block(address));
  assert.ok(await blocks.tell());
  await (await signIn(context, { ...account, username: 'bob' })).xmpp.stop();

  await blocks.remove(ISLAND_ADDRESS);
  assert.ok(await blocks.tell());
  await eventually(isLeftAlone);
  assert.equal((await machine.daemons.state('c2s')).pid, pid);
});
