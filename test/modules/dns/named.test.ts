import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { DnsAnswer } from '../../../src/modules/dns/answer.js';
import { ask, type DnsQuestion } from '../../../src/modules/dns/client.js';
import type { DomainRow } from '../../../src/modules/dns/domain-row.js';
import { recordsOf } from '../../../src/modules/dns/records.js';
import { createConfiguration } from '../../../src/system/configuration.js';
import { exchange } from '../../../src/system/exchange.js';
import { eventually } from '../../helpers/eventually.js';
import { lookUpAccounts } from '../../helpers/accounts.js';
import { temporaryFolder } from '../../helpers/folder.js';
import { dnsSettings, type NamedFiles, namedFiles, startNamed, type TestNamed } from '../../helpers/named.js';
import { domainWith, host, keptAddress, keptService, service } from './sample-domain.js';

type Type = DnsQuestion['type'];

function question(named: TestNamed, name: string, type: Type, tcp = false): Promise<DnsAnswer> {
  return ask(exchange, named.server, { name, type }, { tcp, seconds: 5 });
}

/** The serial of a zone as it is served. */
async function servedSerial(named: TestNamed, zone: string): Promise<number> {
  const { records } = await question(named, zone, 'SOA');
  const [soa] = records;
  assert.ok(soa?.type === 'SOA');
  return soa.serial;
}

const troubles = (named: TestNamed): readonly string[] =>
  named.lines().filter((line) => / (?:warning|error|critical): /.test(line));

const nasty = [
  'v=spf1 mx -all',
  '"quoted" \\ ;(comment) $ORIGIN @ \'',
  'Grüße 💬',
  '\\065\\"',
  'x'.repeat(255),
  'ü'.repeat(128),
  'y'.repeat(2000),
  '"',
];

test('what was set is served, by UDP and by TCP, and named has nothing to complain of', async (context) => {
  const files = await namedFiles(context);
  const domain = domainWith({
    name: 'bücher.example',
    addresses: ['10.0.0.1', 'fd00::1'],
    hosts: [
      host('drücker', ['10.0.0.7', '2001:db8::7'], 'p'),
      host('a.b', '10.0.0.8'),
      host('7', '10.0.0.9'),
    ],
    nameServers: [{ host: 'ns2.example.org' }],
    mailExchangers: [{ host: 'drücker', preference: 10 }],
    services: [service('@'), service('a.b.bücher.example', { service: 'ldap', port: 389 })],
    texts: nasty.map((text, index) => ({ name: `t${index}`, text })),
  });
  const kept = [
    keptAddress('conference.bücher.example', '10.0.0.1'),
    keptService('_xmpp-server._tcp.conference.bücher.example', 'bücher.example', 5269),
  ];
  await files.write(dnsSettings([domain]), kept);
  const zone = 'xn--bcher-kva.example';
  const named = await startNamed(context, {
    configuration: files.configuration,
    port: files.places.port,
    zone,
  });
  const records = recordsOf(domain, kept);
  assert.equal(records.length, 16 + nasty.length);
  for (const record of records) {
    for (const tcp of [false, true]) {
      // The longest text does not fit into a datagram.
      if (!tcp && record.type === 'TXT' && record.text.length >= 2000) continue;
      const answer = await question(named, record.owner, record.type, tcp);
      assert.equal(answer.code, 'NOERROR');
      assert.equal(answer.authoritative, true);
      assert.equal(answer.recursion, false);
      assert.ok(
        answer.records.some((one) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(record))),
        `${JSON.stringify(record)} is not in ${JSON.stringify(answer.records)}`,
      );
    }
  }
  assert.equal((await question(named, `nobody.${zone}`, 'A')).code, 'NXDOMAIN');
  assert.equal((await question(named, `p.${zone}`, 'A')).records.length, 2);
  assert.deepEqual(troubles(named), []);
});

function sorted(record: object): readonly (readonly [string, unknown])[] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}

test('an answer that does not fit into a datagram is told apart from a whole one', async (context) => {
  const files = await namedFiles(context);
  const texts = Array.from({ length: 14 }, (_, index) => ({ name: '', text: `${index}${'z'.repeat(1990)}` }));
  await files.write(dnsSettings([domainWith({ texts })]));
  const named = await startNamed(context, {
    configuration: files.configuration,
    port: files.places.port,
    zone: 'school.lan',
  });
  await assert.rejects(question(named, 'school.lan', 'TXT'), /is incomplete/);
  assert.equal((await question(named, 'school.lan', 'TXT', true)).records.length, 14);
});

