import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { decode, encode } from 'dns-packet';
import { z } from 'zod';
import { openExamined } from '../../../../src/cli/doctor/examined.js';
import type { Finding } from '../../../../src/core/finding.js';
import type { DoctorCheck, Examined } from '../../../../src/core/module/index.js';
import type { DnsSettings } from '../../../../src/modules/dns/domain-row.js';
import { english } from '../../../../src/core/words/english.js';
import { allOf } from '../../../../src/core/words/sentence.js';
import { domainsCheck } from '../../../../src/modules/dns/doctor/domains.js';
import { endpointOf, resolverCheck } from '../../../../src/modules/dns/doctor/resolver.js';
import { serverCheck } from '../../../../src/modules/dns/doctor/server.js';
import { serialOf, withSerial } from '../../../../src/modules/dns/serial.js';
import { modules } from '../../../../src/modules/index.js';
import { createPanel } from '../../../../src/panel.js';
import type { SupervisedMachine } from '../../../../src/system/machine.js';
import { shellOf } from '../../../helpers/eboxctl.js';
import { eventually } from '../../../helpers/eventually.js';
import { finishedSave } from '../../../helpers/enabled-panel.js';
import { temporaryMachine } from '../../../helpers/machine.js';
import { expectLog } from '../../../helpers/log-rule.js';
import { dnsSettings } from '../../../helpers/named.js';
import { domainWith } from '../sample-domain.js';

const settings: DnsSettings = dnsSettings([
  domainWith(),
  { ...domainWith({ name: 'bücher.example' }), id: 'second' },
]);

interface Patient {
  readonly machine: SupervisedMachine;
  readonly port: number;
  readonly examined: Examined;
  readonly look: (check: DoctorCheck<DnsSettings>, more?: Partial<Examined>) => Promise<readonly string[]>;
}

/** A machine on which the panel's named serves two domains. */
async function patient(context: TestContext): Promise<Patient> {
  const machine = await temporaryMachine(context);
  const panel = await createPanel(machine, modules, 0);
  await panel.modules.enable('dns', 'admin');
  const { version } = await panel.draft.view('dns');
  const outcome = await panel.draft.apply({
    ...{ module: 'dns', values: settings, version, who: 'admin' },
  });
  assert.equal(outcome.kind, 'applied', JSON.stringify(outcome));
  const saved = await finishedSave(panel);
  assert.equal(saved.outcome, 'done', JSON.stringify(saved.failure));
  const { examined, close } = openExamined({
    modules,
    active: [],
    layout: machine.layout,
    output: () => Promise.resolve(null),
  });
  context.after(close);
  return {
    machine,
    port: machine.layout.ports['dns'] ?? 0,
    examined,
    look: async (check, more = {}) => (await check.look({ ...examined, ...more }, settings)).map(text),
  };
}

const text = ({ verdict, sentence, advice }: Finding): string =>
  `${verdict}: ${english(sentence)} ${english(advice)}`.trim();

test('the DNS server is asked at every address, by UDP and TCP', async (context) => {
  const { machine, port, examined, look } = await patient(context);
  assert.deepEqual(await look(serverCheck), [
    `ok: The DNS server answers over UDP and TCP at ${english(
      allOf(examined.network.ownAddresses().filter((address) => !address.startsWith('fe80'))),
    )}, port ${port}.`,
  ]);

  await context.test('an address that another program has is named', async (part) => {
    expectLog(
      'named',
      / error: creating IPv4 interface lo failed; interface ignored$/,
      /could not listen on|address in use/,
    );
    await machine.daemons.stop('named');
    const stranger = createSocket('udp4');
    stranger.on('message', (message, from) => {
      const { id, questions } = decode(message);
      const refused = encode({ type: 'response', id: id ?? 0, flags: 5, questions: questions ?? [] });
      stranger.send(refused, from.port, from.address);
    });
    stranger.bind(port, '127.0.0.1');
    await once(stranger, 'listening');
    part.after(() => stranger.close());
    await machine.daemons.start('named');
    // It must have begun before it is stopped below: BIND does not end well in the middle of its start.
    const found = await eventually(async () => {
      const lines = await look(serverCheck);
      assert.ok(
        lines.some((line) => line.startsWith('ok: ')),
        lines.join('\n'),
      );
      return lines;
    });
    const other = found.find((line) => line.includes('127.0.0.1,')) ?? '';
    assert.match(
      other,
      /Another server answers at 127\.0\.0\.1, port \d+ \(UDP\): it does not know school\.lan\./,
      found.join('\n'),
    );
    assert.match(other, /ss -lntup "sport = :\d+"/);
    const towardsAll = { ...examined.network, outwardAddresses: () => Promise.resolve(['127.0.0.1']) };
    assert.ok(
      (await look(serverCheck, { network: towardsAll })).some((line) =>
        line.startsWith('problem: Another server answers at 127'),
      ),
    );
  });

  await context.test('one that does not run answers nowhere', async () => {
    await machine.daemons.stop('named');
    for (const line of await look(serverCheck)) assert.match(line, /^problem: /);
  });
});

