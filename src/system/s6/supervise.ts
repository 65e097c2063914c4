import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Commands } from '../../core/ports.js';
import { nullWhenMissing } from '../atomic-file.js';
import { type Death, parseDeaths } from '../deaths.js';
import { hasReader } from '../processes.js';

/** What s6 takes at most, on a busy machine, for what is not the daemon's doing, in milliseconds. */
export const GRACE = 20_000;

/** What s6-supervise knows of its child, which may be the run script still. */
export interface SuperviseView {
  /** 0 when there is none. */
  readonly pid: number;
  readonly wanted: boolean;
  /** Since it went up or down. */
  readonly seconds: number;
}

/** The s6-supervise of one service directory: whether it runs, what it knows, and the orders to it. */
export class Supervise {
  readonly #folder: string;
  readonly #commands: Commands;

  /** @param folder the service directory */
  constructor(folder: string, commands: Commands) {
    this.#folder = folder;
    this.#commands = commands;
  }

  /** One that just began has no status yet. */
  async isRunning(): Promise<boolean> {
    return (await hasReader(join(this.#folder, 'supervise/control'))) && this.#has('supervise/status');
  }

  /** Whether that of the logger runs. */
  isLoggerRunning(): Promise<boolean> {
    return hasReader(join(this.#folder, 'log/supervise/control'));
  }

  async view(): Promise<SuperviseView> {
    if (!(await this.isRunning())) return { pid: 0, wanted: !(await this.#has('down')), seconds: 0 };
    const { stdout } = await this.#commands.run(['s6-svstat', '-o', 'pid,wantedup,updownfor', this.#folder]);
    const [pid, wanted, seconds] = stdout.trim().split(' ');
    return { pid: Math.max(0, Number(pid)), wanted: wanted === 'true', seconds: Number(seconds) };
  }

  /**
   * Gives it commands of s6-svc(1), and waits for what `flags` say.
   * @param milliseconds what the daemon itself may take
   */
  async tell(milliseconds: number, ...flags: readonly string[]): Promise<void> {
    const limit = milliseconds + GRACE;
    const argv = ['s6-svc', '-T', String(limit), ...flags, this.#folder];
    await this.#commands.run(argv, { seconds: limit / 1000 + 1 });
  }

  async hasDied(): Promise<boolean> {
    const tally = await stat(join(this.#folder, 'supervise/death_tally')).catch(nullWhenMissing);
    return tally !== null && tally.size > 0;
  }

  /** The oldest first. */
  async deaths(): Promise<readonly Death[]> {
    if (!(await this.hasDied())) return [];
    const { stdout: input } = await this.#commands.run(['s6-svdt', this.#folder]);
    return parseDeaths((await this.#commands.run(['s6-tai64nlocal', '-g'], { input })).stdout);
  }

  /** After a start or stop on purpose the count begins again: earlier crashes cause no pause. */
  async forgetDeaths(): Promise<void> {
    if (await this.hasDied()) await this.#commands.run(['s6-svdt-clear', this.#folder]);
  }

  async #has(file: string): Promise<boolean> {
    return (await stat(join(this.#folder, file)).catch(nullWhenMissing)) !== null;
  }
}
