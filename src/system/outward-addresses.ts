import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Addresses for documentation (RFC 5737, RFC 3849): no host has them, and nothing is sent to them. */
const SOMEWHERE = { udp4: '192.0.2.1', udp6: '2001:db8::1' } as const;

/**
 * The addresses that this machine's packets to the internet leave from, IPv4 first; none where there is no route. The
 * kernel chooses them when a UDP socket is connected, which sends nothing (connect(2)).
 */
export async function outwardAddresses(): Promise<readonly string[]> {
  const found = await Promise.all([sourceOf('udp4'), sourceOf('udp6')]);
  return found.filter((address) => address !== null);
}

async function sourceOf(kind: 'udp4' | 'udp6'): Promise<string | null> {
  const socket = createSocket(kind);
  try {
    socket.connect(53, SOMEWHERE[kind]);
    await once(socket, 'connect');
    return socket.address().address;
  } catch {
    return null;
  } finally {
    socket.close();
  }
}
