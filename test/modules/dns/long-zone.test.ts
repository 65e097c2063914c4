import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../../../src/modules/dns/client.js';
import { enabledPanel, finishedSave } from '../../helpers/enabled-panel.js';
import { domainWith } from './sample-domain.js';
import { said } from '../../helpers/in-english.js';

/** 240 characters: with "_xmpp-client._tcp." in front a name would have more than the 253 that a name may have. */
const ZONE = `${Array.from({ length: 4 }, () => 'x'.repeat(58)).join('.')}.lan`.padStart(240, 'y');

test('a domain too long for Jabber’s services is served with the records that fit, and the page says so', async (context) => {
  assert.equal(ZONE.length, 240);
  const { machine, panel } = await enabledPanel(context);
  await panel.modules.enable('dns', 'admin');
  for (const [module, changed] of [
    ['dns', { domains: [{ ...domainWith({ name: ZONE }), id: 'long' }] }],
    ['jabber', { domain: ZONE }],
  ] as const) {
    const { settings, version } = await panel.draft.view(module);
    const values = { ...settings, ...changed };
    const outcome = await panel.draft.apply({ module, values, version, who: 'admin' });
    assert.equal(outcome.kind, 'applied');
  }
  const advice = (await panel.draft.warnings('jabber')).map(({ sentence }) => said(sentence)).join(' ');
  assert.match(advice, /too long for DNS records that name the ports/);
  const { outcome, failure } = await finishedSave(panel);
  assert.equal(outcome, 'done', said(failure?.reason));
  const server = { address: '127.0.0.1', port: machine.layout.ports['dns'] ?? 0 };
  const { records } = await ask(
    machine.exchange,
    server,
    { name: ZONE, type: 'A' },
    { tcp: false, seconds: 2 },
  );
  assert.equal(records.length, 1);
});
