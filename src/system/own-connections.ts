import type { Socket } from 'node:net';
import type { OwnConnection } from '../core/ports/network.js';

/** So many are remembered: at two a second, more than half an hour. */
const KEPT = 5000;

/** The connections over loopback that this process opened. */
export class OwnConnections {
  #known: { port: number; opened: number; closed: number }[] = [];

  /** Remembers one that is just being opened. */
  add(socket: Socket): void {
    const opened = Date.now();
    socket.once('connect', () => {
      const { localPort: port, remoteAddress = '' } = socket;
      if (port === undefined || !/^127\.|^::1$|^::ffff:127\./.test(remoteAddress)) return;
      const one = { port, opened, closed: Infinity };
      this.#known.push(one);
      if (this.#known.length > 2 * KEPT) this.#known = this.#known.slice(-KEPT);
      socket.once('close', () => (one.closed = Date.now()));
    });
  }

  all(): readonly OwnConnection[] {
    return this.#known;
  }
}
