import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ask } from '../../src/modules/dns/client.js';
import type { Settings } from '../../src/core/settings.js';
import { modules } from '../../src/modules/index.js';
import { disconnectPanel } from '../../src/modules/jabber/index.js';
import { createPanel } from '../../src/panel.js';
import { finishedSave } from '../helpers/enabled-panel.js';
import { buildHelper, temporaryHelpedMachine } from '../helpers/helped-machine.js';
import { domainWith, host } from '../modules/dns/sample-domain.js';
import { said } from '../helpers/in-english.js';

let program: readonly string[];
before(async () => {
  program = await buildHelper('src/helper-main.ts', 'dns-helper');
});

test('a thousand hosts and the records of Jabber are saved through the helper, and served', async (context) => {
  const { machine } = await temporaryHelpedMachine(context, program);
  context.after(() => disconnectPanel(machine));
  const panel = await createPanel(machine, machine.modules(modules), 0);
  await panel.modules.enable('dns', 'admin');
  await panel.modules.enable('jabber', 'admin');
  const set = async (module: string, values: Settings): Promise<void> => {
    const { settings, version } = await panel.draft.view(module);
    const wish = { module, values: { ...settings, ...values }, version, who: 'admin' };
    assert.equal((await panel.draft.apply(wish)).kind, 'applied');
  };
  const hosts = Array.from({ length: 1_000 }, (_, index) => host(`host-${index}`, '10.0.0.7'));
  await set('dns', { domains: [domainWith({ hosts })] });
  await set('jabber', { domain: 'chat.school.lan' });
  const { outcome, failure } = await finishedSave(panel);
  assert.equal(outcome, 'done', said(failure?.reason));
  const server = { address: '127.0.0.1', port: machine.layout.ports['dns'] ?? 0 };
  const asked = [
    { name: 'host-999.school.lan', type: 'A' },
    { name: '_xmpp-client._tcp.chat.school.lan', type: 'SRV' },
  ] as const;
  for (const question of asked) {
    const { records } = await ask(machine.exchange, server, question, { tcp: false, seconds: 2 });
    assert.equal(records.length, 1, question.name);
  }
});
