import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Commands, ProcessState } from '../../core/ports.js';
import { PanelError } from '../../errors.js';
import { nullWhenMissing, readRegularFile } from '../atomic-file.js';
import { type Death, parseDeaths } from '../deaths.js';
import { commandLineOf, hasReader, holdersOf, isSessionLeader, programOf, sendSignal } from '../processes.js';
import { STOPS_BEFORE } from './service-directory.js';
import { holdsWithin } from '../wait.js';

/** What s6 takes at most, on a busy machine, for what is not the daemon's doing, in milliseconds. */
const grace = 20_000;
/** What the children of a daemon get to follow it, in milliseconds. */
const childrensTime = 1000;
/** How long a death counts as recent, in milliseconds. */
const recently = 60_000;

/**
 * What runs before the daemon itself, one after the other: s6-supervise's child for an instant, the run script, and the
 * programs that it becomes.
 */
const scriptPrograms: readonly string[] = ['s6-supervise', 'run', 'flock', 'env', 'setpriv'];

/** A daemon as it is now; s6 itself calls it "up" as soon as the run script begins. */
interface Look {
  /** `starting`: the run script is at work, which waits before it starts again what crashed lately. */
  readonly stage: 'down' | 'starting' | 'running';
  /** 0 unless it is running. */
  readonly pid: number;
  /** Running, but not as the child of its s6-supervise: that one was killed, and the next one waits for its end. */
  readonly orphan: boolean;
  readonly wanted: boolean;
  readonly seconds: number;
}

/** One daemon and its s6-supervise. */
export interface Service {
  /** Whether its s6-supervise runs, and its logger's. */
  supervised(): Promise<boolean>;
  start(): Promise<void>;
  stop(): Promise<void>;
  hangUp(): Promise<void>;
  state(): Promise<ProcessState>;
  /** The daemons that are told to stop only when this one is gone. */
  stopsBefore(): Promise<readonly string[]>;
}

