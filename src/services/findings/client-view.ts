import { choiceOf } from '../../core/draft.js';
import { neighboursOf } from '../../core/neighbours.js';
import type { Machine } from '../../core/ports.js';
import type { Registry } from '../../core/registry.js';
import { findingsOf, type Finding } from './findings.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';

/** All findings of one look. */
export interface ClientView {
  /** ISO 8601. */
  readonly when: string;
  readonly findings: readonly Finding[];
}

/** Looks at a module's service as a client would, and keeps the last look for the pages. */
export class ClientViews {
  readonly #machine: Machine;
  readonly #registry: Registry;
  readonly #keeper: PanelStateKeeper;
  readonly #last = new Map<string, ClientView>();

  constructor(machine: Machine, registry: Registry, keeper: PanelStateKeeper) {
    this.#machine = machine;
    this.#registry = registry;
    this.#keeper = keeper;
  }

  /** The last look, or null when nobody looked yet or the module is off. */
  last(id: string): ClientView | null {
    return choiceOf(this.#keeper.state().saved, id).enabled ? (this.#last.get(id) ?? null) : null;
  }

  /** Looks at every module that is on. */
  async lookAtAll(): Promise<void> {
    await Promise.all(this.#registry.modules.map(({ id }) => this.look(id)));
  }

  /** Looks now, at everything at once; at most about 3 s. Null when the module is off. */
  async look(id: string): Promise<ClientView | null> {
    const module = this.#registry.get(id);
    const { saved } = this.#keeper.state();
    const { enabled, settings } = choiceOf(saved, id);
    const neighbours = neighboursOf(this.#registry, saved, id);
    if (!enabled) return null;
    const findings = await findingsOf(this.#machine, module, settings, neighbours);
    const view = { when: this.#machine.clock.now().toISOString(), findings };
    this.#last.set(id, view);
    return view;
  }
}
