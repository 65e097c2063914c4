import type { PendingChange } from '../../core/pending-changes.js';
import type { Module } from '../../core/module/index.js';
import { allOf, say } from '../../core/words/sentence.js';

/** What of a module is active and not as the panel would make it now, although no setting was changed. */
export interface UnappliedModule {
  readonly module: Pick<Module, 'id' | 'title'>;
  /** Paths of its files. */
  readonly files: readonly string[];
  /** Names of its daemons that read these files, or run with another command. */
  readonly daemons: readonly string[];
}

/**
 * What differs between the active configuration and what the saved settings make now: after an upgrade, a new version may
 * write other files or start daemons otherwise. The next save makes it active.
 */
export class Unapplied {
  #modules: readonly UnappliedModule[] = [];
  #pending: readonly PendingChange[] = [];

  set(modules: readonly UnappliedModule[]): void {
    this.#modules = modules.filter(({ files, daemons }) => files.length + daemons.length > 0);
    this.#pending = this.#modules.map(pendingOf);
  }

  /** Whether the daemon runs as an earlier version set it up. */
  concerns(daemon: string): boolean {
    return this.#modules.some(({ daemons }) => daemons.includes(daemon));
  }

  /** Lines for the list of what the next save applies; the same list until the next {@link set}. */
  pending(): readonly PendingChange[] {
    return this.#pending;
  }
}

function pendingOf({ module, files, daemons }: UnappliedModule): PendingChange {
  return {
    module: module.id,
    moduleTitle: module.title,
    label: say`Configuration`,
    before: say`the active configuration`,
    after: say`what this panel writes now (${{ list: allOf([...files, ...daemons]) }})`,
    when: null,
    who: null,
    discardable: false,
    note: say`No setting was changed. A new version of the panel, or a change of this machine, made the difference.`,
  };
}
