import type { Choices } from '../../core/draft.js';
import type { Daemon, Standing } from '../../core/module/index.js';
import { neighboursOf } from '../../core/neighbours.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { distinct } from '../../core/words/distinct.js';
import { allOf, passage, say, type Sentence } from '../../core/words/sentence.js';
import { PanelError, reasonOf, Trouble, troubleOf } from '../../errors.js';
import type { DaemonRunner } from '../daemons/daemon-runner.js';
import { findingsOf } from '../findings/findings.js';
import type { TakenBack } from './application-failure.js';
import { chosenDaemons, enabledModules } from './chosen.js';
import type { Planner } from './planner.js';
import type { Journal, LastGood } from './target.js';

/** How a daemon stands that is wanted. */
export interface DaemonStanding {
  readonly daemon: Daemon;
  readonly standing: Standing;
}

/** What is needed to look after the live state. */
export interface LiveStateParts {
  readonly machine: Machine;
  readonly registry: Registry;
  readonly planner: Planner;
  readonly runner: DaemonRunner;
  readonly journal: Journal;
}

/** What came of restoring the last good state. */
export interface Restored extends TakenBack {
  /** Whether its files are live, even if not all of its daemons came up. */
  readonly isRestored: boolean;
}

/** The active configuration: proves it, restarts a daemon of it, and restores the last good one. */
export class LiveState {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #planner: Planner;
  readonly #runner: DaemonRunner;
  readonly #journal: Journal;

  constructor({ machine, registry, planner, runner, journal }: LiveStateParts) {
    this.#machine = machine;
    this.#registry = registry;
    this.#planner = planner;
    this.#runner = runner;
    this.#journal = journal;
  }

  /**
   * Restores the last good generation, starts the daemons that were touched as it wants them, and looks at the service as
   * a client would. Does not throw.
   */
  async takeBack(touched: readonly string[], lastGood: LastGood): Promise<Restored> {
    try {
      const note = await this.#putBack(touched, lastGood);
      await this.close();
      await this.#heal(lastGood.choices);
      const silent = await this.#runner.silent(chosenDaemons(this.#registry, lastGood.choices));
      const seen = distinct([...silent, ...(await this.failures(lastGood.choices))]);
      const found = seen.length === 0 ? '' : say`These problems remain: ${{ problems: passage(...seen) }}`;
      const restored = say`The last good configuration is active again, and its daemons were started.`;
      return {
        takenBack: passage(restored, note, found),
        serviceDown: silent.length > 0,
        isRestored: true,
      };
    } catch (error) {
      return {
        takenBack: say`The last good configuration could not be restored: ${{ reason: troubleOf(error) }}.`,
        serviceDown: true,
        isRestored: await this.#isLive(lastGood.generation).catch(() => false),
      };
    }
  }

  /** Stops and starts one daemon, and those that do not survive its restart, and waits until each serves. */
  async restart(name: string, choices: Choices): Promise<void> {
    const chosen = chosenDaemons(this.#registry, choices).filter(({ wanted }) => wanted);
    const affected = chosen.filter(
      ({ daemon }) => daemon.name === name || daemon.restartsWith.includes(name),
    );
    if (!affected.some(({ daemon }) => daemon.name === name)) throw new PanelError('daemon-unknown');
    await this.#runner.stop(affected.map(({ daemon }) => daemon.name));
    for (const one of affected) await this.#runner.start(one);
  }

  /** How each daemon stands that these choices want. */
  standings(choices: Choices): Promise<readonly DaemonStanding[]> {
    return Promise.all(
      chosenDaemons(this.#registry, choices)
        .filter(({ wanted }) => wanted)
        .map(async (chosen) => ({
          daemon: chosen.daemon,
          standing: await this.#runner.standing(chosen),
        })),
    );
  }

  /** What the probes of every enabled module find that is not as promised. */
  async failures(choices: Choices): Promise<readonly Sentence[]> {
    const looks = enabledModules(this.#registry, choices).map(({ module, settings }) =>
      findingsOf(this.#machine, module, settings, neighboursOf(this.#registry, choices, module.id)),
    );
    return (await Promise.all(looks))
      .flat()
      .filter(({ asPromised }) => !asPromised)
      .map(({ title, sentence }) => say`${{ title }}: ${{ sentence }}.`);
  }

  /** Restarts each daemon that only a restart helps, whether or not the save touched it. */
  async #heal(choices: Choices): Promise<void> {
    for (const { daemon, standing } of await this.standings(choices)) {
      if (standing === 'must-restart') await this.restart(daemon.name, choices);
    }
  }

  /**
   * The last good files are those that the panel wrote and proved. What somebody changed in them since gets one chance.
   * @returns what the administrator is told beside "active again", or ''
   */
  async #putBack(touched: readonly string[], { choices, generation }: LastGood): Promise<Sentence | ''> {
    const { configuration } = this.#machine;
    await this.#runner.stop(touched);
    await this.makeLive(generation);
    await this.#planner.declare(choices);
    const wanted = chosenDaemons(this.#registry, choices).filter(
      ({ daemon, wanted }) => wanted && touched.includes(daemon.name),
    );
    const live = await configuration.live().catch(() => []);
    const edited = live.filter(({ hasDrifted }) => hasDrifted);
    if (edited.length > 0) {
      try {
        for (const one of wanted) await this.#runner.start(one);
        return '';
      } catch {
        await this.#runner.stop(touched);
      }
    }
    const paths = edited.map(({ path }) => path);
    const copies = paths.length === 0 ? null : await configuration.setAside(paths);
    if (copies !== null) await configuration.restore(generation);
    const reasons = await this.#runner.startAll(wanted);
    if (reasons.length > 0) throw new Trouble(passage(...reasons));
    if (copies === null) return '';
    return say`The daemons did not start with the files that were changed by hand (${{ files: allOf(paths) }}). These files are again as the panel wrote them. Copies of the changed files are in ${{ folder: copies }}.`;
  }

  /** Makes a generation live, unless it is. What counts is where the symlink leads, also when a step after it failed. */
  async makeLive(generation: number): Promise<void> {
    if (await this.#isLive(generation)) return;
    try {
      await this.#machine.configuration.activate(generation);
    } catch (error) {
      if (!(await this.#isLive(generation))) throw error;
    }
  }

  async #isLive(generation: number): Promise<boolean> {
    return (await this.#machine.configuration.liveNumber()) === generation;
  }

  /** What is good stays good when the journal cannot be closed: the next start of the panel closes it. */
  async close(): Promise<void> {
    try {
      await this.#journal.settle();
      await this.#machine.configuration.prune([this.#journal.needed()]);
    } catch (error) {
      this.#machine.log.error(`what is left of a save could not be cleared away: ${reasonOf(error)}`);
    }
  }
}
