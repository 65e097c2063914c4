import type { Machine } from '../../core/ports.js';
import { reasonOf } from '../../errors.js';
import type { PanelStateKeeper } from './panel-state.js';
import type { Planner } from './planner.js';
import { targetOf } from './target.js';
import type { Unapplied } from './unapplied.js';

/** What is needed to compare. */
export interface ActiveCheckParts {
  readonly machine: Pick<Machine, 'network' | 'log'>;
  readonly keeper: PanelStateKeeper;
  readonly planner: Planner;
  readonly unapplied: Unapplied;
}

/**
 * Whether the active configuration is what the saved settings come to now. It may not be so after an upgrade of the panel, or
 * when this machine has other addresses, which some files name.
 */
export class ActiveCheck {
  readonly #parts: ActiveCheckParts;
  /** This machine's addresses when it was last compared; null when it is to be. */
  #comparedAt: string | null = null;

  constructor(parts: ActiveCheckParts) {
    this.#parts = parts;
  }

  /**
   * Finds it out: once after the panel's start, after each save, and when the addresses are others. Does not throw; where
   * nobody can tell yet, the next call tries again.
   */
  async compare(): Promise<void> {
    const { machine, keeper, planner, unapplied } = this.#parts;
    try {
      const { network } = machine;
      const addresses = [...network.ownAddresses(), ...(await network.outwardAddresses())].join(' ');
      if (this.#comparedAt === addresses) return;
      unapplied.set(await planner.unapplied(targetOf(keeper.state(), keeper.state().saved)));
      this.#comparedAt = addresses;
    } catch (error) {
      machine.log.error(`cannot tell whether what is in force is up to date: ${reasonOf(error)}`);
    }
  }

  /** A save has just made everything active. */
  settle(): void {
    this.#comparedAt = null;
    this.#parts.unapplied.set([]);
  }
}
