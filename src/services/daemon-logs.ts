import type { Daemon } from '../core/module.js';
import type { Machine } from '../core/ports.js';
import type { Registry } from '../core/registry.js';
import { PanelError } from '../errors.js';

/** How many lines of a log are looked through, the latest ones. */
const LOOKED_THROUGH = 2000;
/** How many lines are shown. */
const SHOWN = 300;

/** Some lines of a daemon's log. */
export interface LogView {
  /** Oldest first, secrets redacted. */
  readonly lines: readonly string[];
  /** True when there are more lines that pass. */
  readonly isCut: boolean;
}

/** What the daemons said. */
export class DaemonLogs {
  readonly #machine: Pick<Machine, 'daemons'>;
  readonly #registry: Registry;

  constructor(machine: Pick<Machine, 'daemons'>, registry: Registry) {
    this.#machine = machine;
    this.#registry = registry;
  }

  /** Every daemon of every module, in the order of starting. */
  daemons(): readonly Daemon[] {
    return this.#registry.modules.flatMap((module) => module.daemons);
  }

  /**
   * The latest lines that contain `search`, whatever its case; of a daemon that never ran there are none.
   * @throws PanelError `daemon-unknown` when no module has this daemon
   */
  async view(name: string, search: string): Promise<LogView> {
    if (!this.daemons().some((daemon) => daemon.name === name)) throw new PanelError('daemon-unknown');
    const wanted = search.toLowerCase();
    const lines = (await this.#lines(name)).filter((line) => line.toLowerCase().includes(wanted));
    return { lines: lines.slice(-SHOWN), isCut: lines.length > SHOWN };
  }

  async #lines(name: string): Promise<readonly string[]> {
    try {
      return await this.#machine.daemons.lastLines(name, LOOKED_THROUGH);
    } catch (error) {
      if (error instanceof PanelError && error.code === 'daemon-unknown') return [];
      throw error;
    }
  }
}
