import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { modules } from '../../../src/modules/index.js';
import { placesOf } from '../../../src/modules/dns/paths.js';
import { createPanel } from '../../../src/panel.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { dnsSettings } from '../../helpers/named.js';
import { domainWith, host } from './sample-domain.js';

test('files that are looked at at the same time do not get mixed up', async (context) => {
  const machine = await temporaryMachine(context);
  const panel = await createPanel(machine, modules, 0);
  await panel.modules.enable('dns', 'admin');
  const module = panel.registry.get('dns');
  const looks = Array.from({ length: 12 }, async (_, number) => {
    const domain = domainWith({ hosts: [host(`host-${number}`, '10.0.0.7')] });
    const files = await module.render(machine, dnsSettings([domain]), []);
    const broken = files.map((file) => ({ ...file, content: `${file.content}\nbroken-${number} (` }));
    if (number % 2 === 0) return module.inspect?.(machine, files);
    return assert.rejects(async () => module.inspect?.(machine, broken), /would not accept this: /);
  });
  await Promise.all(looks);
  assert.deepEqual(await readdir(placesOf(machine.layout).run), [], 'nothing is left of it');
});
