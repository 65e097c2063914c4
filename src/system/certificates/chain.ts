import type { X509Certificate } from 'node:crypto';
import type { CertificateProblem } from '../../core/certificate.js';
import { moment, say, type Moment, type Sentence } from '../../core/words/sentence.js';
import { inOneLine, isSelfSigned, type Bundle } from './bundle.js';

/** RFC 5280, 4.2.1.12: what clients look for in the certificate of a server, and in those above it. */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

const USAGES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
};

/** What is served of a chain, and what is left out of it. */
export interface PrunedChain {
  readonly chain: Bundle['chain'];
  readonly leftOut: readonly X509Certificate[];
}

/**
 * The chain without the expired certificates above the server's own: some clients refuse the chain because of them, although
 * they could do without. The certificate that an expired one has signed is left out too, when an authority that devices know
 * has signed it as well (a root that was cross-signed by an older one, which has expired).
 * @param isVouchedFor whether an authority that devices know signed it
 */
export async function pruned(
  chain: Bundle['chain'],
  now: Date,
  isVouchedFor: (certificate: X509Certificate) => Promise<boolean>,
): Promise<PrunedChain> {
  const [leaf, ...above] = chain;
  const ended = above.findIndex((certificate) => new Date(certificate.validTo) <= now);
  if (ended === -1) return { chain, leftOut: [] };
  const below = chain[ended - 1];
  const isNeedless = below !== undefined && (await isVouchedFor(below));
  const end = isNeedless ? ended - 1 : ended;
  return { chain: [leaf, ...above.slice(0, end)], leftOut: above.slice(end) };
}

/** Why TLS clients refuse a chain as it is served, even when they trust its authority; empty when they do not. */
export function chainProblems([leaf, ...above]: Bundle['chain'], now: Date): readonly CertificateProblem[] {
  const usages = usagesWithoutServer(leaf);
  if (usages !== null) return [{ code: 'not-for-servers', detail: usages }];
  for (const certificate of above) {
    const why = whyUnfit(certificate, now);
    if (why !== null) return [issuerUnfit(certificate, why)];
  }
  return [];
}

/** The problem with a certificate above the server's own. */
export function issuerUnfit(certificate: X509Certificate, reason: Sentence): CertificateProblem {
  return { code: 'issuer-unfit', detail: inOneLine(certificate.subject), reason };
}

/** When a certificate expired. */
export function expired({ subject, validTo }: X509Certificate): Sentence {
  return say`“${{ certificate: inOneLine(subject) }}” expired on ${{ day: dayOf(new Date(validTo)) }}.`;
}

function dayOf(date: Date): Moment {
  return moment(date.toISOString(), 'day');
}

function whyUnfit(certificate: X509Certificate, now: Date): Sentence | null {
  const name = inOneLine(certificate.subject);
  if (new Date(certificate.validTo) <= now) return expired(certificate);
  const begin = new Date(certificate.validFrom);
  if (begin > now) return say`“${{ certificate: name }}” is valid only from ${{ day: dayOf(begin) }}.`;
  if (!certificate.ca) return say`“${{ certificate: name }}” is not a certificate authority.`;
  if (!isSelfSigned(certificate) && usagesWithoutServer(certificate) !== null)
    return say`“${{ certificate: name }}” is not allowed to sign certificates of servers.`;
  return null;
}

/** What a certificate is for when it is not for servers; null when it is, or does not say. */
function usagesWithoutServer(certificate: X509Certificate): string | null {
  const usages = extendedUsages(certificate);
  if (usages === undefined || usages.includes(SERVER_AUTH)) return null;
  return usages.map((oid) => USAGES[oid] ?? oid).join(', ');
}

/** Node's `keyUsage` is the extended one, and absent where the certificate has none, whatever its type says. */
function extendedUsages({
  keyUsage,
}: {
  readonly keyUsage?: readonly string[];
}): readonly string[] | undefined {
  return keyUsage;
}
