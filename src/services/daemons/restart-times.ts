import { z } from 'zod';
import type { Document, Log } from '../../core/ports.js';
import { reasonOf } from '../../errors.js';

/** So many of the latest restarts of a daemon are remembered. */
const REMEMBERED = 5;

const schema = z.record(z.string(), z.array(z.int().min(0)).max(REMEMBERED));

/** How long each daemon was away at its latest restarts on this machine: from when it was told to stop until it served. */
export class RestartTimes {
  readonly #document: Document;
  readonly #log: Pick<Log, 'error'>;
  readonly #times: Map<string, readonly number[]>;
  #isNew = false;

  private constructor(document: Document, log: Pick<Log, 'error'>, times: Map<string, readonly number[]>) {
    this.#document = document;
    this.#log = log;
    this.#times = times;
  }

  /** Reads what was measured. What cannot be read is begun anew, and the log says why. */
  static async open(document: Document, log: Pick<Log, 'error'>): Promise<RestartTimes> {
    try {
      const stored = await document.read();
      return new RestartTimes(document, log, new Map(Object.entries(schema.parse(stored ?? {}))));
    } catch (error) {
      log.error(`how long restarts took cannot be read, so it begins anew: ${reasonOf(error)}`);
      return new RestartTimes(document, log, new Map());
    }
  }

  /** The longest of the latest restarts, in milliseconds; null where none was measured. */
  longest(daemon: string): number | null {
    const times = this.#times.get(daemon);
    return times === undefined || times.length === 0 ? null : Math.max(...times);
  }

  /** Takes one more. @param milliseconds from when it was told to stop until it served */
  add(daemon: string, milliseconds: number): void {
    const times = [Math.round(milliseconds), ...(this.#times.get(daemon) ?? [])].slice(0, REMEMBERED);
    this.#times.set(daemon, times);
    this.#isNew = true;
  }

  /** Writes what is new; to be repeated. Does not throw. */
  async keep(): Promise<void> {
    if (!this.#isNew) return;
    this.#isNew = false;
    try {
      await this.#document.write(Object.fromEntries(this.#times));
    } catch (error) {
      this.#log.error(`cannot keep how long restarts took: ${reasonOf(error)}`);
    }
  }
}
