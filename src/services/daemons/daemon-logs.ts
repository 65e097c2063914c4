import { passes, readableLine, type LogFilter } from '../../core/log-line.js';
import type { Daemon } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { PanelError } from '../../errors.js';
import {
  linesAfter,
  merged,
  placesAfter,
  type AllLogsFilter,
  type DaemonLines,
  type LogPlaces,
} from './all-logs.js';
import type { LogEntry } from './log-entry.js';

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
}

/** Lines of several daemons, the newest first. */
export interface LogsTogether {
  readonly entries: readonly LogEntry[];
  /** Up to where each log was read, for {@link DaemonLogs.togetherSince}. */
  readonly places: LogPlaces;
}

/** What the daemons said. */
export class DaemonLogs {
  readonly #machine: Pick<Machine, 'daemons' | 'network'>;
  readonly #registry: Registry;

  constructor(machine: Pick<Machine, 'daemons' | 'network'>, registry: Registry) {
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
    return viewOf(await this.#lines(name, LOOKED_THROUGH), filter);
  }

  /**
   * The latest lines of all daemons that pass, the newest first.
   * @param enough so many at most
   * @throws PanelError `daemon-unknown` when no module has the daemon that is asked for
   */
  async together(filter: AllLogsFilter, enough: number): Promise<LogsTogether> {
    const logs = await this.#logs(filter.daemon, LOOKED_THROUGH);
    return { entries: merged(logs, filter, this.#machine.network, enough), places: placesAfter(logs) };
  }

  /** Those that came after these places; of a log that said very much meanwhile the latest. Throws as {@link together}. */
  async togetherSince(filter: AllLogsFilter, places: LogPlaces): Promise<LogsTogether> {
    const logs = await this.#logs(filter.daemon, NEW_LINES);
    const fresh = linesAfter(logs, places);
    return {
      entries: merged(fresh, filter, this.#machine.network, SHOWN),
      places: placesAfter(logs, places),
    };
  }

  #logs(name: string, count: number): Promise<readonly DaemonLines[]> {
    const wanted = this.daemons().filter((daemon) => name === '' || daemon.name === name);
    if (wanted.length === 0 && name !== '') throw new PanelError('daemon-unknown');
    return Promise.all(
      wanted.map(async (daemon) => {
        const lines = await this.#lines(daemon.name, count);
        return { daemon, lines, genuine: new Set(daemon.genuine(lines)) };
      }),
    );
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

function viewOf(said: readonly string[], filter: LogFilter): LogView {
  const lines = said.filter((line) => passes(line, filter));
  return { lines: lines.slice(-SHOWN).map(readableLine), isCut: lines.length > SHOWN };
}
