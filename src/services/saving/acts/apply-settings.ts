import type { Act } from '../../../core/act.js';
import { signatureOf } from '../../records/audit-trail.js';
import type { ApplyOutcome, DraftSettings, WantedSettings } from '../draft-settings.js';
import { settingDifferences } from '../setting-differences.js';
import { english } from '../../../core/words/english.js';

/** Takes settings into the draft, and writes down each of them that is another one now. */
export function applySettings(
  draft: Pick<DraftSettings, 'view' | 'refusal' | 'stepUp' | 'question' | 'apply'>,
): Act<WantedSettings, ApplyOutcome> {
  return {
    name: 'settings.apply',
    title: ({ module }) => `Settings of ${module} noted for the next save`,
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
          what: `${module.title}: ${english(label)} noted for the next save`,
          before: english(theirs),
          after: english(yours),
        })),
      );
      return outcome;
    },
  };
}
