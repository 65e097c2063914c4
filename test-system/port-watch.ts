import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';

/** What Debian's own slapd and jabberd2 listen on. */
export const CHAT_PORTS: readonly number[] = [389, 5222, 5269, 5347];

/** Milliseconds between two attempts at one port. */
const EVERY = 10;

/** Connects in a loop, as a stranger would, to see for how long ports are open to the network. */
export class PortWatch {
  readonly #address = addressOnTheNetwork();
  readonly #open = new Map<number, number>();
  readonly #loops: readonly Promise<void>[];
  #isOver = false;

  /** Begins at once. */
  constructor(ports: readonly number[]) {
    this.#loops = ports.map((port) => this.#watch(port));
  }

  /** Ends the watch. @returns port → seconds that it took connections, of those that ever did */
  async end(): Promise<Readonly<Record<number, number>>> {
    this.#isOver = true;
    await Promise.all(this.#loops);
    return Object.fromEntries([...this.#open].map(([port, ms]) => [port, ms / 1000]));
  }

  async #watch(port: number): Promise<void> {
    let before = performance.now();
    while (!this.#isOver) {
      const isOpen = await accepts(this.#address, port);
      await new Promise((resolve) => setTimeout(resolve, EVERY));
      const now = performance.now();
      if (isOpen) this.#open.set(port, (this.#open.get(port) ?? 0) + now - before);
      before = now;
    }
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}

/** Another address than loopback: what listens on this machine only takes no connection there. */
export function addressOnTheNetwork(): string {
  const [found] = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  if (found === undefined) throw new Error('this machine has no address on a network');
  return found.address;
}
