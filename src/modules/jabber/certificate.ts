import type { CertificateSource } from '../../core/certificate.js';
import type { Machine } from '../../core/ports.js';
import { asciiDomain, roomsHost } from './domain.js';
import type { JabberSettings } from './settings.js';

/** The longest name that the DNS has (RFC 1035, 2.3.4), as text. */
const LONGEST_NAME = 253;

/**
 * The names that a certificate of this domain is for, as the DNS writes them: the domain first, then its chat rooms,
 * unless that name is too long to be one.
 */
export function hostsOf(domain: string): readonly [string, ...string[]] {
  const host = asciiDomain(domain);
  const rooms = roomsHost(host);
  return rooms.length > LONGEST_NAME ? [host] : [host, rooms];
}

/** The certificate that the panel signs itself for a domain. */
export function ownSource(domain: string): CertificateSource {
  return { kind: 'own', domain: asciiDomain(domain) };
}

/** Where the settings say that the certificate comes from. */
export function sourceOf(settings: JabberSettings): CertificateSource {
  switch (settings.certificate) {
    case 'own':
      return ownSource(settings.domain);
    case 'uploaded':
      // Without an upload there is none, and the settings are refused: nothing is looked for.
      return settings.certificateUpload === ''
        ? { kind: 'files', certificate: '', key: '' }
        : { kind: 'uploaded', id: settings.certificateUpload };
    case 'files':
      return { kind: 'files', certificate: settings.certificateFile, key: settings.certificateKeyFile };
  }
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
  const [host, ...others] = hostsOf(domain);
  await certificates.make(host, others);
}
