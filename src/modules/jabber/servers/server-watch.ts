import type { Machine, OpenConnection } from '../../../core/ports.js';
import { isLoopback } from '../../../core/loopback.js';
import { timeText } from '../../../core/log-line.js';
import { LogPlace } from '../live/log-facts.js';
import { portsOf } from '../ports.js';
import { GenuineLines } from './genuine-lines.js';
import { ServerLog, type ServerFailure, type ServerLink } from './server-log.js';

/** Lines of s2s's log that are asked for at first, and later. */
const FIRST_LINES = 5000;
const LATER_LINES = 1000;
/** Milliseconds between two looks that nobody asked for: the log may be rotated meanwhile, but not twice. */
const EVERY = 30_000;

type Part = Pick<Machine, 'daemons' | 'network' | 'clock' | 'layout'>;

/** What is known of the connections with other servers. */
export interface ConnectedServers {
  readonly links: readonly ServerLink[];
  /** Open connections at the servers' port of which the log tells no proved domain. */
  readonly unproved: number;
  /** False where the kernel did not tell which connections are open: then the log alone counts. */
  readonly isFromSockets: boolean;
  readonly failures: readonly ServerFailure[];
}

/**
 * What the log of s2s and the sockets of this machine tell of the connections with other servers. What was read is kept,
 * since logs are rotated.
 */
export class ServerWatch {
  readonly #machine: Part;
  readonly #log = new ServerLog();
  readonly #place = new LogPlace();
  readonly #genuine = new GenuineLines();
  #reading: Promise<void> | null = null;
  #last = -Infinity;

  constructor(machine: Part) {
    this.#machine = machine;
  }

  /** Reads what is new in the log, unless it was read lately. A log that cannot be read tells nothing. */
  async tend(): Promise<void> {
    if (this.#machine.clock.monotonic() - this.#last >= EVERY) await this.#read().catch(() => undefined);
  }

  /** Throws where the log cannot be read. */
  async connected(): Promise<ConnectedServers> {
    await this.#read();
    const links = this.#log.links();
    const failures = this.#log.failures();
    const open = await this.#machine.network.openConnections().catch(() => null);
    if (open === null) return { links, unproved: 0, isFromSockets: false, failures };
    const { server } = portsOf(this.#machine.layout);
    const there = new Set(open.map(endOf));
    const known = new Set(links.map((link) => `${link.address} ${link.port}`));
    const isUnproved = (one: OpenConnection): boolean =>
      one.localPort === server && !isLoopback(one.remoteAddress) && !known.has(endOf(one));
    return {
      links: links.filter(({ address, port }) => there.has(`${address} ${port}`)),
      unproved: open.filter(isUnproved).length,
      isFromSockets: true,
      failures,
    };
  }

  /** However many ask at once, it is read once. */
  #read(): Promise<void> {
    this.#reading ??= this.#take().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #take(): Promise<void> {
    const count = this.#last === -Infinity ? FIRST_LINES : LATER_LINES;
    const lines = await this.#machine.daemons.lastLines('s2s', count);
    const first = timeText(lines[0] ?? '');
    const areNext = first !== '' && first <= this.#place.place;
    this.#log.take(this.#genuine.among(this.#place.newIn(lines), { areNext }));
    this.#last = this.#machine.clock.monotonic();
  }
}

function endOf({ remoteAddress, remotePort }: OpenConnection): string {
  return `${remoteAddress} ${remotePort}`;
}

const watches = new WeakMap<Machine, ServerWatch>();

/** What is known of this machine's connections with other servers. */
export function serverWatchOf(machine: Machine): ServerWatch {
  let watch = watches.get(machine);
  if (watch === undefined) watches.set(machine, (watch = new ServerWatch(machine)));
  return watch;
}
