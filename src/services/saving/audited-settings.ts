import type { Settings } from '../../core/settings.js';
import type { Actor } from '../../core/act.js';
import { signatureOf, type AuditTrail } from '../records/audit-trail.js';
import type { ApplyOutcome, ApplyRequest, DraftSettings } from './draft-settings.js';
import { settingDifferences } from './setting-differences.js';

/** Puts settings into the draft, for whoever asks, and writes down each of them. */
export async function applyAudited(
  { draft, audit }: { readonly draft: Pick<DraftSettings, 'view' | 'apply'>; readonly audit: AuditTrail },
  actor: Actor,
  request: Omit<ApplyRequest, 'who'>,
): Promise<ApplyOutcome> {
  const { module, settings: before } = await draft.view(request.module);
  await audit.prepare();
  const outcome = await draft.apply({ ...request, who: signatureOf(actor) });
  if (outcome.kind === 'applied') {
    const after: Settings = (await draft.view(request.module)).settings;
    const deeds = settingDifferences(module.settings.fields, after, before);
    await audit.record(
      actor,
      ...deeds.map(({ label, yours, theirs }) => ({
        what: `${module.title}: ${label} noted for the next save`,
        before: theirs,
        after: yours,
      })),
    );
  }
  return outcome;
}
