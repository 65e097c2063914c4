import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAddress } from '../../../src/modules/dns/address.js';
import type { DomainRow } from '../../../src/modules/dns/domain-row.js';
import type { KeptRecord } from '../../../src/modules/dns/kept-records.js';
import { readHostName, readOwner, readTarget, readZoneName } from '../../../src/modules/dns/names.js';
import { problemsOf } from '../../../src/modules/dns/problems.js';
import type { Reading } from '../../../src/modules/dns/reading.js';
import { readServiceName } from '../../../src/modules/dns/service-name.js';
import { readText } from '../../../src/modules/dns/text.js';
import { dnsSettings, namedFiles } from '../../helpers/named.js';
import { domainWith, host, keptAddress, keptService, service } from './sample-domain.js';

/** What a reader makes of such texts. */
function readBy(reader: (typed: string) => Reading, texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return texts
    .map(reader)
    .map((read) => (read.ok ? read.value : null))
    .filter((value) => value !== null);
}

const label = fc.oneof(
  fc.constantFrom('a', 'b', 'ns', '7', 'drücker', 'a.b', 'чат', 'x--y', '0.0', 'A1'),
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ü', '1', '.', '-', '_'), minLength: 1, maxLength: 8 }),
);
const address = fc.oneof(
  fc.nat(255).map((last) => `10.0.0.${last}`),
  readBy(
    readAddress,
    fc.nat(0xffff).map((last) => `2001:db8::${last.toString(16)}`),
  ),
);
const addresses = fc.uniqueArray(address, { minLength: 1, maxLength: 3 });
const target = readBy(
  readTarget,
  fc.oneof(fc.constantFrom('@', 'a', 'b', 'ns', 'mail.example.org', 'a.b.school.lan'), label),
);
const text = readBy(
  readText,
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom('"', '\\', ';', '(', ')', '$', '@', ' ', "'", 'ü', '💬', '%', '<'),
      maxLength: 300,
    }),
  ),
);
const small = fc.nat(65_535);

const anyDomain: fc.Arbitrary<DomainRow> = fc
  .record({
    name: readBy(readZoneName, fc.constantFrom('school.lan', 'bücher.example', 'lan', 'a.b.c.example')),
    addresses,
    hosts: fc.array(
      fc.record({
        name: readBy(readHostName, label),
        addresses,
        aliases: fc.array(readBy(readHostName, label), { maxLength: 2 }),
      }),
      { maxLength: 5 },
    ),
    nameServers: fc.array(fc.record({ host: target }), { maxLength: 2 }),
    mailExchangers: fc.array(fc.record({ host: target, preference: small }), { maxLength: 2 }),
    services: fc.array(
      fc.record({
        service: readBy(readServiceName, fc.constantFrom('xmpp-client', '_LDAP', 'sip')),
        protocol: fc.constantFrom('tcp' as const, 'udp' as const),
        name: readBy(readOwner, fc.oneof(fc.constant(''), label)),
        priority: small,
        weight: small,
        port: small,
        target,
      }),
      { maxLength: 3 },
    ),
    texts: fc.array(fc.record({ name: readBy(readOwner, fc.oneof(fc.constant(''), label)), text }), {
      maxLength: 3,
    }),
  })
  .map(domainWith);

const kept: readonly KeptRecord[] = [
  keptAddress('a.school.lan', '10.0.0.1'),
  keptAddress('conference.school.lan', 'fd00::1'),
  keptService('_xmpp-client._tcp.school.lan', 'school.lan'),
  keptService('_xmpp-server._tcp.a.school.lan', 'a.school.lan', 5269),
];

/** Runs a checker of BIND's; throws with all that it said. */
function check(program: string, ...args: readonly string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    throw new Error(`${program}: ${said}`, { cause: error });
  }
}

test('a domain without problems is a zone that BIND takes without a word of complaint', async (context) => {
  const files = await namedFiles(context);
  let served = 0;
  await fc.assert(
    fc.asyncProperty(anyDomain, fc.boolean(), async (domain, withKept) => {
      const records = withKept && domain.name === 'school.lan' ? kept : [];
      if (problemsOf({ domains: [domain] }, records).length > 0) return;
      served += 1;
      await files.write(dnsSettings([domain]), records);
      const said = check('named-checkconf', '-z', files.configuration);
      assert.match(said, /^zone \S+\/IN: loaded serial \d+\n$/);
    }),
    { numRuns: 1200 },
  );
  assert.ok(served > 40, `only ${served} domains had no problems`);
});

test('what the rules refuse, BIND refuses as well, or warns of it', async (context) => {
  const wrong: readonly DomainRow[] = [
    domainWith({ hosts: [host('a', '10.0.0.2', 'b'), host('b', '10.0.0.3')] }),
    domainWith({ hosts: [host('a', '10.0.0.2', 'ns')] }),
    domainWith({ hosts: [host('a', '10.0.0.2', 'mail')], mailExchangers: [{ host: 'mail', preference: 1 }] }),
    domainWith({ services: [service('nobody')] }),
    domainWith({ nameServers: [{ host: 'nobody' }] }),
  ];
  const files = await namedFiles(context);
  for (const domain of wrong) {
    assert.notDeepEqual(problemsOf({ domains: [domain] }), []);
    await files.write(dnsSettings([domain]));
    let said = '';
    try {
      said = check('named-checkconf', '-z', files.configuration);
    } catch (error) {
      said = String(error);
    }
    assert.match(said, /CNAME|no address records/, JSON.stringify(domain));
  }
});

const settings = {
  'no other names': dnsSettings([domainWith()]),
  'other names, from the root': dnsSettings([domainWith()], { resolve: true }),
  'other names, from forwarders': dnsSettings([domainWith()], {
    resolve: true,
    forwarders: ['10.0.0.254', '2001:db8::53'],
  }),
  secondaries: dnsSettings([domainWith()], { secondaries: ['10.0.0.53', '2001:db8::54'] }),
  'no domain': dnsSettings([]),
  'a domain in another': dnsSettings([domainWith({ name: 'a.school.lan' }), domainWith()]),
};
for (const [what, one] of Object.entries(settings)) {
  test(`named.conf: ${what}`, async (context) => {
    const files = await namedFiles(context);
    await files.write(one);
    const said = check('named-checkconf', '-z', files.configuration);
    assert.equal(
      said
        .split('\n')
        .filter((line) => !/^zone \S+\/IN: loaded serial \d+$/.test(line))
        .join(''),
      '',
    );
  });
}
