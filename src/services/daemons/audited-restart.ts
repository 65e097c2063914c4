import type { Daemon } from '../../core/module/index.js';
import type { Log } from '../../core/ports.js';
import { PanelError, reasonOf } from '../../errors.js';
import type { Actor } from '../../core/act.js';
import type { AuditTrail } from '../records/audit-trail.js';
import type { SaveChanges } from '../saving/save-changes.js';

/** What is needed to restart a daemon. */
export interface AuditedRestartParts {
  readonly save: Pick<SaveChanges, 'restart'>;
  readonly audit: AuditTrail;
  readonly log: Log;
}

/**
 * Stops and starts a daemon for whoever asks, and writes it down.
 * @returns why it does not serve now, as a sentence; null when it does
 */
export async function restartAudited(
  { save, audit, log }: AuditedRestartParts,
  actor: Actor,
  { name, title }: Daemon,
): Promise<string | null> {
  await audit.prepare();
  try {
    await save.restart(name);
    await audit.record(actor, { what: `${title} started again` });
    return null;
  } catch (error) {
    const { message } =
      error instanceof PanelError
        ? error
        : new PanelError('daemon-not-answering', { daemon: title, reason: reasonOf(error) }, error);
    log.error(message);
    await audit.record(actor, { what: `${title} started again`, outcome: message });
    return message;
  }
}
