import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said } from '../../helpers/in-english.js';
import type { Question } from '../../../src/core/module/index.js';
import type { DnsSettings } from '../../../src/modules/dns/domain-row.js';
import { question } from '../../../src/modules/dns/question.js';
import { memoryMachine } from '../../helpers/memory-machine.js';
import { dnsSettings } from '../../helpers/named.js';
import { domainWith } from './sample-domain.js';

/** What is asked on a machine with this /etc/resolv.conf. */
function asked(resolvers: string, draft: DnsSettings, wanted: DnsSettings): Promise<Question | null> {
  const machine = memoryMachine();
  machine.files.read = (path) => Promise.resolve(path === '/etc/resolv.conf' ? resolvers : null);
  machine.network.ownAddresses = () => ['127.0.0.1', '10.0.0.1'];
  return question(machine, { inUse: null, draft, wanted });
}

const none = dnsSettings([]);
const first = dnsSettings([domainWith()]);

test('at the first domain it is asked whether this is the DNS of the network, with what this machine asks now', async () => {
  const found = await asked(
    '# nameserver 192.0.2.9\nnameserver 127.0.0.53\nnameserver 10.0.0.1\nnameserver 10.0.0.254\nnameserver fd00::1\n',
    none,
    first,
  );
  assert.match(said(found?.title), /DNS server of your network/);
  assert.match(found?.sentences.map(said).join(' ') ?? '', /ask 10\.0\.0\.254 and fd00::1 about them/);
  assert.deepEqual(
    found?.answers.map(({ settings }) => settings),
    [{ resolve: true, forwarders: ['10.0.0.254', 'fd00::1'] }, {}],
  );
});

test('nothing is asked of a second domain, or where other names are answered already', async () => {
  assert.equal(await asked('', first, dnsSettings([domainWith(), domainWith({ name: 'b.lan' })])), null);
  assert.equal(await asked('', none, dnsSettings([domainWith()], { resolve: true })), null);
  assert.equal(await asked('', none, none), null);
});
