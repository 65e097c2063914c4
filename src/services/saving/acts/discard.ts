import type { Act } from '../../../core/act.js';
import type { DraftSettings } from '../draft-settings.js';
import type { SaveChanges } from '../save-changes.js';
import { mustNotRun } from './save.js';

/** Throws the draft away. What lives outside it stays. */
export function discard(parts: {
  readonly draft: Pick<DraftSettings, 'discard'>;
  readonly save: Pick<SaveChanges, 'current'>;
}): Act<Readonly<Record<string, never>>, { readonly kind: 'discarded' }> {
  return {
    name: 'changes.discard',
    title: () => 'Changes discarded',
    check() {
      mustNotRun(parts.save);
      return null;
    },
    async do(_wanted, { record }) {
      await parts.draft.discard();
      await record({ what: 'Changes discarded' });
      return { kind: 'discarded' };
    },
  };
}
