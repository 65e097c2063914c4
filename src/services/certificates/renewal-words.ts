import type { CertificateSource } from '../../core/certificate.js';
import { type Sentence, passage, say } from '../../core/words/sentence.js';
import type { CertificateView } from './certificate-settings.js';

/** What is asked before a certificate is renewed at once. */
export interface RenewalWords {
  readonly question: Sentence;
  readonly sentences: readonly Sentence[];
  readonly button: Sentence;
}

/** What "renew now" means for what is saved; null when there is nothing to renew, or when it is to be saved first. */
export function wordsForRenewal(view: CertificateView, source: CertificateSource): RenewalWords | null {
  const { enabled, standing } = view;
  if (!enabled || isPending(view) || Object.keys(standing.refusals).length > 0) return null;
  switch (source.kind) {
    case 'own':
      return {
        question: say`Make a new certificate now?`,
        sentences: [say`Each client asks its user again whether to trust it.`],
        button: say`Make a new certificate now`,
      };
    case 'files':
      return standing.renewal === null
        ? null
        : {
            question: say`Use the renewed certificate now?`,
            sentences: [standing.renewal, say`It takes effect now, not only at the quiet time.`],
            button: say`Renew now`,
          };
    case 'uploaded':
      return null;
  }
}

/** Why no certificate can become active now; true of what clients see. */
export function whyNothingToRenew(view: CertificateView): Sentence {
  const { enabled, standing, served } = view;
  if (!enabled) return say`The module is disabled, so clients see no certificate.`;
  if (isPending(view))
    return say`The settings are not active yet. Save them: then their certificate takes effect.`;
  const [refusal] = Object.values(standing.refusals);
  if (refusal !== undefined) return refusal;
  if (standing.trouble !== '') return standing.trouble;
  const amiss = served.find(
    ({ certificate, isAmiss }) =>
      isAmiss || (certificate !== null && certificate.fingerprint !== standing.active?.fingerprint),
  );
  if (amiss === undefined) return say`There is nothing to renew: the saved certificate is the active one.`;
  const { where, certificate, reason } = amiss;
  const seen =
    certificate === null ? reason : say`Clients do not see the active certificate, but another one.`;
  return passage(
    say`There is no other certificate to use, but there is a problem.`,
    say`${{ where }}: ${{ seen: passage(seen) }}`,
    say`Look at the daemons on the home page.`,
  );
}

function isPending({ settings, saved }: CertificateView): boolean {
  return Object.keys(settings).some((name) => settings[name] !== saved[name]);
}
