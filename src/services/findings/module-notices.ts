import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import type { Sentence } from '../../core/words/sentence.js';
import { PAGE_SECONDS, within } from '../../core/within.js';
import { reasonOf } from '../../errors.js';
import { enabledModules } from '../saving/chosen.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';
import { english } from '../../core/words/english.js';

/** What the modules that are on want an administrator to know now. */
export class ModuleNotices {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #keeper: PanelStateKeeper;

  constructor(machine: Machine, registry: Registry, keeper: PanelStateKeeper) {
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
  }

  /** All of them. A module that cannot be asked in time has none, which is logged. Does not throw. */
  async all(): Promise<readonly Sentence[]> {
    const { saved } = this.#keeper.state();
    const asked = enabledModules(this.#registry, saved).map(async ({ module, settings }) => {
      try {
        return await within(PAGE_SECONDS, module.notices(this.#machine, settings));
      } catch (error) {
        this.#machine.log.error(
          `cannot ask ${english(module.title)} what is to be known: ${reasonOf(error)}`,
        );
        return [];
      }
    });
    return (await Promise.all(asked)).flat();
  }
}
