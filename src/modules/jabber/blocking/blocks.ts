import { z } from 'zod';
import { Mutex } from '../../../core/mutex.js';
import type { Machine } from '../../../core/ports.js';
import { say } from '../../../core/words/sentence.js';
import { PanelError, Trouble } from '../../../errors.js';
import { BLOCKED, DONE } from '../guard-orders.js';
import { KeptDocument } from '../kept-document.js';
import { pathsOf } from '../paths.js';

/** Addresses that are blocked at once. */
export const MOST_BLOCKS = 200;
/** Seconds that the guard may take. */
const SECONDS = 2;

const blockSchema = z.object({
  /** As address.ts writes it. */
  address: z.string(),
  /** ISO 8601. */
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  /** Who blocked it. */
  who: z.string(),
});
const keptSchema = z.object({ blocks: z.array(blockSchema).max(MOST_BLOCKS) });

/** An address whose new connections are ended. */
export type Block = z.infer<typeof blockSchema>;

/**
 * The addresses that are blocked, kept on disk. The connection guard ends their new connections; it keeps the list too, so
 * that it holds while the panel is stopped.
 */
export class Blocks {
  readonly #machine: Pick<Machine, 'network' | 'layout' | 'clock'>;
  readonly #kept: KeptDocument<z.infer<typeof keptSchema>>;
  readonly #mutex = new Mutex();
  /** Of its own, so that a slow guard keeps no page waiting for the list. */
  readonly #orders = new Mutex();
  #all: readonly Block[] | null = null;
  #isActive = false;

  constructor(machine: Machine) {
    this.#machine = machine;
    const document = machine.store.document('blocked-addresses');
    this.#kept = new KeptDocument(document, keptSchema, machine.log, 'the blocked addresses');
  }

  /** Those whose time is not over, the latest first. Throws PanelError `host-unsuitable` when they cannot be read. */
  list(): Promise<readonly Block[]> {
    return this.#mutex.run(() => this.#read());
  }

  /** Whether the guard took the list when it was told last. */
  get isActive(): boolean {
    return this.#isActive;
  }

  /** Blocks an address, or changes until when. Throws when that cannot be kept: nothing is changed then. */
  add(block: Block): Promise<void> {
    return this.#mutex.run(async () => {
      const others = (await this.#read()).filter(({ address }) => address !== block.address);
      await this.#write([block, ...others]);
    });
  }

  /** Throws as {@link add}. */
  remove(address: string): Promise<void> {
    return this.#mutex.run(async () =>
      this.#write((await this.#read()).filter((block) => block.address !== address)),
    );
  }

  /** Tells the guard the whole list, one list after the other. Returns whether it took it. Does not throw. */
  tell(): Promise<boolean> {
    return this.#orders.run(() => this.#tell());
  }

  async #tell(): Promise<boolean> {
    try {
      const words = (await this.list()).map(
        ({ address, until }) => ` ${Math.ceil(Date.parse(until) / 1000)}/${address.replace(/\/64$/, '')}`,
      );
      await this.#order(`${BLOCKED}${words.join('')}`);
      this.#isActive = true;
    } catch {
      this.#isActive = false;
    }
    return this.#isActive;
  }

  async #order(line: string): Promise<void> {
    const { network, layout } = this.#machine;
    const connection = await network.connect({ socket: pathsOf(layout).guardOrders }, SECONDS);
    try {
      await connection.send(`${line}\n`);
      const answer = await connection.receive((text) => text.endsWith('\n'), SECONDS);
      if (answer.trimEnd() !== DONE) throw new Trouble(say`It gave an unknown answer.`);
    } finally {
      connection.close();
    }
  }

  async #read(): Promise<readonly Block[]> {
    this.#all ??= (await this.#kept.read({ blocks: [] }))?.blocks ?? null;
    if (this.#all === null)
      throw new PanelError('host-unsuitable', { reason: say`The list of blocked addresses cannot be read` });
    const now = this.#machine.clock.now().toISOString();
    return this.#all.filter(({ until }) => until > now);
  }

  async #write(blocks: readonly Block[]): Promise<void> {
    await this.#kept.write({ blocks: [...blocks] });
    this.#all = blocks;
  }
}

const known = new WeakMap<Machine, Blocks>();

/** The addresses that are blocked on this machine: one object for each machine. */
export function blocksOf(machine: Machine): Blocks {
  const there = known.get(machine) ?? new Blocks(machine);
  known.set(machine, there);
  return there;
}
