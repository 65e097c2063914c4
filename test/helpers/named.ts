import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoint } from '../../src/core/ports.js';
import { ask } from '../../src/modules/dns/client.js';
import { domainFinder } from '../../src/modules/dns/domain-finder.js';
import type { DnsSettings } from '../../src/modules/dns/domain-row.js';
import { type KeptRecord, keptIn } from '../../src/modules/dns/kept-records.js';
import { namedConfValues, type NamedPlaces, zoneFileName } from '../../src/modules/dns/named-conf.js';
import { recordsOf } from '../../src/modules/dns/records.js';
import { zoneText } from '../../src/modules/dns/zone.js';
import { exchange } from '../../src/system/exchange.js';
import { createRenderer } from '../../src/system/render.js';
import { temporaryFolder } from './folder.js';
import { freePort } from './ports.js';
import { projectRoot } from './slapd.js';

/** An ordinary account of every Debian: `nobody`. */
const NOBODY = 65_534;

/** A named's files, in a folder of their own. */
export interface NamedFiles {
  readonly places: NamedPlaces;
  /** The configuration file. */
  readonly configuration: string;
  /** Renders the settings and writes them, each zone with the serial that follows from its last text. */
  write(settings: DnsSettings, kept?: readonly KeptRecord[], now?: Date): Promise<void>;
}

/** Settings that serve these domains and nothing else, unless said otherwise. */
export function dnsSettings(domains: DnsSettings['domains'], more: Partial<DnsSettings> = {}): DnsSettings {
  return { domains, forwarders: [], resolve: false, secondaries: [], ...more };
}

/** Folders that `nobody` may write to where named does, and a free port. */
export async function namedFiles(context: TestContext): Promise<NamedFiles> {
  const folder = await temporaryFolder(context);
  const places = {
    port: await freePort(),
    workFolder: `${folder}/work`,
    keysFolder: `${folder}/keys`,
    zoneFile: (zone: string) => `${folder}/${zoneFileName(zone)}`,
  };
  const configuration = `${folder}/named.conf`;
  const renderer = createRenderer(projectRoot);
  const last = new Map<string, string>();
  for (const path of [places.workFolder, places.keysFolder]) {
    await mkdir(path);
    await chmod(path, 0o777);
    if (process.getuid?.() === 0) await chown(path, NOBODY, NOBODY);
  }
  return {
    places,
    configuration,
    async write(settings, kept = [], now = new Date()) {
      for (const domain of settings.domains) {
        const records = recordsOf(domain, keptIn(domain, domainFinder(settings.domains), kept));
        const oldText = last.get(domain.name) ?? null;
        const text = await zoneText(renderer, domain, records, { oldText, now });
        last.set(domain.name, text);
        if (text !== oldText) await writeFile(places.zoneFile(domain.name), text, { mode: 0o644 });
      }
      const values = namedConfValues(settings, places);
      await writeFile(configuration, await renderer.render('bind/named.conf.ejs', 'bind', values));
    },
  };
}

/** A running named. */
export interface TestNamed {
  readonly pid: number;
  /** Where it listens. */
  readonly server: Endpoint;
  /** What it wrote to its log. */
  lines(): readonly string[];
  /** Tells it to read everything again. */
  reload(): void;
}

/** The command that runs named with a configuration, in the foreground. */
export function namedCommand(configuration: string): readonly [string, ...string[]] {
  return ['/usr/sbin/named', '-f', '-c', configuration];
}

/** Starts named as an ordinary account and waits until it answers for a zone. It ends with the test. */
export async function startNamed(
  context: TestContext,
  { configuration, port, zone }: { configuration: string; port: number; zone: string },
): Promise<TestNamed> {
  const [program, ...args] = namedCommand(configuration);
  const named = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  let said = '';
  named.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  context.after(() => end(named));
  const server = { address: '127.0.0.1', port };
  for (;;) {
    if (named.exitCode !== null) throw new Error(`named ended: ${said}`);
    const answer = await ask(exchange, server, { name: zone, type: 'SOA' }, { tcp: false, seconds: 1 }).catch(
      () => null,
    );
    if (answer?.authoritative === true) break;
    await delay(20);
  }
  return {
    pid: named.pid ?? 0,
    server,
    lines: () => said.split('\n').filter((line) => line !== ''),
    reload: () => void named.kill('SIGHUP'),
  };
}

async function end(named: ChildProcess): Promise<void> {
  if (named.exitCode !== null || named.signalCode !== null) return;
  const ended = once(named, 'exit');
  named.kill('SIGTERM');
  await ended;
}
