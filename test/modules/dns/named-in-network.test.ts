import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { encode } from 'dns-packet';
import type { DnsSettings } from '../../../src/modules/dns/domain-row.js';
import { eventually } from '../../helpers/eventually.js';
import { dnsSettings, namedCommand, type NamedFiles, namedFiles } from '../../helpers/named.js';
import { domainWith, host } from './sample-domain.js';

const run = promisify(execFile);

/** Loopback, an address of the machine's own, and public and private networks whose every address we may ask from. */
const network = [
  'ip link set lo up',
  'ip address add 203.0.113.1/32 dev lo',
  'ip address add 10.0.0.1/32 dev lo',
  'ip route add local 198.51.100.0/24 dev lo',
  'ip route add local 10.9.0.0/16 dev lo',
].join(' && ');

interface Started {
  readonly process: ChildProcess;
  /** What it wrote to stderr. */
  readonly lines: () => readonly string[];
}

/** A network of its own with nothing else in it. It ends with the test. */
interface Island {
  /** Starts a program in it and does not wait for it. */
  readonly start: (argv: readonly [string, ...string[]]) => Started;
  /** Runs a program in it and gives what it prints. */
  readonly run: (...argv: readonly [string, ...string[]]) => Promise<string>;
}

async function island(context: TestContext): Promise<Island> {
  const holder = spawn('unshare', ['-Urn', 'sh', '-c', `${network} && echo ready && exec cat`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const started: ChildProcess[] = [];
  context.after(async () => {
    for (const child of [...started, holder]) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    }
  });
  const ended = once(holder, 'exit').then(() =>
    Promise.reject(new Error('there is no network of its own to be had')),
  );
  await Promise.race([once(holder.stdout, 'data'), ended]);
  const inside = ['-t', String(holder.pid), '-U', '-n', '--preserve-credentials'];
  return {
    start(argv) {
      const child = spawn('nsenter', [...inside, ...argv], { stdio: ['ignore', 'ignore', 'pipe'] });
      started.push(child);
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      return { process: child, lines: () => said.split('\n').filter((line) => line !== '') };
    },
    async run(...argv) {
      return (await run('nsenter', [...inside, ...argv], { encoding: 'utf8' })).stdout;
    },
  };
}

/** Starts named with these settings on the island, and waits until it serves `school.lan`. */
async function serve(
  context: TestContext,
  { start, run: runInside }: Island,
  settings: DnsSettings,
): Promise<{
  readonly files: NamedFiles;
  readonly lines: () => readonly string[];
  readonly reload: () => void;
}> {
  const files = await namedFiles(context);
  await files.write(settings);
  const { process, lines } = start(namedCommand(files.configuration));
  await eventually(async () => {
    const said = await runInside(...digFrom('127.0.0.1', files.places.port), 'school.lan', 'SOA', '+short');
    assert.match(said, /^ns\.school\.lan\. /);
  });
  return { files, lines, reload: () => void process.kill('SIGHUP') };
}

/** The command of a client at one of the island's addresses. */
function digFrom(from: string, port: number, server = '127.0.0.1'): readonly [string, ...string[]] {
  return ['dig', '-b', from, '-p', String(port), '+tries=1', '+time=5', `@${server}`];
}

/** A server that knows one other name and has no signatures, as a school's router is. */
async function router(context: TestContext, { start, run: runInside }: Island): Promise<string> {
  const files = await namedFiles(context);
  const zone = `${files.places.workFolder}/root`;
  await writeFile(
    zone,
    '. 60 IN SOA a. b. 1 60 60 60 60\n. 60 IN NS router.\nrouter. IN A 10.9.0.254\nwww.example.org. 60 IN A 192.0.2.80\n254.0.9.10.in-addr.arpa. 60 IN PTR router.\n',
  );
  await writeFile(
    files.configuration,
    `options { directory "${files.places.workFolder}"; pid-file none; session-keyfile none; recursion no;
      dnssec-validation no; listen-on port 53 { 10.9.0.254; }; listen-on-v6 { none; }; empty-zones-enable no; };
    controls { }; zone "." { type primary; file "${zone}"; };`,
  );
  await runInside('ip', 'address', 'add', '10.9.0.254/32', 'dev', 'lo');
  start(namedCommand(files.configuration));
  await eventually(async () => {
    assert.match(
      await runInside(...digFrom('10.9.0.254', 53, '10.9.0.254'), 'www.example.org', '+short'),
      /192/,
    );
  });
  return '10.9.0.254';
}

const status = (said: string): string => / status: (\w+)/.exec(said)?.[1] ?? 'none';

test('other names are looked up for private networks and this machine, and for nobody else', async (context) => {
  const land = await island(context);
  const forwarders = [await router(context, land)];
  const { files, lines } = await serve(
    context,
    land,
    dnsSettings([domainWith()], { resolve: true, forwarders }),
  );
  const askFrom = (from: string, ...question: readonly string[]): Promise<string> =>
    land.run(...digFrom(from, files.places.port), ...question);
  for (const from of ['10.9.1.7', '203.0.113.1', '127.0.0.1']) {
    const said = await askFrom(from, 'www.example.org');
    assert.equal(status(said), 'NOERROR', from);
    assert.match(said, /192\.0\.2\.80/);
  }
  const stranger = await askFrom('198.51.100.7', 'www.example.org');
  assert.equal(status(stranger), 'REFUSED');
  assert.doesNotMatch(stranger, /192\.0\.2\.80/);
  assert.match(stranger, /recursion requested but not available/);
  assert.equal(status(await askFrom('198.51.100.7', 'school.lan')), 'NOERROR');
  // The router knows the names of its own network.
  assert.match(await askFrom('10.9.1.7', '-x', '10.9.0.254'), /PTR\s+router\./);
  assert.deepEqual(
    lines().filter((line) => / (?:warning|error): /.test(line)),
    [],
  );
});

test('without the wish, other names are looked up for nobody', async (context) => {
  const land = await island(context);
  const { files } = await serve(context, land, dnsSettings([domainWith()]));
  for (const from of ['10.9.1.7', '127.0.0.1', '198.51.100.7']) {
    assert.equal(status(await land.run(...digFrom(from, files.places.port), 'www.example.org')), 'REFUSED');
  }
});

/** Sends 200 questions at once from an address, and counts the answers that come whole and those that come cut short. */
const flood = `
  const [from, port, question] = process.argv.slice(1);
  const socket = require('node:dgram').createSocket('udp4');
  const count = { whole: 0, cut: 0 };
  const end = () => (console.log(JSON.stringify(count)), socket.close());
  let silence = setTimeout(end, 2000);
  socket.on('message', (bytes) => {
    count[(bytes[2] & 2) === 0 ? 'whole' : 'cut'] += 1;
    clearTimeout(silence);
    silence = setTimeout(end, 1000);
  });
  socket.bind(0, from, () => {
    for (let i = 0; i < 200; i += 1) socket.send(Buffer.from(question, 'hex'), Number(port), '127.0.0.1');
  });
`;

test('nobody can have it flood somebody else, and private networks are not limited', async (context) => {
  const land = await island(context);
  const { files } = await serve(context, land, dnsSettings([domainWith()]));
  const question = encode({ id: 1, questions: [{ name: 'school.lan', type: 'A' }] }).toString('hex');
  const floodFrom = async (from: string): Promise<unknown> =>
    JSON.parse(await land.run(process.execPath, '-e', flood, from, String(files.places.port), question));
  assert.deepEqual(await floodFrom('10.9.1.7'), { whole: 200, cut: 0 });
  const answered = JSON.stringify(await floodFrom('198.51.100.7'));
  const [, whole, cut] = /"whole":(\d+),"cut":(\d+)/.exec(answered) ?? [];
  assert.ok(Number(whole) > 0 && Number(whole) < 100, answered);
  assert.ok(Number(cut) > 0, 'a true client may ask by TCP');
});

test('no question brings a stranger an answer that is much longer by UDP: of all records one kind, of a long text nothing', async (context) => {
  const land = await island(context);
  const texts = Array.from({ length: 12 }, (_, index) => ({ name: '', text: `${index} ${'x'.repeat(250)}` }));
  const settings = dnsSettings([domainWith({ texts, hosts: [host('printer', ['10.0.0.7', 'fd00::7'])] })]);
  const { files } = await serve(context, land, settings);
  const askAs = (from: string, ...question: readonly string[]): Promise<string> =>
    land.run(...digFrom(from, files.places.port), '+notcp', '+ignore', '+bufsize=4096', ...question);
  const bytes = (said: string): number => Number(/MSG SIZE +rcvd: (\d+)/.exec(said)?.[1] ?? 1e9);
  for (const from of ['198.51.100.7', '10.9.1.7']) {
    const long = await askAs(from, 'school.lan', 'TXT');
    assert.match(long, /;; flags: [^;]*\btc\b/);
    assert.ok(bytes(long) < 100, long);
    for (const name of ['school.lan', 'printer.school.lan']) {
      const any = await askAs(from, name, 'ANY');
      const [, counted] = /ANSWER: (\d+)/.exec(any) ?? [];
      assert.ok(bytes(any) < 150 && Number(counted) <= 1, any);
    }
    for (const type of ['AXFR', 'IXFR=1']) {
      const copied = await land.run(...digFrom(from, files.places.port), '+tcp', 'school.lan', type);
      assert.match(copied, /Transfer failed|REFUSED/, type);
    }
  }
  const byTcp = await land.run(...digFrom('198.51.100.7', files.places.port), '+tcp', 'school.lan', 'TXT');
  assert.match(byTcp, /ANSWER: 12/);
});

test('it listens on addresses that come later, and not on those of systemd-resolved', async (context) => {
  const land = await island(context);
  const { files } = await serve(context, land, dnsSettings([domainWith()]));
  await land.run('ip', 'address', 'add', '127.0.0.53/32', 'dev', 'lo');
  await land.run('ip', 'address', 'add', '203.0.113.9/32', 'dev', 'lo');
  await eventually(async () => {
    const said = await land.run(
      ...digFrom('10.9.1.7', files.places.port, '203.0.113.9'),
      'school.lan',
      '+short',
    );
    assert.equal(said, '10.0.0.1\n');
  });
  const listening = await land.run('ss', '-Hlnu', `sport = :${files.places.port}`);
  assert.match(listening, / 203\.0\.113\.9:/);
  assert.match(listening, / 10\.0\.0\.1:/);
  assert.doesNotMatch(listening, / 127\.0\.0\.53:/);
});

test('a secondary is told of a change and fetches it', async (context) => {
  const land = await island(context);
  await land.run('ip', 'address', 'add', '10.0.0.53/32', 'dev', 'lo');
  const secondaries = ['10.0.0.53'];
  const { files, reload } = await serve(context, land, dnsSettings([domainWith()], { secondaries }));
  const copy = await namedFiles(context);
  await writeFile(
    copy.configuration,
    `options { directory "${copy.places.workFolder}"; pid-file none; session-keyfile none; recursion no;
      dnssec-validation no; listen-on port 53 { 10.0.0.53; }; listen-on-v6 { none; }; };
    controls { };
    zone "school.lan" { type secondary; primaries { 10.0.0.1 port ${files.places.port}; }; file "school.lan";
      transfer-source 10.0.0.53; allow-notify { any; }; };`,
  );
  land.start(namedCommand(copy.configuration));
  const fromCopy = (name: string): Promise<string> =>
    land.run(...digFrom('10.9.1.7', 53, '10.0.0.53'), name, '+short');
  await eventually(async () => assert.equal(await fromCopy('school.lan'), '10.0.0.1\n'));
  await files.write(dnsSettings([domainWith({ hosts: [host('new', '10.0.0.7')] })], { secondaries }));
  reload();
  // Its own next look would be an hour away.
  await eventually(async () => assert.equal(await fromCopy('new.school.lan'), '10.0.0.7\n'), 30);
  const stranger = await land.run(...digFrom('10.9.1.7', files.places.port), '+tcp', 'school.lan', 'AXFR');
  assert.match(stranger, /Transfer failed/);
});
