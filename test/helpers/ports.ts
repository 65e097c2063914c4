import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createStore } from '../../src/system/store.js';

/**
 * Below the ports that the kernel gives to outgoing connections (ip_local_port_range begins at 32768): one of those can
 * be taken at any moment by some client.
 */
const FIRST = 10_000;
const LAST = 32_000;

/** One file a port, with the process that has it: test files run side by side, each in a process of its own. */
const folder = '/tmp/ebox-test-ports';

const mine = new Set<string>();
process.on('exit', () => {
  for (const file of mine) rmSync(file, { force: true });
});

/** A TCP port that nobody listens on, on all addresses, and that no other test gets as long as this process lives. */
export async function freePort(): Promise<number> {
  mkdirSync(folder, { recursive: true, mode: 0o777 });
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (reserve(join(folder, String(port))) && (await nobodyListens(port))) return port;
  }
}

/** Gives a new state folder a router's port of its own: left to itself, a panel takes the usual one where nobody listens. */
export async function reserveRouterPort(state: string): Promise<void> {
  await mkdir(join(state, 'panel'), { mode: 0o700 });
  await createStore(join(state, 'panel'))
    .document('ports')
    .write({ router: await freePort() });
}

function reserve(file: string): boolean {
  try {
    const descriptor = openSync(file, 'wx');
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    mine.add(file);
    return true;
  } catch {
    forgetTheDead(file);
    return false;
  }
}

/** A process that was killed leaves its files. */
function forgetTheDead(file: string): void {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') rmSync(file, { force: true });
  }
}

async function nobodyListens(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
