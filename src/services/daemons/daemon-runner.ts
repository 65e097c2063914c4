import type { Daemon, Standing } from '../../core/module/index.js';
import type { Machine, ProcessState } from '../../core/ports.js';
import type { JobFailure } from '../../core/progress.js';
import type { Settings } from '../../core/settings.js';
import { StopOrder } from '../../core/stop-order.js';
import { passage, say, type Sentence } from '../../core/words/sentence.js';
import { LastingTrouble, PanelError, troubleOf } from '../../errors.js';
import type { RestartTimes } from './restart-times.js';
import { takenPorts } from './taken-ports.js';

/** Seconds that a daemon has from its start until it serves. */
const READY_SECONDS = 15;
/** Seconds after which it need not be waited for, when its log says why it does not serve. */
const HOPE_SECONDS = 5;
/** Milliseconds between two questions to a daemon that is starting. */
const ASK_EVERY = 40;
/** Milliseconds between two looks at a daemon of which a part may have ended. */
const LOOK_EVERY = 1000;
/** How many of a daemon's last log lines are shown with a failure: a start and the questions of every probe. */
const SHOWN_LINES = 30;
/** How many of them are looked through for a known trouble. */
const READ_LINES = 200;

/** A daemon with what its module's choice says of it. */
export interface ChosenDaemon {
  readonly daemon: Daemon;
  readonly settings: Settings;
  readonly wanted: boolean;
}

/** Starts daemons and makes sure that they serve: a process that exists proves nothing. */
export class DaemonRunner {
  readonly #machine: Machine;
  /** Daemon → its process when it first answered, or was remembered, and how often it had died by then. */
  readonly #served = new Map<string, Pick<ProcessState, 'pid' | 'crashes'>>();
  /** Daemon → its last log line before it was last started. */
  readonly #lastLine = new Map<string, string | undefined>();
  /** Daemon → when it was told to stop while it ran, in monotonic milliseconds. */
  readonly #stoppedAt = new Map<string, number>();
  readonly #stops: StopOrder;
  readonly #times: Pick<RestartTimes, 'add'>;

