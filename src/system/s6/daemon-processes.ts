import { join } from 'node:path';
import { holdersOf, isSessionLeader, programOf, sendSignal } from '../processes.js';
import { holdsWithin } from '../wait.js';
import { GRACE } from './supervise.js';

/** What the children of a daemon get to follow it, in milliseconds. */
const childrensTime = 1000;

/** Waits for the daemon's lock, and becomes the daemon once it has it. */
const WAITING = 'flock';

/**
 * What runs before the daemon itself, one after the other: s6-supervise's child for an instant, the run script, and the
 * programs that it becomes.
 */
const scriptPrograms: readonly string[] = ['s6-supervise', 'run', WAITING, 'env', 'setpriv'];

/** What the process of a daemon is at: still the run script, that script's wait for the lock, or the daemon itself. */
export type ProgramStage = 'gone' | 'script' | 'waiting' | 'daemon';

/** What a process is at that s6-supervise has begun; 0 is none. */
export async function stageOf(pid: number): Promise<ProgramStage> {
  const program = pid === 0 ? null : await programOf(pid);
  if (program === null) return 'gone';
  if (program === WAITING) return 'waiting';
  return scriptPrograms.includes(program) ? 'script' : 'daemon';
}

/** The daemon, its children, and the process that waits to become it: all that hold its lock open. */
export class DaemonProcesses {
  readonly #lock: string;

  /** @param folder the service directory */
  constructor(folder: string) {
    this.#lock = join(folder, 'lock');
  }

  /** The daemon itself, which s6-supervise makes the leader of a session, as it does the processes that wait to become it. */
  async daemon(): Promise<number | null> {
    for (const pid of await this.#all()) {
      if ((await stageOf(pid)) === 'daemon' && (await isSessionLeader(pid))) return pid;
    }
    return null;
  }

  /**
   * Ends what has not ended by itself: by SIGTERM, then by SIGKILL.
   * @param patience milliseconds from the one to the other
   * @returns whether all are gone
   */
  async end(patience: number): Promise<boolean> {
    if (await this.#areGoneWithin(childrensTime)) return true;
    await this.#dismissWaiting();
    await this.#signal('SIGTERM');
    if (await this.#areGoneWithin(patience)) return true;
    await this.#signal('SIGKILL');
    return this.#areGoneWithin(GRACE);
  }

  #all(): Promise<readonly number[]> {
    return holdersOf(this.#lock);
  }

  #areGoneWithin(milliseconds: number): Promise<boolean> {
    return holdsWithin(milliseconds, async () => (await this.#all()).length === 0);
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    for (const pid of await this.#all()) sendSignal(pid, signal);
  }

  /** The process that waits to become the daemon is killed first: it would become it as soon as the daemon ends. */
  async #dismissWaiting(): Promise<void> {
    await holdsWithin(GRACE, async () => {
      const found = await this.#all();
      const stages = await Promise.all(found.map(stageOf));
      const waiting = found.filter((_, index) => stages[index] === 'waiting');
      for (const pid of waiting) sendSignal(pid, 'SIGTERM');
      return waiting.length === 0;
    });
  }
}
