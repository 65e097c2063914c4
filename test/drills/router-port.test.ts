import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { enabledPanel } from '../helpers/enabled-panel.js';
import { temporaryMachine } from '../helpers/machine.js';
import { portsOf } from '../../src/modules/jabber/ports.js';

test('before the first save the router gets another port when a program took the one that was chosen', async (context) => {
  const machine = await temporaryMachine(context);
  const chosen = portsOf(machine.layout).router;
  const squatter = createServer((socket) => socket.end('nothing for you')).listen(chosen, '127.0.0.1');
  await once(squatter, 'listening');
  context.after(() => squatter.close());

  const { panel } = await enabledPanel(context, [], machine);
  const given = portsOf(machine.layout).router;
  assert.notEqual(given, chosen);
  assert.deepEqual(await machine.store.document('ports').read(), { router: given });
  const rows = await panel.health.rows();
  assert.deepEqual(
    rows.filter(({ state }) => state !== 'running' && state !== 'disabled'),
    [],
  );
  assert.deepEqual(
    (await machine.network.listeners(given)).map(({ program, on }) => [program, on]),
    [['jabberd2-router', 'loopback']],
  );
});