  /**
   * @param daemons every daemon that it may be told of
   * @param times told how long each restart took
   */
  constructor(machine: Machine, daemons: readonly Daemon[], times: Pick<RestartTimes, 'add'>) {
    this.#machine = machine;
    this.#times = times;
    const stopsBefore = new Map(daemons.map((daemon) => [daemon.name, daemon.command(machine).stopsBefore]));
    this.#stops = new StopOrder(
      (name) => this.#stop(name),
      (name) => stopsBefore.get(name) ?? [],
    );
  }

  /** Stops what runs or is to run. A daemon that does not exist any more is no trouble. */
  async stop(names: readonly string[]): Promise<void> {
    await this.#stops.stop(names);
  }

  /** Tells daemons to stop and waits for none; {@link stop} does, and tries again what failed meanwhile. */
  beginToStop(names: readonly string[]): void {
    this.#stops.begin(names);
  }

  async #stop(name: string): Promise<void> {
    const { daemons, clock } = this.#machine;
    const { up, wanted } = await daemons.state(name);
    if (up) this.#stoppedAt.set(name, clock.monotonic());
    if (up || wanted) await daemons.stop(name);
  }

  /**
   * Starts a daemon that is down and returns when it serves. Its first death is healed by the supervisor. Where another
   * program has its port it is not started at all.
   * @throws PanelError `daemon-not-answering`, with what its log says
   */
  async start({ daemon, settings }: ChosenDaemon): Promise<void> {
    const { daemons, clock } = this.#machine;
    this.#lastLine.set(daemon.name, (await this.#lines(daemon.name, 1)).at(-1));
    const taken = (await daemons.state(daemon.name)).up
      ? ''
      : await takenPorts(this.#machine, daemon, settings);
    if (taken !== '') throw new PanelError('daemon-not-answering', { daemon: daemon.title, reason: taken });
    const begun = clock.monotonic();
    try {
      await daemons.start(daemon.name);
    } catch (error) {
      const { lastEnd } = await daemons.state(daemon.name);
      throw await this.#notAnswering(
        daemon,
        lastEnd === null ? troubleOf(error) : passage(say`It stopped right after its start.`, lastEnd),
        error,
      );
    }
    for (;;) {
      try {
        await daemon.answers(this.#machine, settings);
        this.#served.set(daemon.name, await daemons.state(daemon.name));
        this.#tellTime(daemon.name);
        return;
      } catch (error) {
        if (error instanceof LastingTrouble) throw await this.#notAnswering(daemon, troubleOf(error), error);
        const { recentCrashes, lastEnd } = await daemons.state(daemon.name);
        if (recentCrashes >= 2) {
          throw await this.#notAnswering(
            daemon,
            passage(say`It was started several times.`, lastEnd ?? say`It ended.`),
            error,
          );
        }
        const seconds = (clock.monotonic() - begun) / 1000;
        if (seconds > READY_SECONDS || (seconds > HOPE_SECONDS && (await this.explanation(daemon)) !== '')) {
          throw await this.#notAnswering(daemon, troubleOf(error), error);
        }
        await clock.sleep(ASK_EVERY);
      }
    }
  }

  /** Tells how long a daemon was away that serves again; of one that we did not stop that is not known. */
  #tellTime(name: string): void {
    const stoppedAt = this.#stoppedAt.get(name);
    this.#stoppedAt.delete(name);
    if (stoppedAt !== undefined) this.#times.add(name, this.#machine.clock.monotonic() - stoppedAt);
  }

  /**
   * Starts one daemon after the other, whatever becomes of those before it.
   * @returns why not, of those that do not serve
   */
  async startAll(chosen: readonly ChosenDaemon[]): Promise<readonly Sentence[]> {
    const reasons: Sentence[] = [];
    for (const one of chosen) {
      try {
        await this.start(one);
      } catch (error) {
        reasons.push(troubleOf(error));
      }
    }
    return reasons;
  }

  /** Has a daemon read its files again, without a new process. */
  async reload(name: string): Promise<void> {
    const { daemons } = this.#machine;
    this.#served.set(name, await daemons.state(name));
    await daemons.signal(name, 'SIGHUP');
  }

  /**
   * Remembers the processes of those that this panel has not started itself: from now on it is noticed when one ends. Of
   * one that cannot be asked now the first look remembers it.
   */
  async remember(chosen: readonly ChosenDaemon[]): Promise<void> {
    for (const { daemon } of chosen) {
      if (this.#served.has(daemon.name)) continue;
      const state = await this.#machine.daemons.state(daemon.name).catch(() => null);
      if (state !== null) this.#served.set(daemon.name, state);
    }
  }

  /** Looks once whether they serve. Throws when one does not, or ended since it first answered or was remembered. */
  async look(chosen: readonly ChosenDaemon[]): Promise<void> {
    for (const { daemon, settings } of chosen) {
      const state = await this.#machine.daemons.state(daemon.name);
      const { pid, crashes, lastEnd } = state;
      const served = this.#served.get(daemon.name);
      // Another process after no crash: an administrator restarted it in a shell.
      if (served !== undefined && served.pid !== pid && crashes > served.crashes) {
        throw await this.#notAnswering(
          daemon,
          passage(lastEnd ?? say`It ended.`, say`That was shortly after its start.`),
        );
      }
      this.#served.set(daemon.name, state);
      try {
        await daemon.answers(this.#machine, settings);
      } catch (error) {
        throw await this.#notAnswering(daemon, troubleOf(error), error);
      }
    }
  }

  /** Those of the wanted daemons that do not answer, each with its reason. */
  async silent(chosen: readonly ChosenDaemon[]): Promise<readonly Sentence[]> {
    const asked = chosen
      .filter(({ wanted }) => wanted)
      .map(async ({ daemon, settings }) => {
        try {
          await daemon.answers(this.#machine, settings);
          return [];
        } catch (error) {
          return [say`${{ daemon: daemon.title }} does not answer: ${{ reason: troubleOf(error) }}.`];
        }
      });
    return (await Promise.all(asked)).flat();
  }

  /** How a daemon stands; `must-restart` only when two looks at the same process, a second apart, say so. */
  async standing({ daemon, settings }: ChosenDaemon): Promise<Standing> {
    const { daemons, clock } = this.#machine;
    const pid = async (): Promise<number> => (await daemons.state(daemon.name)).pid;
    if (daemon.standing === null) return 'well';
    const first = await daemon.standing(this.#machine, settings);
    if (first !== 'must-restart') return first;
    const before = await pid();
    await clock.sleep(LOOK_EVERY);
    const second = await daemon.standing(this.#machine, settings);
    return second !== 'must-restart' || (before !== 0 && (await pid()) === before) ? second : 'unknown';
  }

  /** What these daemons last wrote to their logs. Those that wrote nothing are left out. */
  async lastWords(names: readonly string[]): Promise<JobFailure['lastWords']> {
    const words = names.map(async (daemon) => ({ daemon, lines: await this.#lines(daemon, SHOWN_LINES) }));
    return (await Promise.all(words)).filter(({ lines }) => lines.length > 0);
  }

  /** What a daemon's log says of its trouble since it was last started; `''` when that is nothing known. */
  async explanation(daemon: Daemon): Promise<Sentence | ''> {
    const lines = await this.#lines(daemon.name, READ_LINES);
    const before = this.#lastLine.get(daemon.name);
    return daemon.explains(before === undefined ? lines : lines.slice(lines.lastIndexOf(before) + 1)) ?? '';
  }

  async #notAnswering(daemon: Daemon, why: Sentence, cause?: unknown): Promise<PanelError> {
    const explanation = await this.explanation(daemon);
    const reason = explanation === '' ? why : say`${{ reason: why }}. ${{ explanation }}`;
    return new PanelError('daemon-not-answering', { daemon: daemon.title, reason }, cause);
  }

  /** Nobody's last words are worth a second failure. */
  async #lines(name: string, count: number): Promise<readonly string[]> {
    return this.#machine.daemons.lastLines(name, count).catch(() => []);
  }
}
