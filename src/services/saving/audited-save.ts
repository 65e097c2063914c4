import type { PendingChange } from '../../core/draft.js';
import type { Decisions } from '../../core/hand-edits.js';
import type { Job } from '../../core/progress.js';
import type { Actor, Deed } from '../../core/act.js';
import { signatureOf, type AuditTrail } from '../records/audit-trail.js';
import type { DraftSettings } from './draft-settings.js';
import type { SaveChanges } from './save-changes.js';

/** What is needed to save or to discard. */
export interface AuditedSaveParts {
  readonly draft: Pick<DraftSettings, 'pending' | 'discard'>;
  readonly save: Pick<SaveChanges, 'start'>;
  readonly audit: AuditTrail;
}

/** Writes down what a save is asked to put into force, and begins it. See {@link SaveChanges.start}. */
export async function startAudited(
  { draft, save, audit }: AuditedSaveParts,
  actor: Actor,
  decisions: Decisions,
): Promise<Job> {
  await audit.prepare();
  await audit.record(actor, ...savedDeeds(draft.pending(), decisions));
  return save.start(signatureOf(actor), decisions);
}

/** Throws the draft away and writes that down. */
export async function discardAudited(
  { draft, audit }: Pick<AuditedSaveParts, 'draft' | 'audit'>,
  actor: Actor,
): Promise<void> {
  await audit.prepare();
  await draft.discard();
  await audit.record(actor, { what: 'Changes discarded' });
}

function savedDeeds(pending: readonly PendingChange[], decisions: Decisions): readonly Deed[] {
  const changes = pending.map(({ moduleTitle, label, before, after }) => ({
    what: `Save Changes: ${moduleTitle}, ${label}`,
    before,
    after,
    outcome: 'begun',
  }));
  const files = Object.entries(decisions).map(([path, decision]) => ({
    what: `Save Changes: ${path}, which was changed by hand`,
    after: decision,
    outcome: 'begun',
  }));
  return [...changes, ...files];
}