test('a reload takes new zones, changed ones and the end of others, and loses no question', async (context) => {
  const files = await namedFiles(context);
  const start = new Date('2026-11-26T12:00:00Z');
  const stays = domainWith({ name: 'stays.lan' });
  await files.write(dnsSettings([stays, domainWith()]), [], start);
  const named = await startNamed(context, {
    configuration: files.configuration,
    port: files.places.port,
    zone: 'school.lan',
  });
  const enough = new AbortController();
  const answered: string[] = [];
  const asker = (async () => {
    while (!enough.signal.aborted)
      answered.push((await question(named, 'school.lan', 'A', answered.length % 5 === 0)).code);
  })();
  let serial = await servedSerial(named, 'school.lan');
  const unchanged = await servedSerial(named, 'stays.lan');
  for (let round = 1; round <= 5; round += 1) {
    const domain = domainWith({ hosts: [host('printer', `10.0.0.${round}`)] });
    // The clock stands still, and once it goes back: the serial rises all the same.
    await files.write(
      dnsSettings([stays, domain]),
      [],
      new Date(start.getTime() - (round === 3 ? 60_000 : 0)),
    );
    named.reload();
    await eventually(async () => {
      const { records } = await question(named, 'printer.school.lan', 'A');
      assert.deepEqual(records, [{ owner: 'printer.school.lan', type: 'A', address: `10.0.0.${round}` }]);
    });
    const next = await servedSerial(named, 'school.lan');
    assert.ok(next > serial, `${next} follows ${serial}`);
    serial = next;
  }
  await files.write(dnsSettings([domainWith(), domainWith({ name: 'new.lan' })]), [], start);
  named.reload();
  await eventually(async () => assert.equal((await question(named, 'new.lan', 'A')).authoritative, true));
  await eventually(async () => assert.equal((await question(named, 'stays.lan', 'A')).code, 'REFUSED'));
  enough.abort();
  await asker;
  assert.ok(answered.length > 20, `only ${answered.length} questions`);
  assert.deepEqual([...new Set(answered)], ['NOERROR']);
  assert.equal(unchanged, start.getTime() / 1000);
  assert.deepEqual(troubles(named), []);
});

