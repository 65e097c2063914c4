import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openExamined } from '../../../../src/cli/doctor/examined.js';
import { findingsAsText, type FindingText } from '../../../../src/core/finding.js';
import { english } from '../../../../src/core/words/english.js';
import { dns } from '../../../../src/modules/dns/index.js';
import { dnsCheck } from '../../../../src/modules/jabber/doctor/dns.js';
import { modules } from '../../../../src/modules/index.js';
import { chatSettings } from '../../../helpers/jabberd2.js';
import { memoryMachine } from '../../../helpers/memory-machine.js';
import { dnsSettings } from '../../../helpers/named.js';
import { domainWith } from '../../dns/sample-domain.js';

/** What the doctor says where this machine asks a DNS server that knows nothing of the domain. */
async function findings(isOn: boolean): Promise<readonly FindingText[]> {
  const { layout, network } = memoryMachine();
  const settings = dnsSettings([domainWith()]);
  const active = isOn ? [{ module: dns, settings }] : [];
  const { examined, close } = openExamined({
    ...{ modules, layout, active },
    output: () => Promise.resolve(null),
  });
  try {
    const unknown = {
      ...examined,
      network: { ...network, resolve: () => Promise.resolve([]) },
      resolver: { ...examined.resolver, services: () => Promise.resolve([]) },
    };
    return findingsAsText(
      await dnsCheck.look(unknown, { ...chatSettings, domain: 'chat.school.lan' }),
      english,
    );
  } finally {
    close();
  }
}

test('who keeps the domain in the module DNS is told who must ask it, not to create records', async () => {
  const held = await findings(true);
  assert.ok(held.length > 1);
  for (const { advice } of held)
    assert.match(
      advice,
      /^The module DNS answers for chat\.school\.lan\. Other machines find it when they use this/,
    );
  for (const { advice } of await findings(false))
    assert.match(advice, /^Create (in the DNS: |an address record for chat\.school\.lan in the DNS)/);
});