test('a domain that is served otherwise than its file says is told', async (context) => {
  const { machine, look } = await patient(context);
  assert.deepEqual(await look(domainsCheck), ['ok: 2 domains are served as their files say.']);
  const path = `${machine.layout.live}/bind/zones/school.lan.zone`;
  const written = await readFile(path, 'utf8');
  const serial = serialOf(written) ?? 0;
  // named was not told of the new file, as when it could not read it.
  await writeFile(path, withSerial(written, serial + 7));
  const [well, stale = '', ...more] = await look(domainsCheck);
  assert.deepEqual([well, more], ['ok: One domain is served as its file says.', []]);
  assert.match(
    stale,
    new RegExp(
      `^problem: school\\.lan is served with the serial ${serial}, but its file has ${serial + 7}: `,
    ),
  );
  assert.match(stale, /"eboxctl logs named"/);
  await writeFile(path, '; nothing\n');
  assert.match(
    (await look(domainsCheck)).join('\n'),
    /warning: The file \S+ has no serial that can be read, .* school\.lan\. .*eboxctl diff/,
  );
});

test('whether this machine’s own resolv.conf leads to a server that knows the domains', async (context) => {
  const { port, look, examined } = await patient(context);
  const asking = (...servers: readonly string[]): Promise<readonly string[]> =>
    look(resolverCheck, { resolver: { ...examined.resolver, servers: () => servers } });
  const well = [
    'ok: This machine asks the DNS server 127.0.0.1, which knows school.lan.',
    'ok: This machine asks the DNS server 127.0.0.1, which knows bücher.example.',
  ];
  assert.deepEqual(await asking(`127.0.0.1:${port}`), well);
  // One that is silent is passed over.
  assert.deepEqual(await asking('127.0.0.1:9', `127.0.0.1:${port}`), well);
  const [lost = ''] = await asking('127.0.0.1:9');
  assert.match(
    lost,
    /^warning: Programs on this machine do not find school\.lan\. .*(connection was refused|127\.0\.0\.1 port 9)/i,
  );
  assert.match(
    lost,
    new RegExp(`uses port ${port}, which cannot be written in /etc/resolv.conf. Let the DNS server`),
  );
  assert.match((await asking()).join('\n'), /no DNS server is configured/);
  const foreign = dnsSettings([domainWith({ name: 'elsewhere.lan' })]);
  const servers = { ...examined.resolver, servers: () => [`127.0.0.1:${port}`] };
  const found = await resolverCheck.look({ ...examined, resolver: servers }, foreign);
  assert.match(found.map(text).join('\n'), /127\.0\.0\.1 does not know elsewhere\.lan \(REFUSED\)/);
});

test('a server is read as Node names it', () => {
  for (const [typed, address, at] of [
    ['10.0.0.1', '10.0.0.1', 53],
    ['10.0.0.1:5353', '10.0.0.1', 5353],
    ['fd00::1', 'fd00::1', 53],
    ['[fd00::1]:5353', 'fd00::1', 5353],
  ] as const)
    assert.deepEqual(endpointOf(typed), [{ address, port: at }], typed);
});

const findings = z.object({
  findings: z.array(
    z.object({ subject: z.string(), verdict: z.string(), sentence: z.object({ text: z.string() }) }),
  ),
});

test('with the panel down, the doctor knows the port from the live file, and who has it', async (context) => {
  const { machine, port } = await patient(context);
  const said = await shellOf(machine.layout.state).type('doctor --json');
  const lines = findings
    .parse(JSON.parse(said.out))
    .findings.map(({ subject, verdict, sentence }) => `${verdict} ${subject}: ${sentence.text}`);
  const about = (subject: string): readonly string[] =>
    lines.filter((line) => line.includes(` ${subject}: `));
  assert.match(about('panel').join(), /^problem panel: No panel runs on/);
  assert.deepEqual(about('ports'), [`ok ports: Port ${port} (DNS server (named)): named listens.`]);
  assert.match(about('dns-server').join(), /^ok /);
  assert.deepEqual(about('domains'), ['ok domains: 2 domains are served as their files say.']);
  assert.ok(about('versions').some((line) => line.startsWith('ok versions: bind9 ')));
  // Neither of the modules that are off is looked at.
  assert.deepEqual([...about('guard'), ...about('certificate'), ...about('directory')], []);
});
