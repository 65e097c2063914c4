import { choiceOf } from '../../core/draft.js';
import type { BeforeSave } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { enabledModules } from './chosen.js';
import type { PanelStateKeeper } from './panel-state.js';

/** What modules want people to be told before the next save. */
export class BeforeSaves {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #keeper: Pick<PanelStateKeeper, 'state'>;

  constructor(machine: Machine, registry: Registry, keeper: Pick<PanelStateKeeper, 'state'>) {
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
  }

  /** Of the modules that are on, and stay on. Throws when one cannot tell now. */
  async all(): Promise<readonly BeforeSave[]> {
    const { saved, draft } = this.#keeper.state();
    const looks = enabledModules(this.#registry, saved).map(({ module, settings }) => {
      const wanted = choiceOf(draft, module.id);
      return wanted.enabled
        ? module.beforeSave(this.#machine, settings, wanted.settings)
        : Promise.resolve(null);
    });
    return (await Promise.all(looks)).filter((one) => one !== null);
  }
}
