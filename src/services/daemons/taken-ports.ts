import type { Daemon, DaemonPort } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Settings } from '../../core/settings.js';
import { passage, say, type Sentence } from '../../core/words/sentence.js';

/**
 * Why a daemon could not listen where these settings want it: another program has its port. Names the program; `''` when
 * no program is in the way.
 * @param own ports that the daemon itself has now
 */
export async function takenPorts(
  machine: Machine,
  daemon: Daemon,
  settings: Settings,
  own: readonly number[] = [],
): Promise<Sentence | ''> {
  const ports = daemon.ports(machine.layout, settings).filter(({ port }) => !own.includes(port));
  const taken = await Promise.all(ports.map((port) => takenBy(machine, port)));
  const found = taken.filter((sentence) => sentence !== '');
  return found.length === 0 ? '' : passage(...found);
}

async function takenBy(
  { network }: Machine,
  { port, openTo, alsoUdp, beside = [] }: DaemonPort,
): Promise<Sentence | ''> {
  const listeners = [
    ...(await network.listeners(port)),
    ...(alsoUdp ? await network.listeners(port, 'udp') : []),
  ];
  const inTheWay = listeners.find(
    ({ on, program }) =>
      (openTo === 'network' || on !== 'one') && (on === 'all' || !beside.includes(program)),
  );
  if (inTheWay === undefined) return '';
  const { program, pid } = inTheWay;
  // Where the panel may not look into the program, root can.
  return program === ''
    ? say`Another program uses port ${{ port }}. Stop that program ("sudo ss -lntup sport = :${{ port }}" shows its name), then try again.`
    : say`Another program (${{ program }}, process ${{ pid }}) uses port ${{ port }}. Stop that program, then try again.`;
}
