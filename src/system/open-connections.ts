import { readFile } from 'node:fs/promises';
import type { OpenConnection } from '../core/ports/network.js';

/** The kernel's number of a connection that is open (TCP_ESTABLISHED in include/net/tcp_states.h). */
const ESTABLISHED = '01';

/** Every open TCP connection of this machine (proc(5), net/tcp and net/tcp6). Throws where the kernel does not tell. */
export async function openConnections(): Promise<readonly OpenConnection[]> {
  const [four, six] = await Promise.all([
    readFile('/proc/net/tcp', 'utf8'),
    // A kernel without IPv6 has none.
    readFile('/proc/net/tcp6', 'utf8').catch(() => ''),
  ]);
  return [...parseEstablished(four), ...parseEstablished(six)];
}

/** Reads a table: `sl local_address rem_address st …`, addresses in hexadecimal words of a little-endian machine. */
export function parseEstablished(table: string): readonly OpenConnection[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/, 4))
    .filter((fields) => fields[3] === ESTABLISHED)
    .map(([, local = '', remote = '']) => {
      const [address = '', port = ''] = remote.split(':');
      return {
        localPort: parseInt(local.split(':')[1] ?? '', 16),
        remoteAddress: addressIn(address),
        remotePort: parseInt(port, 16),
      };
    });
}

function addressIn(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse());
  const isMapped = /^0{20}FFFF/i.test(bytes.join(''));
  if (bytes.length === 4 || isMapped)
    return bytes
      .slice(-4)
      .map((byte) => parseInt(byte, 16))
      .join('.');
  const groups = bytes.join('').match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}
