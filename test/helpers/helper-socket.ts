import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { CleanUp } from './clean-up.js';

/** Stands in for systemd: listens, and starts a helper for each connection, which is the helper's standard input. */
export interface HelperSocket {
  readonly path: string;
  /** The helpers that were started, the newest last. */
  readonly helpers: readonly ChildProcess[];
  /** The last helper that was started. */
  helper(): ChildProcess;
  /** Everything that the helpers logged. */
  log(): string;
  /** Listens no more, as after "systemctl stop": helpers that run are killed. */
  close(): Promise<void>;
  /** Listens again. */
  open(): Promise<void>;
}

/** What {@link startHelperSocket} is told. */
export interface HelperSocketOptions {
  readonly state: string;
  readonly ports: { readonly client: number; readonly clientTls: number; readonly server: number };
  /** Who the panel is; the socket is this user's. */
  readonly panel: { readonly name: string; readonly uid: number; readonly gid: number };
  /** The uid that the peer is said to have; that of the panel when it is not said. */
  readonly peer?: number;
  /** Node's arguments that run a helper; those of `src/helper-main.ts` when it is not said. */
  readonly program?: readonly string[];
}

/** Where root allows certificates, beside the state folder. */
export function allowedListOf(state: string): string {
  return `${state}.allowed.json`;
}

/** Removes that list, and the lock beside it. */
export async function removeAllowedList(state: string): Promise<void> {
  for (const path of [allowedListOf(state), `${allowedListOf(state)}.lock`])
    await rm(path, { recursive: true, force: true });
}

/** Listens at `helper.sock` beside the state folder. After the test it listens no more and no helper is left. */
export async function startHelperSocket(
  context: CleanUp,
  options: HelperSocketOptions,
): Promise<HelperSocket> {
  const { state, ports, panel, peer = panel.uid } = options;
  const program = options.program ?? ['--import', 'tsx', 'src/helper-main.ts'];
  const path = `${state}.helper`;
  const helpers: ChildProcess[] = [];
  let logged = '';
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    const instance = `${helpers.length}-${process.pid}-${peer}`;
    const helper = spawn(process.execPath, [...program, '--peer', instance, '--panel-user', panel.name], {
      stdio: [socket, 'pipe', 'pipe'],
      env: {
        ...process.env,
        UV_THREADPOOL_SIZE: '1',
        EBOX_STATE_DIR: state,
        EBOX_ALLOWED_CERTIFICATES: allowedListOf(state),
        EBOX_CHAT_PORTS: `${ports.client},${ports.clientTls},${ports.server}`,
      },
    });
    for (const stream of [helper.stdout, helper.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (logged += text));
    helpers.push(helper);
    // The helper has its own descriptor of it by now.
    socket.destroy();
  });

  const open = async (): Promise<void> => {
    await rm(path, { force: true });
    server.listen(path);
    await once(server, 'listening');
    await chown(path, 0, panel.gid);
    await chmod(path, 0o660);
  };
  const close = async (): Promise<void> => {
    if (server.listening) {
      server.close();
      await once(server, 'close');
    }
    for (const helper of helpers) {
      if (helper.exitCode !== null || helper.signalCode !== null) continue;
      const ended = once(helper, 'exit');
      helper.kill('SIGKILL');
      await ended;
    }
  };
  context.after(close);
  await open();
  return {
    path,
    helpers,
    helper() {
      const last = helpers.at(-1);
      if (last === undefined) throw new Error('no helper was started');
      return last;
    },
    log: () => logged,
    close,
    open,
  };
}
