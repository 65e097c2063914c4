import { readdir, readFile, readlink } from 'node:fs/promises';
import type { Listener, Protocol } from '../core/ports.js';
import { programOf } from './processes.js';

/** The kernel's number of a socket that listens (TCP_LISTEN in include/net/tcp_states.h). */
const LISTEN = '0A';

/** That of a UDP socket that is bound, and takes from everybody (TCP_CLOSE). */
const BOUND = '07';

/** A line of /proc/net/tcp or /proc/net/udp that listens. */
interface ListeningSocket {
  readonly on: Listener['on'];
  readonly port: number;
  readonly inode: string;
}

/**
 * The programs that listen on a port of this machine (proc(5), net/tcp, net/udp). An account that may not look into a process
 * is told that there is one, without its name.
 */
export async function listenersOn(port: number, protocol: Protocol = 'tcp'): Promise<readonly Listener[]> {
  const tables = await Promise.all(
    [`/proc/net/${protocol}`, `/proc/net/${protocol}6`].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const sockets = tables
    .flatMap((table) => parseListening(table, protocol))
    .filter((socket) => socket.port === port);
  if (sockets.length === 0) return [];
  const holders = await holdersOfSockets(new Set(sockets.map(({ inode }) => inode)));
  return Promise.all(
    sockets.map(async ({ on, inode }) => {
      const pid = holders.get(inode) ?? 0;
      return { on, pid, program: pid === 0 ? '' : ((await programOf(pid)) ?? '') };
    }),
  );
}

/** Reads the table: `sl local_address rem_address st … inode`, addresses in hexadecimal words of the machine's order. */
export function parseListening(table: string, protocol: Protocol = 'tcp'): readonly ListeningSocket[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === (protocol === 'tcp' ? LISTEN : BOUND))
    .map(([, local = '', , , , , , , , inode = '']) => {
      const [address = '', port = ''] = local.split(':');
      return { on: whereOf(address), port: parseInt(port, 16), inode };
    });
}

/** An address as the table has it on a little-endian machine; 127.0.0.0/8 also as IPv6 writes it. */
function whereOf(address: string): Listener['on'] {
  if (/^0+$/.test(address)) return 'all';
  const isLoopback = /^(?:[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F)$/.test(address);
  return isLoopback ? 'loopback' : 'one';
}

/** The inode of a socket → a process that has it open, of those that may be looked into. */
async function holdersOfSockets(inodes: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
  const holders = new Map<string, number>();
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  for (const pid of pids) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
      const [, inode = ''] = /^socket:\[(\d+)\]$/.exec(target) ?? [];
      if (inodes.has(inode) && !holders.has(inode)) holders.set(inode, pid);
    }
  }
  return holders;
}
