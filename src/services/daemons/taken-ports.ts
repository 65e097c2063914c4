import type { Daemon, DaemonPort } from '../../core/module/index.js';
import type { Listener, Machine } from '../../core/ports.js';
import type { Settings } from '../../core/settings.js';

/**
 * Why a daemon could not listen where these settings want it: another program has its port. A sentence that names the
 * program, or `''`.
 * @param own ports that the daemon itself has now
 */
export async function takenPorts(
  machine: Machine,
  daemon: Daemon,
  settings: Settings,
  own: readonly number[] = [],
): Promise<string> {
  const ports = daemon.ports(machine.layout, settings).filter(({ port }) => !own.includes(port));
  const taken = await Promise.all(ports.map((port) => takenBy(machine, port)));
  return taken.filter((sentence) => sentence !== '').join(' ');
}

async function takenBy(
  { network }: Machine,
  { port, openTo, alsoUdp, beside = [] }: DaemonPort,
): Promise<string> {
  const listeners = [
    ...(await network.listeners(port)),
    ...(alsoUdp ? await network.listeners(port, 'udp') : []),
  ];
  const inTheWay = listeners.find(
    ({ on, program }) =>
      (openTo === 'network' || on !== 'one') && (on === 'all' || !beside.includes(program)),
  );
  if (inTheWay === undefined) return '';
  return `Another program${nameOf(inTheWay, port)} has port ${port}: end that program, then try again.`;
}

/** Where the panel may not look into the program, root can. */
function nameOf({ program, pid }: Listener, port: number): string {
  return program === '' ? ` ("sudo ss -lntup sport = :${port}" names it)` : ` (${program}, process ${pid})`;
}
