import type { Act } from '../../../core/act.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { signatureOf } from '../../records/audit-trail.js';
import type { CertificateRenewal } from '../certificate-renewal.js';
import type { CertificateSettings } from '../certificate-settings.js';
import { whyNothingToRenew, wordsForRenewal } from '../renewal-words.js';

/** What came of "renew now". `nothing`: there is nothing to renew, and why. */
export type Renewed = { readonly kind: 'begun' } | { readonly kind: 'nothing'; readonly sentence: Sentence };

/** Makes a new certificate active now, by a save of its own. */
export function renewCertificate(parts: {
  readonly certificates: Pick<CertificateSettings, 'of' | 'view'>;
  readonly renewal: Pick<CertificateRenewal, 'now'>;
}): Act<{ readonly module: string }, Renewed> {
  const { certificates, renewal } = parts;
  return {
    name: 'certificates.renew',
    title: () => say`Renewing the certificate`,
    async check({ module }) {
      const { control } = certificates.of(module);
      const view = await certificates.view(module);
      const words = wordsForRenewal(view, control.source(view.saved));
      return words === null ? { kind: 'nothing', sentence: whyNothingToRenew(view) } : null;
    },
    async question({ module }) {
      const { control } = certificates.of(module);
      const view = await certificates.view(module);
      const words = wordsForRenewal(view, control.source(view.saved));
      if (words === null) return null;
      return {
        title: words.question,
        sentences: [...words.sentences, control.disturbs],
        isLoss: true,
        answers: [{ label: words.button }],
      };
    },
    async do({ module }, { actor, record }) {
      renewal.now(module, signatureOf(actor));
      await record({ what: say`Renewing the certificate`, outcome: say`begun` });
      return { kind: 'begun' };
    },
  };
}
