import type { Act } from '../../../core/act.js';
import { say } from '../../../core/words/sentence.js';
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
    title: () => say`Changes discarded`,
    check() {
      mustNotRun(parts.save);
      return null;
    },
    async do(_wanted, { record }) {
      await parts.draft.discard();
      await record({ what: say`Changes discarded` });
      return { kind: 'discarded' };
    },
  };
}
