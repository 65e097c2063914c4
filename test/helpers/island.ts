import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './folder.js';

/** The one address of an island that others could reach. */
export const ISLAND_ADDRESS = '10.77.0.1';

/** As whom a program runs on an island: as root, who runs the tests, or as an ordinary user who may open port 53. */
export type Islander = 'root' | 'ordinary user';

/**
 * A network of its own with one card, and /etc/resolv.conf naming this machine: like a school's server before anything
 * runs on it. `$1` is the file that takes the place of resolv.conf, the others are the command.
 */
const island = `
  set -e
  ip link set lo up
  ip link add card type veth peer name switch
  ip address add ${ISLAND_ADDRESS}/24 dev card
  ip link set switch up
  ip link set card up
  ip route add default dev card
  mount --bind "$1" "$(readlink -f /etc/resolv.conf)"
  shift
  exec "$@"
`;

/** Who is root may do all. An ordinary user is another uid in a namespace of his own, with one capability. */
const ways: Readonly<Record<Islander, readonly [unshare: readonly string[], setpriv: readonly string[]]>> = {
  root: [['-mn'], []],
  'ordinary user': [
    ['-U', '--map-user=1', '--map-group=1', '--keep-caps', '-mn'],
    [
      'setpriv',
      ...['inh-caps', 'ambient-caps', 'bounding-set'].map((set) => `--${set}=-all,+net_bind_service`),
    ],
  ],
};

/** Whether root here may set up a network of its own; in a container often not. */
export function mayBeRoot(): boolean {
  const words = ['-n', 'ip', 'link', 'add', 'card', 'type', 'veth', 'peer', 'name', 'switch'];
  return process.getuid?.() === 0 && spawnSync('unshare', words).status === 0;
}

/**
 * Runs a file of tests on an island of its own, where nothing listens yet and only this machine is asked for names.
 * @param file relative to the repository
 * @throws Error with what it printed, when one of its tests fails
 */
export async function runOnIsland(context: TestContext, file: string, islander: Islander): Promise<void> {
  const resolver = `${await temporaryFolder(context)}/resolv.conf`;
  await writeFile(resolver, `nameserver ${ISLAND_ADDRESS}\n`, { mode: 0o644 });
  const [unshare, setpriv] = ways[islander];
  const tests = [process.execPath, '--import', 'tsx', '--test', '--test-reporter=spec', file];
  const words = [...unshare, 'sh', '-c', island, 'sh', resolver, ...setpriv, ...tests];
  const child = spawn('unshare', words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // It is no part of the test runner around it.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, EBOX_DNS_PORT: '53' },
  });
  const ended = once(child, 'close');
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  if (child.exitCode !== 0) throw new Error(`${file} failed as ${islander}:\n${said}${complained}`);
}
