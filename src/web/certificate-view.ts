import type { CertificateFacts } from '../core/certificate.js';
import type { ServedCertificate } from '../core/module/index.js';
import type { PeerCertificate } from '../core/ports.js';

/** A line of a list of facts. */
export interface FactView {
  readonly label: string;
  readonly value: string;
}

/** What one port shows, as the page lists it. */
export interface ServedView {
  readonly where: string;
  readonly facts: readonly FactView[];
  /** Why nothing is shown, or how clients see what is shown, in a sentence. */
  readonly sentence: string;
  readonly isWell: boolean;
}

/** What a certificate says of itself; nothing when there is none. */
export function factViews(facts: CertificateFacts | null): readonly FactView[] {
  if (facts === null) return [];
  return [
    { label: 'For', value: facts.names.length === 0 ? '(no name)' : facts.names.join(', ') },
    { label: 'Issued by', value: facts.isSelfSigned ? 'itself' : facts.issuer },
    { label: 'Valid', value: `${facts.validFrom.slice(0, 10)} to ${facts.validTo.slice(0, 10)}` },
    { label: 'Key', value: facts.key },
    { label: 'SHA-256', value: facts.fingerprint },
  ];
}

/** What a port shows, beside what it should show. */
export function servedView(
  { where, certificate, reason, isAmiss }: ServedCertificate,
  active: CertificateFacts | null,
): ServedView {
  if (certificate === null) return { where, facts: [], sentence: reason, isWell: !isAmiss };
  const isSame = certificate.fingerprint === active?.fingerprint;
  const other = isSame ? '' : ' It is not the one that the panel put into force: restart the daemon.';
  return {
    where,
    facts: peerFacts(certificate),
    sentence: `${asClientsSee(certificate)}${other}`,
    isWell: isSame && !isRefused(certificate),
  };
}

const PANEL = 'This panel';

/** A panel without TLS. */
export const unencryptedPanel: ServedView = {
  where: PANEL,
  facts: [],
  sentence: 'The panel is opened without encryption, on this machine only.',
  isWell: true,
};

/** What the panel itself shows browsers; null when it could not be asked. */
export function panelView(certificate: PeerCertificate | null): ServedView {
  if (certificate === null) {
    return { where: PANEL, facts: [], sentence: 'The panel did not answer itself just now.', isWell: false };
  }
  return {
    where: PANEL,
    facts: peerFacts(certificate),
    sentence: asClientsSee(certificate),
    isWell: !isRefused(certificate),
  };
}

function peerFacts({ names, issuer, validTo, fingerprint }: PeerCertificate): readonly FactView[] {
  return [
    { label: 'For', value: names.length === 0 ? '(no name)' : names.join(', ') },
    { label: 'Issued by', value: issuer },
    { label: 'Valid until', value: validTo.toISOString().slice(0, 10) },
    { label: 'SHA-256', value: fingerprint },
  ];
}

const REFUSED = {
  CERT_HAS_EXPIRED: 'It has expired: clients refuse it.',
  CERT_NOT_YET_VALID: 'It is not valid yet: clients refuse it.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'It is for another name: clients refuse it or warn.',
} as const;

const ASKED = 'Clients do not know who issued it: they ask the user, or refuse it.';

const SEEN: Readonly<Record<string, string>> = {
  ...REFUSED,
  '': 'Clients trust it without asking.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'It is signed by itself: each client asks its user once whether to trust it.',
  SELF_SIGNED_CERT_IN_CHAIN: ASKED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ASKED,
  UNABLE_TO_GET_ISSUER_CERT: ASKED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ASKED,
};

function asClientsSee({ distrust, refusal }: PeerCertificate): string {
  if (refusal !== '') return refusal;
  return SEEN[distrust] ?? `Clients do not trust it (${distrust}).`;
}

function isRefused({ distrust, refusal }: PeerCertificate): boolean {
  return refusal !== '' || distrust in REFUSED;
}
