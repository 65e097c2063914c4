import type { Act } from '../../../core/act.js';
import type { Machine } from '../../../core/ports.js';
import { check } from '../../../core/settings.js';
import { say } from '../../../core/words/sentence.js';
import type { ApplyOutcome, DraftSettings, WantedSettings } from '../../saving/draft-settings.js';
import { applySettings } from '../../saving/acts/apply-settings.js';

/** What a module's certificate acts need. */
export interface CertificateActParts {
  readonly machine: Machine;
  readonly draft: Pick<DraftSettings, 'view' | 'titleOf' | 'refusal' | 'stepUp' | 'question' | 'apply'>;
}

/** Takes settings about a certificate into the draft, unless the service would be impossible with them. */
export function chooseCertificate({
  machine,
  draft,
}: CertificateActParts): Act<WantedSettings, ApplyOutcome> {
  const apply = applySettings(draft);
  return {
    name: 'certificates.choose',
    title: ({ module }) => say`Certificate of ${{ module }} changed in the draft`,
    async check(wanted) {
      const { module } = await draft.view(wanted.module);
      const checked = check(module.settings.schema, wanted.values);
      if (!checked.ok) return { kind: 'invalid', errors: checked.errors };
      const refusals = await module.refusals(machine, checked.value);
      if (Object.keys(refusals).length > 0) return { kind: 'invalid', errors: refusals };
      return draft.refusal(wanted);
    },
    stepUp: (wanted) => draft.stepUp(wanted),
    do: (wanted, doing) => apply.do(wanted, doing),
  };
}
