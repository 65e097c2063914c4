import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import type { Job } from '../../../src/core/progress.js';
import type { SettingValue } from '../../../src/core/setting-value.js';
import { ask } from '../../../src/modules/dns/client.js';
import { modules } from '../../../src/modules/index.js';
import { createPanel, type Panel } from '../../../src/panel.js';
import type { SupervisedMachine } from '../../../src/system/machine.js';
import { finishedSave } from '../../helpers/enabled-panel.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { domainWith, host } from './sample-domain.js';
import { said } from '../../helpers/in-english.js';
import { english } from '../../../src/core/words/english.js';

interface DnsPanel {
  readonly machine: SupervisedMachine;
  readonly panel: Panel;
  /** Puts settings into the draft. */
  set(id: string, settings: Readonly<Record<string, SettingValue>>): Promise<void>;
  save(): Promise<Job>;
  /** What the server says, as one text a record. */
  answers(name: string, type: 'A' | 'SRV' | 'CNAME'): Promise<readonly string[]>;
  serial(zone: string): Promise<number>;
}

/** A panel over a real machine with the module DNS enabled. */
async function dnsPanel(context: TestContext): Promise<DnsPanel> {
  const machine = await temporaryMachine(context);
  const panel = await createPanel(machine, modules, 0);
  await panel.modules.enable('dns', 'admin');
  const server = { address: '127.0.0.1', port: machine.layout.ports['dns'] ?? 0 };
  const question = (name: string, type: 'A' | 'SRV' | 'CNAME' | 'SOA') =>
    ask(machine.exchange, server, { name, type }, { tcp: false, seconds: 2 });
  return {
    machine,
    panel,
    async set(id, settings) {
      const view = await panel.draft.view(id);
      const values = { ...view.settings, ...settings };
      const outcome = await panel.draft.apply({
        ...{ module: id, values, version: view.version, who: 'admin' },
      });
      assert.equal(outcome.kind, 'applied', JSON.stringify(outcome));
    },
    save: () => finishedSave(panel),
    async answers(name, type) {
      const { records } = await question(name, type);
      return records.map((record) => {
        if ('address' in record) return record.address;
        return 'port' in record ? `${record.port} ${record.target}` : 'target' in record ? record.target : '';
      });
    },
    async serial(zone) {
      const [soa] = (await question(zone, 'SOA')).records;
      assert.ok(soa?.type === 'SOA');
      return soa.serial;
    },
  };
}

test('domains are served after a save, and a change is a reload with a later serial', async (context) => {
  const dns = await dnsPanel(context);
  const school = domainWith({ hosts: [host('printer', '10.0.0.7', 'drucker')] });
  await dns.set('dns', { domains: [school, domainWith({ name: 'other.lan' })] });
  const first = await dns.save();
  assert.equal(first.outcome, 'done', JSON.stringify(first.failure));
  assert.deepEqual(await dns.answers('printer.school.lan', 'A'), ['10.0.0.7']);
  assert.deepEqual(await dns.answers('drucker.school.lan', 'CNAME'), ['printer.school.lan']);
  assert.deepEqual(await dns.answers('school.lan', 'A'), ['10.0.0.1']);
  const [before, other] = [await dns.serial('school.lan'), await dns.serial('other.lan')];
  const { pid } = await dns.machine.daemons.state('named');

  await dns.set('dns', {
    domains: [domainWith({ hosts: [host('printer', '10.0.0.9')] }), domainWith({ name: 'other.lan' })],
  });
  assert.deepEqual(
    dns.panel.draft
      .pending()
      .map(({ label, before: was, after }) => `${english(label)} ${english(was)} → ${english(after)}`),
    ['school.lan · Host: printer 10.0.0.7, drucker → 10.0.0.9, (nothing)'],
  );
  const second = await dns.save();
  assert.equal(second.outcome, 'done', JSON.stringify(second.failure));
  assert.deepEqual(await dns.answers('printer.school.lan', 'A'), ['10.0.0.9']);
  assert.ok((await dns.serial('school.lan')) > before);
  assert.equal(await dns.serial('other.lan'), other);
  assert.equal((await dns.machine.daemons.state('named')).pid, pid);

  const third = await dns.save();
  assert.equal(third.outcome, 'done');
  assert.ok(third.steps.every(({ sentence }) => !said(sentence).startsWith('Writing the configuration (')));
});

test('what named itself refuses is never live, and the reason is told', async (context) => {
  const dns = await dnsPanel(context);
  await dns.set('dns', { domains: [domainWith()] });
  assert.equal((await dns.save()).outcome, 'done');
  const path = `${dns.machine.layout.live}/bind/named.conf`;
  const live = await readFile(path, 'utf8');
  const module = modules.find(({ id }) => id === 'dns');
  assert.ok(module?.inspect);
  const broken = [
    { path: 'bind/named.conf', content: live, readableBy: 'dns', executable: false },
    {
      path: 'bind/zones/school.lan.zone',
      content: 'school.lan. IN A 10.0.0.1\n',
      readableBy: 'dns',
      executable: false,
    },
  ];
  await assert.rejects(module.inspect(dns.machine, broken), /would not accept this: .*school\.lan/);
});
