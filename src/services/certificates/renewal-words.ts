import type { CertificateSource } from '../../core/certificate.js';
import type { CertificateView } from './certificate-settings.js';
import { english } from '../../core/words/english.js';

/** What is asked before a certificate is renewed at once. */
export interface RenewalWords {
  readonly question: string;
  readonly sentences: readonly string[];
  readonly button: string;
}

/** What "renew now" means for what is saved; null when there is nothing to renew, or when it is to be saved first. */
export function wordsForRenewal(view: CertificateView, source: CertificateSource): RenewalWords | null {
  const { enabled, standing } = view;
  if (!enabled || isPending(view) || Object.keys(standing.refusals).length > 0) return null;
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

/** Why there is nothing to put into force at once, as a sentence; true of what clients are shown. */
export function whyNothingToRenew(view: CertificateView): string {
  const { enabled, standing, served } = view;
  if (!enabled) return 'The module is off: no certificate is shown to anybody.';
  if (isPending(view))
    return 'The settings are not in force yet. Save them: that puts their certificate into force.';
  const [refusal] = Object.values(standing.refusals);
  if (refusal !== undefined) return english(refusal);
  if (standing.trouble !== '') return standing.trouble;
  const amiss = served.find(
    ({ certificate, isAmiss }) =>
      isAmiss || (certificate !== null && certificate.fingerprint !== standing.active?.fingerprint),
  );
  if (amiss === undefined) return 'There is nothing to renew: what is in force is what lies on the disk.';
  const seen =
    amiss.certificate === null ? amiss.reason : 'Another certificate than the one in force is shown.';
  return `There is no other certificate to put into force, but not all is well. ${amiss.where}: ${seen} Look at the daemons on the home page.`;
}

function isPending({ settings, saved }: CertificateView): boolean {
  return Object.keys(settings).some((name) => settings[name] !== saved[name]);
}
