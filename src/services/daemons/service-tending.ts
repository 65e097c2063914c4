import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { reasonOf } from '../../errors.js';
import { enabledModules } from '../saving/chosen.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';

/** Does every few seconds what running services need done for them. */
export class ServiceTending {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #keeper: PanelStateKeeper;
  #trouble = '';

  constructor(machine: Machine, registry: Registry, keeper: PanelStateKeeper) {
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
  }

  /** One round. Trouble is logged once, not at every round. */
  async look(): Promise<void> {
    try {
      const { saved } = this.#keeper.state();
      for (const { module, settings } of enabledModules(this.#registry, saved))
        await module.tend(this.#machine, settings);
      this.#trouble = '';
    } catch (error) {
      const trouble = reasonOf(error);
      if (trouble !== this.#trouble) this.#machine.log.info(`cannot look after the services: ${trouble}`);
      this.#trouble = trouble;
    }
  }
}
