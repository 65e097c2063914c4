import type { CertificateSource } from '../core/certificate.js';
import type { CertificateView } from './certificate-settings.js';

/** What is asked before a certificate is renewed at once. */
export interface RenewalWords {
  readonly question: string;
  readonly sentences: readonly string[];
  readonly button: string;
}

/** What "renew now" means for what is saved; null when there is nothing to renew, or when it is to be saved first. */
export function wordsForRenewal(view: CertificateView, source: CertificateSource): RenewalWords | null {
  const { enabled, saved, settings, standing } = view;
  const isPending = Object.keys(settings).some((name) => settings[name] !== saved[name]);
  if (!enabled || isPending || Object.keys(standing.refusals).length > 0) return null;
  switch (source.kind) {
    case 'own':
      return {
        question: 'Make a new certificate now?',
        sentences: ['Each client asks its user again whether to trust it.'],
        button: 'Make a new one now',
      };
    case 'files':
      return standing.renewal === null
        ? null
        : {
            question: 'Put the renewed certificate into force now?',
            sentences: [standing.renewal, 'It need not wait for the quiet time.'],
            button: 'Renew now',
          };
    case 'uploaded':
      return null;
  }
}
