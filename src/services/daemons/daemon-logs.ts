import { createHash } from 'node:crypto';
import { passes, readableLine, type LogFilter } from '../../core/log-line.js';
import type { Daemon } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { PanelError } from '../../errors.js';

/** How many lines of a log are looked through, the latest ones. */
const LOOKED_THROUGH = 2000;
/** How many of the latest lines are asked for when only new ones are wanted, a second after the last look. */
const NEW_LINES = 500;
/** How many lines are shown. */
const SHOWN = 300;

/** Some lines of a daemon's log. */
export interface LogView {
  /** Oldest first, secrets redacted, with times to the second. */
  readonly lines: readonly string[];
  /** True when there are more lines that pass. */
  readonly isCut: boolean;
  /** Names the log's last line, whether it passes or not, for {@link DaemonLogs.since}; `''` when there is none. */
  readonly last: string;
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
   * The latest lines that pass; of a daemon that never ran there are none.
   * @throws PanelError `daemon-unknown` when no module has this daemon
   */
  async view(name: string, filter: LogFilter): Promise<LogView> {
    return viewOf(await this.#lines(name, LOOKED_THROUGH), filter, '');
  }

  /**
   * The lines that came after the line named `last` and pass. Lines are told apart by their times. When that line is not
   * among the latest any more, so much was said meanwhile that the latest are what there is to show.
   * @throws PanelError `daemon-unknown` when no module has this daemon
   */
  async since(name: string, filter: LogFilter, last: string): Promise<LogView> {
    const lines = await this.#lines(name, NEW_LINES);
    const index = lines.findLastIndex((line) => nameOf(line) === last);
    return viewOf(lines.slice(index + 1), filter, last);
  }

  async #lines(name: string, count: number): Promise<readonly string[]> {
    if (!this.daemons().some((daemon) => daemon.name === name)) throw new PanelError('daemon-unknown');
    try {
      return await this.#machine.daemons.lastLines(name, count);
    } catch (error) {
      if (error instanceof PanelError && error.code === 'daemon-unknown') return [];
      throw error;
    }
  }
}

function viewOf(said: readonly string[], filter: LogFilter, before: string): LogView {
  const lines = said.filter((line) => passes(line, filter));
  return {
    lines: lines.slice(-SHOWN).map(readableLine),
    isCut: lines.length > SHOWN,
    last: nameOf(said.at(-1)) ?? before,
  };
}

function nameOf(line: string | undefined): string | undefined {
  return line === undefined ? undefined : createHash('sha256').update(line).digest('base64url');
}
