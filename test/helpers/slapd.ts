import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { tree } from '../../src/core/directory.js';
import { layoutOf } from '../../src/core/layout.js';
import type { Directory, Log } from '../../src/core/ports.js';
import { Secret } from '../../src/core/secret.js';
import {
  type DatabaseTools,
  makeDatabase,
  makeDataFolder,
  slapdConfValues,
} from '../../src/modules/users/database.js';
import { lookUpAccounts } from './accounts.js';
import { createCommands, minimalEnvironment } from '../../src/system/commands.js';
import { createDirectory } from '../../src/system/ldap/directory.js';
import { createFiles } from '../../src/system/files.js';
import { createRenderer } from '../../src/system/render.js';
import { freeze } from './freeze.js';
import { judgeLines } from './log-rule.js';
import { pathsOf } from '../../src/modules/users/paths.js';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Secrets that the tests know: `NAME-secret`. */
export const testSecret = (name: string): Secret => new Secret(`${name}-secret`);

/** A private slapd with the project's own templates and seed, in a folder of its own below /tmp. */
export interface TestSlapd {
  readonly directory: Directory & { close(): void };
  /** Path of its unix socket. */
  readonly socket: string;
  readonly tools: DatabaseTools;
  /** What the directory port logged. */
  readonly logged: readonly string[];
  /** Stops the process; the database stays. */
  halt(): Promise<void>;
  /** Starts it again after {@link halt}. */
  start(): Promise<void>;
  /** Makes it hang, as a stuck disk would; returns when it does. */
  freeze(): Promise<void>;
  thaw(): void;
  /** Ends everything and removes the folder. */
  stop(): Promise<void>;
}

/** Starts it and waits until it answers a search. As root it runs as openldap, otherwise as oneself. */
export async function startSlapd(): Promise<TestSlapd> {
  const state = await mkdtemp('/tmp/ebox-slapd-');
  await chmod(state, 0o755);
  const accounts = await lookUpAccounts();
  const layout = layoutOf(state, { client: 0, clientTls: 0, server: 0, router: 0 }, process.execPath);
  const tools: DatabaseTools = {
    layout,
    files: createFiles(accounts),
    commands: createCommands(accounts),
    renderer: createRenderer(projectRoot),
    secrets: { named: (name) => Promise.resolve(testSecret(name)), all: () => Promise.resolve([]) },
  };
  const logged: string[] = [];
  const log: Log = { info: (line) => logged.push(line), error: (line) => logged.push(line) };
  await tools.files.makeFolder(`${layout.run}/directory`, 'directory', 0o711);
  await makeDataFolder(tools);
  await makeDatabase(tools);
  const schema = `${layout.live}/slapd/ebox.schema`;
  const configuration = `${layout.live}/slapd/slapd.conf`;
  await tools.files.makeFolder(`${layout.live}/slapd`, 'directory', 0o700);
  await tools.files.write(
    schema,
    await tools.renderer.shipped('templates/slapd/ebox.schema'),
    'directory',
    0o600,
  );
  await tools.files.write(
    configuration,
    await tools.renderer.render('slapd/slapd.conf.ejs', 'slapd', slapdConfValues(layout, schema)),
    'directory',
    0o600,
  );

  const directory = createDirectory({
    socket: pathsOf(layout).socket,
    bindDn: tree.panel,
    password: () => Promise.resolve(testSecret('directory-panel')),
    log,
  });
  let said = '';
  let running: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const { uid, gid } = accounts.of('directory');
    const slapd = spawn(
      '/usr/sbin/slapd',
      ['-d', 'none', '-f', configuration, '-h', `ldapi://${encodeURIComponent(pathsOf(layout).socket)}`],
      {
        cwd: '/',
        env: minimalEnvironment,
        stdio: ['ignore', 'ignore', 'pipe'],
        ...(accounts.separate ? { uid, gid } : {}),
      },
    );
    running = slapd;
    slapd.stderr.on('data', (data: Buffer) => (said += data.toString()));
    while (!(await answers(directory))) {
      if (slapd.exitCode !== null) throw new Error(`slapd ended: ${said}`);
      await delay(10);
    }
  };
  const halt = async (): Promise<void> => {
    if (running === null) return;
    const ended = once(running, 'exit');
    running.kill('SIGCONT');
    running.kill('SIGTERM');
    await ended;
    running = null;
  };
  await start();
  logged.length = 0;
  return {
    directory,
    socket: pathsOf(layout).socket,
    tools,
    logged,
    halt,
    start,
    freeze: () => freeze(running?.pid ?? 0),
    thaw: () => void running?.kill('SIGCONT'),
    async stop() {
      directory.close();
      await halt();
      await tools.files.remove(state);
      judgeLines(said.split('\n').map((line) => ['slapd', line]));
    },
  };
}

async function answers(directory: Directory): Promise<boolean> {
  try {
    await directory.search({
      base: tree.users,
      scope: 'base',
      filter: { kind: 'present', attribute: 'objectClass' },
      attributes: [],
    });
    return true;
  } catch {
    return false;
  }
}
