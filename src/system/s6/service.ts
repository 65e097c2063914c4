import { join } from 'node:path';
import type { Commands, ProcessState } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import { readRegularFile } from '../atomic-file.js';
import { goneBecause } from '../deaths.js';
import { commandLineOf, sendSignal } from '../processes.js';
import { holdsWithin } from '../wait.js';
import { DaemonProcesses, stageOf } from './daemon-processes.js';
import { STOPS_BEFORE } from './service-directory.js';
import { GRACE, Supervise, type SuperviseView } from './supervise.js';

/** How long a death counts as recent, in milliseconds. */
const recently = 60_000;

/** A daemon as it is now; s6 itself calls it "up" as soon as the run script begins. */
interface Look extends SuperviseView {
  /** `starting`: the run script is at work, which waits before it starts again what crashed lately. */
  readonly stage: 'down' | 'starting' | 'running';
  /** 0 unless it is running. */
  readonly pid: number;
  /** Running, but not as the child of its s6-supervise: that s6-supervise was killed, and its successor waits for the daemon to end. */
  readonly orphan: boolean;
}

/** One daemon and its s6-supervise. */
export class Service {
  readonly #folder: string;
  readonly #name: string;
  readonly #supervise: Supervise;
  readonly #processes: DaemonProcesses;

  /** @param folder the service directory, whose files are those of service-directory.ts */
  constructor(folder: string, name: string, commands: Commands) {
    this.#folder = folder;
    this.#name = name;
    this.#supervise = new Supervise(folder, commands);
    this.#processes = new DaemonProcesses(folder);
  }

  /** Whether its s6-supervise runs, and its logger's. */
  async isSupervised(): Promise<boolean> {
    return (await this.#supervise.isRunning()) && this.#supervise.isLoggerRunning();
  }

  async start(): Promise<void> {
    const { stage } = await this.#look();
    if (stage === 'starting') await this.stop();
    if (stage === 'down') await this.#supervise.forgetDeaths();
    await this.#supervise.tell(0, '-wu', '-U');
    await holdsWithin(
      GRACE,
      async () => (await this.#look()).stage !== 'starting' || this.#supervise.hasDied(),
    );
    if ((await this.#look()).stage === 'running') return;
    const how = (await this.#supervise.deaths()).at(-1)?.how ?? null;
    throw new PanelError('command-failed', {
      command: say`Starting ${{ daemon: this.#name }}`,
      reason: goneBecause(how),
    });
  }

  async stop(): Promise<void> {
    const patience = Number(await readRegularFile(join(this.#folder, 'timeout-kill'), 100));
    await this.#supervise.tell(patience, '-wD', '-D');
    await this.#supervise.forgetDeaths();
    if (await this.#processes.end(patience)) return;
    throw new PanelError('command-failed', {
      command: say`Stopping ${{ daemon: this.#name }}`,
      reason: say`Its process does not stop.`,
    });
  }

  async hangUp(): Promise<void> {
    const { stage, pid, orphan } = await this.#look();
    if (orphan) sendSignal(pid, 'SIGHUP');
    else if (stage === 'running') await this.#supervise.tell(0, '-h');
  }

  async state(): Promise<ProcessState> {
    const died = await this.#supervise.deaths();
    const { stage, pid, wanted, seconds } = await this.#look();
    return {
      up: stage === 'running',
      pid,
      wanted,
      seconds,
      recentCrashes: died.filter(({ at }) => Date.now() - at < recently).length,
      crashes: died.length,
      lastEnd: died.at(-1)?.how ?? null,
      argv: await commandLineOf(pid),
    };
  }

  /** The daemons that are told to stop only when this one is gone. */
  async stopsBefore(): Promise<readonly string[]> {
    const names = await readRegularFile(join(this.#folder, STOPS_BEFORE), 1000);
    return names?.split(/\s/).filter(Boolean) ?? [];
  }

  async #look(): Promise<Look> {
    const view = await this.#supervise.view();
    const stage = await stageOf(view.pid);
    if (stage === 'daemon') return { ...view, stage: 'running', orphan: false };
    if (stage !== 'script') {
      const pid = await this.#processes.daemon();
      // The child itself, when it became the daemon while we looked.
      if (pid !== null) return { ...view, stage: 'running', pid, orphan: pid !== view.pid };
    }
    return { ...view, stage: stage === 'gone' ? 'down' : 'starting', pid: 0, orphan: false };
  }
}
