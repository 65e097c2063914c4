import type { CertificateReport } from '../../core/certificate.js';
import { trustOf } from './authorities.js';
import type { Bundle } from './bundle.js';
import { factsOfCertificate } from './facts.js';

/** What is reported of a chain by itself, whatever it is to be used for. */
export type ChainReport = Omit<CertificateReport, 'problems' | 'isForPanel' | 'leftOut'>;

/** The names are looked at as OpenSSL looks at them for a client (RFC 6125); the common name does not count. */
export async function reportOf(
  bundle: Pick<Bundle, 'chain'>,
  hosts: readonly string[],
  now: Date,
): Promise<ChainReport> {
  const [leaf] = bundle.chain;
  return {
    facts: factsOfCertificate(leaf),
    uncovered: hosts.filter(
      (host) => leaf.checkHost(host, { subject: 'never', partialWildcards: false }) === undefined,
    ),
    ...(await trustOf(bundle, now)),
  };
}

/** What is reported where there is no certificate that can be read. */
export function reportOfNone(hosts: readonly string[]): ChainReport {
  return { facts: null, uncovered: hosts, trust: 'unknown', missingIssuer: '', issuerAddress: '' };
}
