import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../../src/modules/dns/client.js';
import { modules } from '../../src/modules/index.js';
import type { Panel } from '../../src/panel.js';
import { finishedSave } from '../helpers/enabled-panel.js';
import { expectFailedSave } from '../helpers/log-rule.js';
import { temporaryMachine } from '../helpers/machine.js';
import { domainWith, host } from '../modules/dns/sample-domain.js';
import { onSmallDisk } from './small-disk.js';
import { assertWhole, restart } from './whole.js';
import { said } from '../helpers/in-english.js';

/** Much more than the small disk has room for. */
const MANY = 1_000;

async function type(panel: Panel, hosts: readonly ReturnType<typeof host>[]): Promise<void> {
  const { settings, version } = await panel.draft.view('dns');
  const values = { ...settings, domains: [domainWith({ hosts })] };
  const wish = { module: 'dns', values, version, who: 'admin' };
  assert.equal((await panel.draft.apply(wish)).kind, 'applied');
}

for (const place of ['configuration', 'run/dns'] as const) {
  test(`a disk that is full before the whole zone is written below ${place}: the old zone is served on`, async (context) => {
    expectFailedSave();
    const machine = await temporaryMachine(context);
    const { panel } = await restart(machine, modules);
    await panel.modules.enable('dns', 'admin');
    await type(panel, [host('printer', '10.0.0.7')]);
    const first = await finishedSave(panel);
    assert.equal(first.outcome, 'done', said(first.failure?.reason));
    const { pid } = await machine.daemons.state('named');
    const server = { address: '127.0.0.1', port: machine.layout.ports['dns'] ?? 0 };
    const addresses = async (name: string): Promise<number> =>
      (await ask(machine.exchange, server, { name, type: 'A' }, { tcp: false, seconds: 2 })).records.length;

    await onSmallDisk(`${machine.layout.state}/${place}`, async () => {
      await type(
        panel,
        Array.from({ length: MANY }, (_, index) => host(`host-${index}-${'x'.repeat(50)}`, '10.0.0.8')),
      );
      const { failure } = await finishedSave(panel);
      assert.match(said(failure?.reason ?? ''), /The disk of \S+ is full\. Free disk space/);
      assert.match(said(failure?.takenBack ?? ''), /Nothing was changed/);
      assert.equal(panel.draft.pending().length > 0, true);
      assert.equal((await machine.daemons.state('named')).pid, pid);
      assert.equal(await addresses('printer.school.lan'), 1);
      await assertWhole(machine, panel);
      await type(panel, [host('printer', '10.0.0.7'), host('door', '10.0.0.8')]);
      assert.equal((await finishedSave(panel)).outcome, 'done');
      assert.equal(await addresses('door.school.lan'), 1);
    });
  });
}
