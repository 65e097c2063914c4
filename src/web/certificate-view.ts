import type { CertificateFacts } from '../core/certificate.js';
import type { ServedCertificate } from '../core/module/index.js';
import type { PeerCertificate } from '../core/ports.js';
import { moment, passage, say, sayOf, verbatim, type Sentence } from '../core/words/sentence.js';

const NAMES = sayOf('the names that a certificate is for')`For`;
const ISSUER = say`Issued by`;

function namesOf(names: readonly string[]): Sentence {
  return names.length === 0 ? say`(no name)` : verbatim(names.join(', '));
}

/** A line of a list of facts. */
export interface FactView {
  readonly label: Sentence;
  readonly value: Sentence | string;
}

/** What is shown at one port or at several: the certificate once, and then what clients of each port make of it. */
export interface ServedView {
  readonly facts: readonly FactView[];
  /** '' where no certificate is shown. */
  readonly fingerprint: string;
  readonly places: readonly {
    readonly where: Sentence;
    /** Why nothing is shown, or how clients see what is shown. */
    readonly sentence: Sentence | '';
    readonly isWell: boolean;
  }[];
}

/** What a certificate says of itself; nothing when there is none. Its fingerprint stands apart: few look at it. */
export function factViews(facts: CertificateFacts | null): readonly FactView[] {
  if (facts === null) return [];
  return [
    { label: NAMES, value: namesOf(facts.names) },
    { label: ISSUER, value: facts.isSelfSigned ? say`itself (self-signed)` : facts.issuer },
    {
      label: say`Valid`,
      value: say`${{ from: moment(facts.validFrom, 'day') }} to ${{ to: moment(facts.validTo, 'day') }}`,
    },
    { label: sayOf('a cryptographic key')`Key`, value: facts.key },
  ];
}

/** What a port shows, beside what it should show. */
export function servedView(
  { where, certificate, reason, isAmiss }: ServedCertificate,
  active: CertificateFacts | null,
): ServedView {
  if (certificate === null) return unencrypted({ where, sentence: reason, isWell: !isAmiss });
  const isSame = certificate.fingerprint === active?.fingerprint;
  const sentence = passage(
    asClientsSee(certificate),
    isSame ? '' : say`It is not the active certificate: restart the daemon.`,
  );
  return encrypted(certificate, { where, sentence, isWell: isSame && !isRefused(certificate) });
}

const PANEL = say`This panel`;

/** A panel without TLS. */
export const unencryptedPanel: ServedView = unencrypted({
  where: PANEL,
  sentence: say`The panel is served without encryption, on this machine only.`,
  isWell: true,
});

/** What the panel itself shows browsers; null when it could not be asked. */
export function panelView(certificate: PeerCertificate | null): ServedView {
  if (certificate === null) {
    const sentence = say`The panel tried to connect to itself just now and got no answer.`;
    return unencrypted({ where: PANEL, sentence, isWell: false });
  }
  const place = { where: PANEL, sentence: asClientsSee(certificate), isWell: !isRefused(certificate) };
  return encrypted(certificate, place);
}

/** Ports that show the same certificate, together. */
export function together(views: readonly ServedView[]): readonly ServedView[] {
  const fingerprints = [...new Set(views.map(({ fingerprint }) => fingerprint))];
  return fingerprints.flatMap((fingerprint) => {
    const same = views.filter((view) => view.fingerprint === fingerprint);
    const [first] = same;
    return first === undefined ? [] : [{ ...first, places: same.flatMap(({ places }) => places) }];
  });
}

type Place = ServedView['places'][number];

function unencrypted(place: Place): ServedView {
  return { facts: [], fingerprint: '', places: [place] };
}

function encrypted({ names, issuer, validTo, fingerprint }: PeerCertificate, place: Place): ServedView {
  const facts = [
    { label: NAMES, value: namesOf(names) },
    { label: ISSUER, value: issuer },
    { label: say`Valid until`, value: moment(validTo.toISOString(), 'day') },
  ];
  return { facts, fingerprint, places: [place] };
}

const REFUSED = {
  CERT_HAS_EXPIRED: say`The certificate has expired: clients refuse it.`,
  CERT_NOT_YET_VALID: say`The certificate is not valid yet: clients refuse it.`,
  ERR_TLS_CERT_ALTNAME_INVALID: say`The certificate is for another name: clients refuse it or warn.`,
} as const;

const ASKED = say`Clients do not know the issuer of the certificate: they ask the user, or refuse the certificate.`;

const SEEN: Readonly<Record<string, Sentence>> = {
  ...REFUSED,
  '': say`Clients trust the certificate.`,
  DEPTH_ZERO_SELF_SIGNED_CERT: say`Self-signed: each client asks once.`,
  SELF_SIGNED_CERT_IN_CHAIN: ASKED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ASKED,
  UNABLE_TO_GET_ISSUER_CERT: ASKED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ASKED,
};

function asClientsSee({ distrust, refusal }: PeerCertificate): Sentence {
  if (refusal !== '') return refusal;
  return SEEN[distrust] ?? say`Clients do not trust the certificate (${{ code: distrust }}).`;
}

function isRefused({ distrust, refusal }: PeerCertificate): boolean {
  return refusal !== '' || distrust in REFUSED;
}