/** @param folder the service directory, whose files are those of service-directory.ts */
export function serviceAt(folder: string, name: string, commands: Commands): Service {
  /** The daemon, its children, and the process that waits to become it. */
  async function processes(): Promise<readonly number[]> {
    return holdersOf(join(folder, 'lock'));
  }

  /** The daemon itself, which s6-supervise makes the leader of a session, as it does the processes that wait to become it. */
  async function daemonProcess(): Promise<number | null> {
    for (const pid of await processes()) {
      const program = await programOf(pid);
      if (program !== null && !scriptPrograms.includes(program) && (await isSessionLeader(pid))) return pid;
    }
    return null;
  }

  async function waitingProcesses(): Promise<readonly number[]> {
    const found = await processes();
    const programs = await Promise.all(found.map(programOf));
    return found.filter((_, index) => programs[index] === 'flock');
  }

  async function look(): Promise<Look> {
    const view = (await isSupervised())
      ? await superviseView()
      : { pid: 0, wanted: !(await exists('down')), seconds: 0 };
    const program = view.pid === 0 ? null : await programOf(view.pid);
    if (program === null || program === 'flock') {
      const pid = await daemonProcess();
      // The child itself, when it became the daemon while we looked.
      if (pid !== null) return { ...view, stage: 'running', pid, orphan: pid !== view.pid };
    }
    const starting = program !== null && scriptPrograms.includes(program);
    if (program === null || starting) {
      return { ...view, stage: starting ? 'starting' : 'down', pid: 0, orphan: false };
    }
    return { ...view, stage: 'running', orphan: false };
  }

  async function superviseView(): Promise<Pick<Look, 'pid' | 'wanted' | 'seconds'>> {
    const { stdout } = await commands.run(['s6-svstat', '-o', 'pid,wantedup,updownfor', folder]);
    const [pid, wanted, seconds] = stdout.trim().split(' ');
    return { pid: Math.max(0, Number(pid)), wanted: wanted === 'true', seconds: Number(seconds) };
  }

  /** An s6-supervise that just began has no status yet. */
  async function isSupervised(): Promise<boolean> {
    return (await hasReader(join(folder, 'supervise/control'))) && exists('supervise/status');
  }

  async function exists(file: string): Promise<boolean> {
    return (await stat(join(folder, file)).catch(nullWhenMissing)) !== null;
  }

  async function hasDied(): Promise<boolean> {
    const tally = await stat(join(folder, 'supervise/death_tally')).catch(nullWhenMissing);
    return tally !== null && tally.size > 0;
  }

  async function deaths(): Promise<readonly Death[]> {
    if (!(await hasDied())) return [];
    const { stdout: input } = await commands.run(['s6-svdt', folder]);
    return parseDeaths((await commands.run(['s6-tai64nlocal', '-g'], { input })).stdout);
  }

  /** What somebody starts or stops begins afresh: no pause for what crashed before. */
  async function forgetDeaths(): Promise<void> {
    if (await hasDied()) await commands.run(['s6-svdt-clear', folder]);
  }

  async function stopMilliseconds(): Promise<number> {
    return Number(await readRegularFile(join(folder, 'timeout-kill'), 100));
  }

  async function tell(milliseconds: number, ...flags: readonly string[]): Promise<void> {
    const limit = milliseconds + grace;
    await commands.run(['s6-svc', '-T', String(limit), ...flags, folder], { seconds: limit / 1000 + 1 });
  }

  /** The process that waits to become the daemon is killed first: it would become it as soon as the daemon ends. */
  async function dismissWaiting(): Promise<void> {
    await holdsWithin(grace, async () => {
      const waiting = await waitingProcesses();
      for (const pid of waiting) sendSignal(pid, 'SIGTERM');
      return waiting.length === 0;
    });
  }

  async function stop(): Promise<void> {
    const patience = await stopMilliseconds();
    await tell(patience, '-wD', '-D');
    await forgetDeaths();
    const isGone = async (): Promise<boolean> => (await processes()).length === 0;
    if (await holdsWithin(childrensTime, isGone)) return;
    await dismissWaiting();
    for (const pid of await processes()) sendSignal(pid, 'SIGTERM');
    if (await holdsWithin(patience, isGone)) return;
    for (const pid of await processes()) sendSignal(pid, 'SIGKILL');
    if (await holdsWithin(grace, isGone)) return;
    throw new PanelError('command-failed', {
      command: `Stopping ${name}`,
      reason: 'its process does not end.',
    });
  }

  return {
    supervised: async () => (await isSupervised()) && hasReader(join(folder, 'log/supervise/control')),

    async start() {
      const { stage } = await look();
      if (stage === 'starting') await stop();
      if (stage === 'down') await forgetDeaths();
      await tell(0, '-wu', '-U');
      await holdsWithin(grace, async () => (await look()).stage !== 'starting' || hasDied());
      if ((await look()).stage === 'running') return;
      const how = (await deaths()).at(-1)?.how ?? 'it never began';
      throw new PanelError('command-failed', {
        command: `Starting ${name}`,
        reason: `its process is gone (${how}).`,
      });
    },

    stop,

    async hangUp() {
      const { stage, pid, orphan } = await look();
      if (orphan) sendSignal(pid, 'SIGHUP');
      else if (stage === 'running') await tell(0, '-h');
    },

    async state() {
      const died = await deaths();
      const { stage, pid, wanted, seconds } = await look();
      return {
        up: stage === 'running',
        pid,
        wanted,
        seconds,
        recentCrashes: died.filter(({ at }) => Date.now() - at < recently).length,
        lastEnd: died.at(-1)?.how ?? null,
        argv: await commandLineOf(pid),
      };
    },

    async stopsBefore() {
      const names = await readRegularFile(join(folder, STOPS_BEFORE), 1000);
      return names?.split(/\s/).filter(Boolean) ?? [];
    },
  };
}
