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
import { domainWith, host } from './sample-domain.js';
import { said } from '../../helpers/in-english.js';

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
  assert.match(said(failure?.reason ?? ''), /Another program \(node, process \d+\) uses port \d+/);
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
  assert.equal(outcome, 'done', said(failure?.reason));
});

test('turned off it is stopped, and turned on again it serves what it served', async (context) => {
  const machine = await temporaryMachine(context);
  const panel = await createPanel(machine, modules, 0);
  await panel.modules.enable('dns', 'admin');
  const { settings, version } = await panel.draft.view('dns');
  const values = { ...settings, domains: [{ ...domainWith(), name: 'bücher.lan' }] };
  const wish = { module: 'dns', values, version, who: 'admin' };
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

for (const [when, step] of [
  ['before a save', null],
  ['while a save proves it', /^Testing/],
] as const) {
  test(`a named that hangs ${when} is replaced: what was served is served on, and the change is pending`, async (context) => {
    expectFailedSave();
    // It wakes up when it is told to end, and finds the save's signal first.
    expectLog('named', / general: error: reloading configuration failed: shutting down$/);
    // BIND 9.18 seldom aborts while it ends so: a fault of its own, behind which s6 starts it again.
    expectLog('named', / mem\.c:\d+: INSIST\(_refs == 1\) failed$/, / ebox-jabber: killed by signal 6$/);
    const machine = await temporaryMachine(context);
    const panel = await createPanel(machine, modules, 0);
    await panel.modules.enable('dns', 'admin');
    const type = async (address: string): Promise<void> => {
      const { settings, version } = await panel.draft.view('dns');
      const values = { ...settings, domains: [domainWith({ hosts: [host('printer', address)] })] };
      const wish = { module: 'dns', values, version, who: 'admin' };
      assert.equal((await panel.draft.apply(wish)).kind, 'applied');
    };
    await type('10.0.0.7');
    assert.equal((await finishedSave(panel)).outcome, 'done');
    const { pid } = await machine.daemons.state('named');
    const end = panel.save.subscribe(({ steps }) => {
      if (step !== null && steps.some((one) => step.test(said(one.sentence)) && one.status === 'running'))
        process.kill(pid, 'SIGSTOP');
    });
    if (step === null) process.kill(pid, 'SIGSTOP');
    await type('10.0.0.8');
    const { outcome, failure } = await finishedSave(panel);
    end();
    assert.equal(outcome, 'failed');
    assert.match(
      said(failure?.reason ?? ''),
      /for SOA of school\.lan to the DNS server at 127\.0\.0\.1, port \d+, failed: No answer within 2 s\./,
    );
    assert.match(
      said(failure?.takenBack ?? ''),
      /The last good configuration is active again, and its daemons were started\./,
    );
    assert.equal(failure?.serviceDown, false);
    assert.equal(panel.draft.pending().length, 1);
    const server = { address: '127.0.0.1', port: machine.layout.ports['dns'] ?? 0 };
    const question = { name: 'printer.school.lan', type: 'A' } as const;
    const { records } = await ask(machine.exchange, server, question, { tcp: false, seconds: 2 });
    assert.deepEqual(records, [{ owner: 'printer.school.lan', type: 'A', address: '10.0.0.7' }]);
    assert.equal((await finishedSave(panel)).outcome, 'done');
  });
}
