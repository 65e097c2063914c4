import type { CertificateSource } from '../../core/certificate.js';
import type { Machine } from '../../core/ports.js';
import { asciiDomain, roomsHost } from './domain.js';

/** The names that a certificate of this domain is for, as the DNS writes them: the domain first, then its chat rooms. */
export function hostsOf(domain: string): readonly [string, string] {
  return [asciiDomain(domain), roomsHost(asciiDomain(domain))];
}

/** The certificate that the panel signs itself for a domain. */
export function ownSource(domain: string): CertificateSource {
  return { kind: 'own', domain: asciiDomain(domain) };
}

/** Whether there is a certificate of our own for the domain that can be served and is valid now. */
export async function hasCertificate({ certificates, clock }: Machine, domain: string): Promise<boolean> {
  const { facts, problems } = await certificates.examine(ownSource(domain), hostsOf(domain));
  return facts !== null && problems.length === 0 && new Date(facts.validTo) > clock.now();
}

/**
 * Makes a self-signed certificate for the domain and its chat rooms.
 * @throws PanelError `command-failed`
 */
export async function makeCertificate({ certificates }: Machine, domain: string): Promise<void> {
  const [host, rooms] = hostsOf(domain);
  await certificates.make(host, [rooms]);
}