test('a generation of files that comes back is served again, and zones that did not change are left alone', async (context) => {
  const files = await namedFiles(context);
  const folder = await temporaryFolder(context);
  const configuration = createConfiguration(
    { configuration: folder, backups: folder },
    await lookUpAccounts(),
  );
  const stays = domainWith({ name: 'stays.lan' });
  const start = new Date('2026-11-26T12:00:00Z');
  /** Makes the settings live in a generation, as a save does. */
  const goLive = async (domain: DomainRow): Promise<number> => {
    await files.write(dnsSettings([stays, domain]), [], start);
    const zones = await Promise.all(
      [stays, domain].map(async ({ name }) => ({
        path: `bind/${name}.zone`,
        content: await readFile(files.places.zoneFile(name), 'utf8'),
        readableBy: 'chat' as const,
        executable: false,
      })),
    );
    const generation = await configuration.write(zones);
    for (const { path } of zones) await chmod(`${folder}/gen-${generation}/${path}`, 0o644);
    await chmod(`${folder}/gen-${generation}/bind`, 0o755);
    await configuration.activate(generation);
    return generation;
  };
  const first = await goLive(domainWith());
  const text = await readFile(files.configuration, 'utf8');
  const places = text.replaceAll(/"[^"]*\/([^"/]*\.zone)"/g, `"${folder}/current/bind/$1"`);
  const named = await startNamed(context, {
    configuration: await writeBeside(files, places),
    port: files.places.port,
    zone: 'school.lan',
  });
  const serial = await servedSerial(named, 'school.lan');
  await goLive(domainWith({ hosts: [host('printer', '10.0.0.7')] }));
  named.reload();
  await eventually(async () => assert.equal(await servedSerial(named, 'school.lan'), serial + 1));
  assert.deepEqual(troubles(named), []);
  await configuration.activate(first);
  named.reload();
  await eventually(async () => assert.equal(await servedSerial(named, 'school.lan'), serial));
  assert.equal((await question(named, 'printer.school.lan', 'A')).code, 'NXDOMAIN');
  assert.deepEqual(troubles(named), [
    `zoneload: error: zone school.lan/IN: zone serial (${serial}/${serial + 1}) has gone backwards`,
  ]);
});

/** Another configuration beside the one that was written. */
async function writeBeside({ configuration }: NamedFiles, text: string): Promise<string> {
  await writeFile(`${configuration}.live`, text);
  return `${configuration}.live`;
}

test('an unchanged zone keeps its serial through a reload', async (context) => {
  const files = await namedFiles(context);
  await files.write(dnsSettings([domainWith()]), [], new Date('2026-11-26T12:00:00Z'));
  const named = await startNamed(context, {
    configuration: files.configuration,
    port: files.places.port,
    zone: 'school.lan',
  });
  const serial = await servedSerial(named, 'school.lan');
  const more = domainWith({ name: 'more.lan' });
  await files.write(dnsSettings([domainWith(), more]), [], new Date('2026-11-27T12:00:00Z'));
  named.reload();
  await eventually(async () => assert.equal((await question(named, 'more.lan', 'A')).authoritative, true));
  assert.equal(await servedSerial(named, 'school.lan'), serial);
});

test('a zone with more records of one kind than we allow would not be served, though the check passes it', async (context) => {
  const files = await namedFiles(context);
  const many = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => `10.0.1.${index}`);
  await files.write(
    dnsSettings([
      domainWith({ name: 'fits.lan', hosts: [host('a', many(100))] }),
      domainWith({ hosts: [host('a', many(101))] }),
    ]),
  );
  execFileSync('named-checkconf', ['-z', files.configuration]);
  const named = await startNamed(context, {
    configuration: files.configuration,
    port: files.places.port,
    zone: 'fits.lan',
  });
  assert.equal((await question(named, 'a.fits.lan', 'A', true)).records.length, 100);
  // Until it says so, it may be that it has not read this zone yet.
  await eventually(() => assert.match(troubles(named).join('\n'), /too many records/));
  assert.equal((await question(named, 'school.lan', 'A')).code, 'SERVFAIL');
});

test('nobody copies a zone, or asks what runs here', async (context) => {
  const files = await namedFiles(context);
  await files.write(dnsSettings([domainWith()]));
  const named = await startNamed(context, {
    configuration: files.configuration,
    port: files.places.port,
    zone: 'school.lan',
  });
  assert.deepEqual(await question(named, 'school.lan', 'AXFR', true), {
    code: 'REFUSED',
    authoritative: false,
    recursion: false,
    records: [],
  });
  assert.equal((await question(named, 'example.org', 'A')).code, 'REFUSED');
  assert.match(named.lines().join('\n'), /zone transfer 'school.lan\/AXFR\/IN' denied/);
});

test('a secondary that is named copies the zones', async (context) => {
  const files = await namedFiles(context);
  const copy = await namedFiles(context);
  const secondaries = ['127.0.0.1'];
  await files.write(dnsSettings([domainWith()], { secondaries }));
  const named = await startNamed(context, {
    configuration: files.configuration,
    port: files.places.port,
    zone: 'school.lan',
  });
  await writeFile(
    copy.configuration,
    `options { directory "${copy.places.workFolder}"; pid-file none; session-keyfile none; recursion no;
      listen-on port ${copy.places.port} { 127.0.0.1; }; listen-on-v6 { none; }; dnssec-validation no; };
    controls { };
    logging { channel x { stderr; }; category default { x; }; };
    zone "school.lan" { type secondary; primaries { 127.0.0.1 port ${files.places.port}; }; file "school.lan"; };`,
  );
  const secondary = await startNamed(context, {
    configuration: copy.configuration,
    port: copy.places.port,
    zone: 'school.lan',
  });
  assert.equal(await servedSerial(secondary, 'school.lan'), await servedSerial(named, 'school.lan'));
  const axfr = await question(named, 'school.lan', 'AXFR', true);
  assert.deepEqual(
    axfr.records.map(({ type }) => type),
    ['SOA', 'NS', 'A', 'A', 'SOA'],
  );
});
