import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { lookUpAccounts } from './accounts.js';
import { userNamed, type SystemUser } from '../../src/system/accounts.js';
import { createDaemons } from '../../src/system/s6/daemons.js';
import type { CleanUp } from './clean-up.js';
import { removeAllowedList, startHelperSocket, type HelperSocket } from './helper-socket.js';
import { adminPassword } from './panel-process.js';
import { freePort, reserveRouterPort } from './ports.js';
import { projectRoot } from './slapd.js';

/** The whole panel as a process without any privilege, with its helper behind a socket, as the package runs them. */
export interface PanelWithoutRoot {
  readonly address: string;
  readonly state: string;
  readonly ports: { readonly client: number; readonly clientTls: number; readonly server: number };
  readonly helper: HelperSocket;
  readonly user: SystemUser;
  readonly process: ChildProcess;
  /** Everything that it printed so far. */
  output(): string;
  /** Node, as the panel's account finds it. */
  readonly node: string;
  /** Runs a program as the panel's account, with the panel's rights. Returns what it printed, and its status. */
  run(argv: readonly string[], input?: string): Promise<{ readonly output: string; readonly status: number }>;
}

/** setpriv(1): the account, and nothing that systemd would not leave the panel. */
function asUser({ uid, gid }: SystemUser): readonly string[] {
  const rights = ['--clear-groups', '--inh-caps=-all', '--bounding-set=-all', '--no-new-privs'];
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, ...rights, '--'];
}

/**
 * Starts `src/main.ts` on a fresh state folder, as a user who is nobody. Wherever the repository and Node lie, this user
 * finds them: they are mounted where he may go, for this process only.
 */
export async function startPanelWithoutRoot(context: CleanUp): Promise<PanelWithoutRoot> {
  const state = await mkdtemp('/tmp/ebox-helped-');
  await chmod(state, 0o755);
  await reserveRouterPort(state);
  const user = userNamed('nobody', await readFile('/etc/passwd', 'utf8'));
  const port = await freePort();
  const ports = { client: await freePort(), clientTls: await freePort(), server: await freePort() };
  const program = `${state}.program`;
  context.after(async () => {
    const layout = { services: `${state}/services`, logs: `${state}/logs` };
    const secrets = (): Promise<readonly []> => Promise.resolve([]);
    await createDaemons({ layout, accounts: await lookUpAccounts(), secrets }).end();
    for (const path of [state, program, `${state}.helper`]) await rm(path, { recursive: true, force: true });
    await removeAllowedList(state);
  });
  const helper = await startHelperSocket(context, { state, ports, panel: user });

  await mkdir(`${program}/root`, { recursive: true, mode: 0o755 });
  await writeFile(`${program}/node`, '');
  const mounts = `mount --bind "$1" "$2/root" && mount --bind "$3" "$2/node" && cd "$2/root" && shift 3 && exec "$@"`;
  const child = spawn(
    'unshare',
    [
      ...['--mount', 'sh', '-c', mounts, 'sh', projectRoot, program, process.execPath],
      ...asUser(user),
      ...[`${program}/node`, '--import', 'tsx', 'src/main.ts'],
    ],
    {
      env: {
        PATH: process.env['PATH'],
        EBOX_LISTEN: `127.0.0.1:${port}`,
        EBOX_STATE_DIR: state,
        EBOX_HELPER: helper.path,
        EBOX_ADMIN_PASSWORD: adminPassword,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => (printed += `${line}\n`));
  const ended = once(child, 'exit');
  context.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  await Promise.race([
    new Promise<void>((resolve) =>
      lines.on('line', (line) => {
        if (line.includes('the panel is at')) resolve();
      }),
    ),
    ended.then(() => Promise.reject(new Error(`the panel ended: ${printed}${helper.log()}`))),
  ]);
  return {
    address: `http://127.0.0.1:${port}`,
    state,
    ports,
    helper,
    user,
    process: child,
    node: `${program}/node`,
    output: () => printed,
    async run(argv, input = '') {
      const there = ['--mount', '--target', String(child.pid)];
      const ran = spawn('nsenter', [...there, ...asUser(user), ...argv], { stdio: ['pipe', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [ran.stdout, ran.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      ran.stdin.on('error', () => undefined);
      ran.stdin.end(input);
      await once(ran, 'close');
      return { output, status: ran.exitCode ?? -1 };
    },
  };
}
