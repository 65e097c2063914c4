import { setTimeout as delay } from 'node:timers/promises';
import { Wire } from './wire.js';

/** Milliseconds after which an eager client tries again. */
const AGAIN = 100;
/** Milliseconds after which a crowd that is not complete is given up. */
const PATIENCE = 60_000;

/** Who the clients are. */
export interface CrowdOptions {
  readonly port: number;
  readonly domain: string;
  /** Each has the same number of clients. */
  readonly userNames: readonly string[];
  readonly password: string;
  readonly size: number;
}

/** Many clients of some users, each of which comes back as soon as it can when it was disconnected. */
export class Crowd {
  /** The domain that they sign in to; may be changed, as their owners would in their settings. */
  domain: string;
  readonly #options: CrowdOptions;
  readonly #wires = new Set<Wire>();
  #over = false;
  #dropped = 0;
  #lastBack = 0;
  readonly #members: readonly Promise<void>[];

  constructor(options: CrowdOptions) {
    this.#options = options;
    this.domain = options.domain;
    this.#members = Array.from({ length: options.size }, (_, index) => this.#live(index));
  }

  /** How many were disconnected since the last call. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** Waits until all are connected. Returns the moment (performance.now) at which the last one was. */
  async complete(): Promise<number> {
    const deadline = performance.now() + PATIENCE;
    while (this.#wires.size < this.#options.size) {
      if (performance.now() > deadline) throw new Error(`only ${this.#wires.size} clients are connected`);
      await delay(10);
    }
    return this.#lastBack;
  }

  async leave(): Promise<void> {
    this.#over = true;
    for (const wire of this.#wires) wire.close();
    await Promise.all(this.#members);
  }

  async #live(index: number): Promise<void> {
    const { port, userNames, password } = this.#options;
    const userName = userNames[index % userNames.length] ?? '';
    const from = `127.0.1.${1 + index}`;
    while (!this.#isOver()) {
      let wire: Wire | null = null;
      try {
        wire = await Wire.open({ port, domain: this.domain, from });
        await wire.authenticate(userName, password);
        await wire.bind(`client${index}`);
      } catch {
        wire?.close();
        await delay(AGAIN);
        continue;
      }
      this.#wires.add(wire);
      this.#lastBack = performance.now();
      if (this.#isOver()) wire.close();
      await wire.ended();
      this.#wires.delete(wire);
      if (!this.#isOver()) this.#dropped += 1;
    }
  }

  #isOver(): boolean {
    return this.#over;
  }
}
