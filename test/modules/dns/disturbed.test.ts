import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { ask } from '../../../src/modules/dns/client.js';
import { modules } from '../../../src/modules/index.js';
import { createPanel } from '../../../src/panel.js';
import { stateBecomes } from '../../helpers/daemons.js';
import { finishedSave } from '../../helpers/enabled-panel.js';
import { expectFailedSave, expectLog } from '../../helpers/log-rule.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { domainWith } from './sample-domain.js';

test('a program that has the UDP port already is named before anything is touched', async (context) => {
  expectFailedSave();
  const machine = await temporaryMachine(context);
  const panel = await createPanel(machine, modules, 0);
  await panel.modules.enable('dns', 'admin');
  const other = createSocket('udp4').bind(machine.layout.ports['dns'] ?? 0, '127.0.0.1');
  context.after(() => other.close());
  await once(other, 'listening');
  const { outcome, failure } = await finishedSave(panel);
  assert.equal(outcome, 'failed');
  assert.match(failure?.reason ?? '', /Another program \(node, process \d+\) has port \d+/);
  assert.equal((await machine.daemons.state('named')).up, false);
});

test('a named that is killed serves again, and the save after it is done', async (context) => {
  expectLog('named', / ebox-jabber: killed by signal 9$/);
  const machine = await temporaryMachine(context);
  const panel = await createPanel(machine, modules, 0);
  await panel.modules.enable('dns', 'admin');
  assert.equal((await finishedSave(panel)).outcome, 'done');
  const { pid } = await machine.daemons.state('named');
  process.kill(pid, 'SIGKILL');
  await stateBecomes(machine.daemons, 'named', (state) => state.up && state.pid !== pid);
  const { outcome, failure } = await finishedSave(panel);
  assert.equal(outcome, 'done', failure?.reason);
});

test('turned off it is stopped, and turned on again it serves what it served', async (context) => {
  const machine = await temporaryMachine(context);
  const panel = await createPanel(machine, modules, 0);
  await panel.modules.enable('dns', 'admin');
  const { settings, version } = await panel.draft.view('dns');
  const values = { ...settings, domains: [{ ...domainWith(), name: 'bücher.lan' }] };
  const wish = { module: 'dns', values, version, who: 'admin', confirmed: true };
  const applied = await panel.draft.apply(wish);
  assert.equal(applied.kind, 'applied', JSON.stringify(applied));
  assert.equal((await finishedSave(panel)).outcome, 'done');
  const server = { address: '127.0.0.1', port: machine.layout.ports['dns'] ?? 0 };
  const addressesOf = async (name: string): Promise<number> =>
    (await ask(machine.exchange, server, { name, type: 'A' }, { tcp: false, seconds: 2 })).records.length;
  assert.equal(await addressesOf('xn--bcher-kva.lan'), 1);

  await panel.modules.disable('dns', 'admin');
  assert.equal((await finishedSave(panel)).outcome, 'done');
  assert.equal((await machine.daemons.state('named')).up, false);
  await panel.modules.enable('dns', 'admin');
  assert.equal((await finishedSave(panel)).outcome, 'done');
  assert.equal(await addressesOf('xn--bcher-kva.lan'), 1);
});
