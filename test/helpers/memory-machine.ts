import { Readable } from 'node:stream';
import type {
  AuditRecord,
  UnreadRecords,
  Clock,
  Configuration,
  Daemons,
  Directory,
  Files,
  LiveFile,
  Log,
  Machine,
  RenderedFile,
  Store,
} from '../../src/core/ports.js';
import { layoutOf } from '../../src/core/layout.js';
import { Secret } from '../../src/core/secret.js';
import { withoutHelper } from '../../src/system/certificates/consent.js';
import { createCertificates } from '../../src/system/certificates/certificates.js';
import { PanelError } from '../../src/errors.js';
import { pathsOf } from '../../src/modules/users/paths.js';

/** A clock that stands still until it is told to go on. */
export class StillClock implements Clock {
  /** Milliseconds. */
  #monotonic = 1_000_000;
  #wall = Date.parse('2026-03-02T09:30:00Z');

  now(): Date {
    return new Date(this.#wall);
  }
  monotonic(): number {
    return this.#monotonic;
  }
  sleep(milliseconds: number): Promise<void> {
    this.pass(milliseconds / 1000);
    return Promise.resolve();
  }
  pass(seconds: number): void {
    this.#monotonic += seconds * 1000;
    this.#wall += seconds * 1000;
  }
  /** Sets the wall clock, as an administrator or NTP does: the monotonic one does not notice. */
  setWall(when: Date): void {
    this.#wall = when.getTime();
  }
}

/** Keeps what was logged. */
export class KeptLog implements Log {
  readonly lines: string[] = [];
  info(message: string): void {
    this.lines.push(message);
  }
  error(message: string): void {
    this.lines.push(`error: ${message}`);
  }
}

/** A machine that is only in memory: for tests of what stands above the ports. */
export interface MemoryMachine extends Machine {
  readonly clock: StillClock;
  readonly log: KeptLog;
}

/** Daemons come up when they are started, the directory is empty and read-only, network and programs refuse. */
export function memoryMachine(): MemoryMachine {
  const audited: AuditRecord[] = [];
  const refuse = (): Promise<never> => Promise.reject(new Error('this machine is only in memory'));
  const files = memoryFiles();
  const clock = new StillClock();
  const commands = { run: refuse };
  const layout = layoutOf(
    '/var/lib/ebox-jabber',
    { client: 5222, clientTls: 5223, server: 5269, router: 5347, dns: 53 },
    '/usr/bin/node',
  );
  return {
    layout,
    files,
    configuration: memoryConfiguration(),
    daemons: memoryDaemons(),
    directory: emptyDirectory(),
    commands,
    network: {
      connect: refuse,
      connectTls: refuse,
      ownConnections: () => [],
      resolve: refuse,
      ownAddresses: () => ['127.0.0.1'],
      outwardAddresses: () => Promise.resolve([]),
      hostName: () => '',
      openConnections: () => Promise.resolve([]),
      listeners: () => Promise.resolve([]),
    },
    exchange: { datagram: refuse, stream: refuse },
    resolver: {
      servers: () => [],
      services: () => Promise.resolve(null),
      addresses: () => Promise.resolve(null),
    },
    lookUpSocket: pathsOf(layout).lookUpSocket,
    chosenPorts: { moveOn: refuse },
    renderer: { render: refuse, shipped: refuse, problemOf: () => null },
    secrets: { named: (name) => Promise.resolve(new Secret(name)), all: () => Promise.resolve([]) },
    certificates: createCertificates({ layout, files, commands, clock, consent: withoutHelper }),
    store: memoryStore(),
    distribution: {
      root: '/nowhere',
      units: () => Promise.resolve([]),
      turnOff: () => Promise.resolve(),
      putBack: () => Promise.resolve(),
    },
    clock,
    log: new KeptLog(),
    audit: {
      prepare: () => Promise.resolve(),
      append: (record) => Promise.resolve(void audited.push(record)),
      newest: () => Readable.from([...audited].reverse()),
      unread: () => Readable.from([unreadOf([...audited].reverse())]),
      latest: (count) => Promise.resolve(audited.slice(-count).reverse()),
    },
  };
}

function unreadOf(records: readonly AuditRecord[]): UnreadRecords {
  return {
    acts: records.map(({ act }) => act?.id ?? null),
    read: (places) => Promise.resolve(places.map((place) => records[place] ?? null)),
  };
}

/** Documents as they would come back from the disk. */
export function memoryStore(): Store {
  const documents = new Map<string, string>();
  return {
    document: (name) => ({
      read: () => Promise.resolve(JSON.parse(documents.get(name) ?? 'null')),
      write: (content) => Promise.resolve(void documents.set(name, JSON.stringify(content))),
    }),
  };
}

function emptyDirectory(): Directory {
  const refuse = (): Promise<never> =>
    Promise.reject(new PanelError('directory-refused', { reason: 'it is read-only' }));
  return {
    search: () => Promise.resolve({ entries: [], truncated: false }),
    each: () => Promise.resolve(),
    add: refuse,
    modify: refuse,
    remove: refuse,
    rename: refuse,
    setPassword: refuse,
    proves: () => Promise.resolve(false),
  };
}

function memoryFiles(): Files {
  const files = new Map<string, string>();
  return {
    space: () => Promise.resolve({ bytes: 50e9, files: null }),
    exists: (path) => Promise.resolve(files.has(path)),
    read: (path) => Promise.resolve(files.get(path) ?? null),
    write: (path, content) => Promise.resolve(void files.set(path, content)),
    makeFolder: () => Promise.resolve(),
    copy: (from, to) => Promise.resolve(void files.set(to, files.get(from) ?? '')),
    remove: (path) => Promise.resolve(void files.delete(path)),
  };
}

function memoryConfiguration(): Configuration {
  const generations = new Map<number, readonly RenderedFile[]>();
  let live = 0;
  return {
    liveNumber: () => Promise.resolve(live),
    live: () =>
      Promise.resolve(
        (generations.get(live) ?? []).map(({ path, content }): LiveFile => ({
          path,
          content,
          written: content,
          hasDrifted: false,
        })),
      ),
    write: (files) => {
      const number = generations.size + 1;
      generations.set(number, files);
      return Promise.resolve(number);
    },
    activate: (number) => {
      live = number;
      return Promise.resolve();
    },
    restore: () => Promise.resolve(),
    setAside: () => Promise.resolve('/backups'),
    prune: () => Promise.resolve(),
  };
}

function memoryDaemons(): Daemons {
  const up = new Set<string>();
  return {
    declare: () => Promise.resolve(),
    start: (name) => Promise.resolve(void up.add(name)),
    stop: (name) => Promise.resolve(void up.delete(name)),
    signal: () => Promise.resolve(),
    state: (name) =>
      Promise.resolve({
        up: up.has(name),
        pid: up.has(name) ? 4711 : 0,
        wanted: up.has(name),
        seconds: 7320,
        recentCrashes: 0,
        crashes: 0,
        lastEnd: null,
        argv: [],
      }),
    replaced: () => Promise.resolve([]),
    lastLines: () => Promise.resolve([]),
  };
}
