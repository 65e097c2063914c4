import type { Act } from '../../../core/act.js';
import { say } from '../../../core/words/sentence.js';
import { signatureOf } from '../../records/audit-trail.js';
import type { ApplyOutcome, DraftSettings, WantedSettings } from '../draft-settings.js';
import { settingDifferences } from '../setting-differences.js';

/** Takes settings into the draft, and writes down each of them that is another one now. */
export function applySettings(
  draft: Pick<DraftSettings, 'view' | 'titleOf' | 'refusal' | 'stepUp' | 'question' | 'apply'>,
): Act<WantedSettings, ApplyOutcome> {
  return {
    name: 'settings.apply',
    title: ({ module }) => say`Settings of ${{ module: draft.titleOf(module) }} changed in the draft`,
    check: (wanted) => draft.refusal(wanted),
    stepUp: (wanted) => draft.stepUp(wanted),
    question: (wanted) => draft.question(wanted),
    async do(wanted, { actor, answer, record }) {
      const { module, settings: before } = await draft.view(wanted.module);
      const outcome = await draft.apply({ ...wanted, who: signatureOf(actor), answer });
      if (outcome.kind !== 'applied') return outcome;
      const { settings: after } = await draft.view(wanted.module);
      const deeds = settingDifferences(module.settings.fields, after, before);
      await record(
        ...deeds.map(({ label, yours, theirs }) => ({
          what: say`${{ module: module.title }}: ${{ setting: label }} changed in the draft`,
          before: theirs,
          after: yours,
        })),
      );
      return outcome;
    },
  };
}
