import type { Daemon } from '../../core/module/index.js';
import type { Log } from '../../core/ports.js';
import { english } from '../../core/words/english.js';
import { say } from '../../core/words/sentence.js';
import { troubleOf } from '../../errors.js';
import { thePanel, type AuditTrail } from '../records/audit-trail.js';
import type { SaveChanges } from '../saving/save-changes.js';

/** What is needed to heal. */
export interface DaemonHealingParts {
  readonly save: Pick<SaveChanges, 'standings' | 'restart'>;
  readonly audit: Pick<AuditTrail, 'record'>;
  readonly log: Log;
}

/**
 * Restarts daemons of which a part has ended, when only a restart helps. The supervisor restarts those that ended as a
 * whole. A restart that did not help is not repeated: it may disconnect all users for nothing.
 */
export class DaemonHealing {
  readonly #parts: DaemonHealingParts;
  /** Daemons that were restarted and have not been well since. */
  readonly #tried = new Set<string>();

  constructor(parts: DaemonHealingParts) {
    this.#parts = parts;
  }

  /** One look, to be repeated every few seconds. Does not throw. */
  async look(): Promise<void> {
    const standings = await this.#parts.save.standings().catch(() => []);
    for (const { daemon, standing } of standings) {
      if (standing === 'well') this.#tried.delete(daemon.name);
      if (standing === 'must-restart' && !this.#tried.has(daemon.name)) await this.#restart(daemon);
    }
  }

  async #restart({ name, title }: Daemon): Promise<void> {
    const { save, audit, log } = this.#parts;
    this.#tried.add(name);
    const what = say`${{ daemon: title }} restarted, because a part of it had stopped`;
    log.info(`${name} is restarted: a part of it has ended, and only a restart helps`);
    const trouble = await save.restart(name).then(() => null, troubleOf);
    if (trouble !== null) log.error(`${name} does not serve after a restart: ${english(trouble)}`);
    await audit.record(thePanel, trouble === null ? { what } : { what, outcome: trouble });
  }
}
