import { choiceOf } from '../../core/draft.js';
import type { Daemon, Module } from '../../core/module/index.js';
import { isBroughtAnew } from '../../core/outdated.js';
import type { Machine, ProcessState } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { PAGE_SECONDS, within } from '../../core/within.js';
import { troubleOf } from '../../errors.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';
import type { Unapplied } from '../saving/unapplied.js';
import type { DaemonRow, DaemonVerdict } from './daemon-row.js';
import { added, crashing, down, outdated, serving, silent, unsupervised, unwanted } from './verdicts.js';

/** A daemon with so many crashes within a minute is not called running, whatever it answers in between. */
const LOOP = 2;

/** What is needed to ask the daemons. */
export interface DaemonHealthParts {
  readonly machine: Machine;
  readonly registry: Registry;
  readonly keeper: PanelStateKeeper;
  readonly unapplied: Pick<Unapplied, 'concerns'>;
}

/** Asks every daemon what it does. */
export class DaemonHealth {
  readonly #parts: DaemonHealthParts;

  constructor(parts: DaemonHealthParts) {
    this.#parts = parts;
  }

  /** Asks all daemons at once; takes as long as the slowest, at most about 2 s. */
  rows(): Promise<readonly DaemonRow[]> {
    return Promise.all(
      this.#parts.registry.modules.flatMap((module) =>
        module.daemons.map(async (daemon) => ({
          name: daemon.name,
          title: daemon.title,
          module: module.title,
          moduleId: module.id,
          ...(await this.#verdict(module, daemon)),
        })),
      ),
    );
  }

  async #verdict(module: Module, daemon: Daemon): Promise<DaemonVerdict> {
    const { machine, keeper, unapplied } = this.#parts;
    const { enabled, settings } = choiceOf(keeper.state().saved, module.id);
    const wanted = enabled && daemon.wanted(settings);
    let process: ProcessState;
    try {
      process = await machine.daemons.state(daemon.name);
    } catch (error) {
      return unsupervised(troubleOf(error), wanted);
    }
    if (!wanted) return unwanted(process, enabled);
    if (process.recentCrashes >= LOOP) return crashing(process);
    if (!process.up) return (await this.#isNew(module, daemon)) ? added(process) : down(process);
    try {
      await within(PAGE_SECONDS, daemon.answers(machine, settings));
    } catch (error) {
      return unapplied.concerns(daemon.name) ? outdated(process) : silent(process, troubleOf(error));
    }
    // A daemon that answers is well, whether or not it is known which files it runs.
    return serving(process, await machine.daemons.replaced(daemon.name).catch(() => []));
  }

  /** Whether a new version of the panel brought it, and no save has set it up yet. */
  async #isNew({ files }: Module, daemon: Daemon): Promise<boolean> {
    const live = await this.#parts.machine.configuration.live().catch(() => []);
    return isBroughtAnew(daemon.name, files, live);
  }
}
