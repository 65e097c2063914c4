import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { CleanUp } from './clean-up.js';
import { lookUpAccounts } from './accounts.js';
import { createDaemons } from '../../src/system/s6/daemons.js';
import { judgeLogs } from './log-rule.js';
import { freePort, reserveRouterPort } from './ports.js';

/** The administrator's password of every panel under test. */
export const adminPassword = 'a-password-for-tests';

/** The whole panel, as a process of its own with a state folder and ports of its own. */
export interface PanelProcess {
  readonly address: string;
  readonly state: string;
  readonly ports: { readonly client: number; readonly clientTls: number; readonly server: number };
  /** Everything that it printed so far. */
  output(): string;
  /** Ends it with a signal, as Ctrl-C or a crash would; its daemons run on. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same state folder; `behind` is a command that runs what follows it, and becomes it. */
  start(behind?: readonly string[]): Promise<void>;
}

/**
 * Starts `src/main.ts` on a fresh state folder. After the test the panel, its daemons and its files are gone,
 * and the test fails when a log has a line that nobody expected.
 */
export async function startPanel(context: CleanUp): Promise<PanelProcess> {
  const state = await mkdtemp('/tmp/ebox-e2e-');
  await chmod(state, 0o755);
  await reserveRouterPort(state);
  const port = await freePort();
  const ports = { client: await freePort(), clientTls: await freePort(), server: await freePort() };
  const dns = process.env['EBOX_DNS_PORT'] ?? String(await freePort());
  // The chat clients of the tests take any certificate; the panel is to look at it.
  const environment = {
    ...process.env,
    NODE_TLS_REJECT_UNAUTHORIZED: undefined,
    EBOX_LISTEN: `127.0.0.1:${port}`,
    EBOX_STATE_DIR: state,
    EBOX_ADMIN_PASSWORD: adminPassword,
    EBOX_DNS_PORT: dns,
    EBOX_CHAT_PORTS: `${ports.client},${ports.clientTls},${ports.server}`,
  };
  let child: ChildProcess;
  let printed = '';

  const start = async (behind: readonly string[] = []): Promise<void> => {
    const [program, ...words] = [...behind, process.execPath, '--import', 'tsx', 'src/main.ts'];
    const started = spawn(program, words, {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    const lines = createInterface({ input: started.stdout });
    lines.on('line', (line) => (printed += `${line}\n`));
    createInterface({ input: started.stderr }).on('line', (line) => (printed += `${line}\n`));
    const isListening = new Promise<void>((resolve) =>
      lines.on('line', (line) => {
        if (line.includes('the panel is at')) resolve();
      }),
    );
    const ended = once(started, 'exit').then(() => {
      throw new Error(`the panel ended: ${printed}`);
    });
    ended.catch(() => undefined);
    await Promise.race([isListening, ended]);
  };

  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };

  context.after(async () => {
    await kill('SIGKILL');
    const layout = { services: `${state}/services`, logs: `${state}/logs` };
    const secrets = (): Promise<readonly []> => Promise.resolve([]);
    await createDaemons({ layout, accounts: await lookUpAccounts(), secrets }).end();
    const lines = printed.split('\n').slice(0, -1);
    const judged = context.judgesLogs === false ? Promise.resolve() : judgeLogs(layout.logs, lines);
    await judged.finally(() => rm(state, { recursive: true, force: true }));
  });
  await start();
  return { address: `http://127.0.0.1:${port}`, state, ports, output: () => printed, kill, start };
}
