import { X509Certificate } from 'node:crypto';
import type { Machine } from '../../core/ports.js';
import { asciiDomain, roomsHost } from './domain.js';
import { certificateFolder, certificatePath, pathsOf } from './paths.js';

/** Days that a certificate of our own is valid: the most that clients of Apple take. */
const DAYS = 825;

/** The domain's certificate as it lies on the disk, or null when there is none that can be read. */
export async function certificateOf(machine: Machine, domain: string): Promise<X509Certificate | null> {
  const pem = await machine.files.read(certificatePath(machine.layout, domain));
  return pem === null ? null : readCertificate(pem);
}

/** The first certificate of a PEM text, or null when there is none. */
export function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

/** Whether there is a certificate for the domain that is still valid. */
export async function hasCertificate(machine: Machine, domain: string): Promise<boolean> {
  const certificate = await certificateOf(machine, domain);
  return certificate !== null && new Date(certificate.validTo) > machine.clock.now();
}

/**
 * Makes a self-signed certificate (EC P-256) for the domain and its chat rooms, and keeps it with its key in one file
 * that only the panel reads. The key goes through no argument and no other file.
 * @throws PanelError `command-failed`
 */
export async function makeCertificate(machine: Machine, domain: string): Promise<void> {
  const { stdout } = await machine.commands.run([
    '/usr/bin/openssl',
    'req',
    ...['-config', '/dev/null', '-x509', '-sha256', '-days', String(DAYS)],
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', '-', '-out', '-'],
    ...subject(asciiDomain(domain)),
  ]);
  await machine.files.makeFolder(pathsOf(machine.layout).certificates, 'panel', 0o700);
  await machine.files.makeFolder(certificateFolder(machine.layout, domain), 'panel', 0o700);
  await keepFormer(machine, domain);
  await machine.files.write(
    certificatePath(machine.layout, domain),
    certificateFirst(stdout),
    'panel',
    0o600,
  );
}

/**
 * Options of openssl-req(1). The common name holds at most 64 characters; clients look at the other names. No key usage:
 * Pidgin (NSS) takes a self-signed certificate for its own issuer, and one that may not sign certificates is refused
 * (SEC_ERROR_INADEQUATE_KEY_USAGE) without asking the user whether to trust it.
 */
function subject(domain: string): readonly string[] {
  return [
    '-subj',
    `/CN=${domain.length <= 64 ? domain : 'Jabber Service'}`,
    ...['-addext', `subjectAltName=DNS:${domain},DNS:${roomsHost(domain)}`],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
    ...['-addext', 'extendedKeyUsage=serverAuth,clientAuth'],
    ...['-addext', 'subjectKeyIdentifier=hash'],
  ];
}

/** openssl writes the key first; readers expect the certificate there. */
function certificateFirst(pem: string): string {
  const begin = pem.indexOf('-----BEGIN CERTIFICATE-----');
  return `${pem.slice(begin).trimEnd()}\n${pem.slice(0, begin).trimEnd()}\n`;
}

/** An expired or damaged certificate may have been somebody's own: its key is not lost when a new one is made. */
async function keepFormer({ clock, files, layout }: Machine, domain: string): Promise<void> {
  const path = certificatePath(layout, domain);
  if (!(await files.exists(path))) return;
  const when = clock.now().toISOString().replaceAll(':', '');
  await files.copy(path, `${layout.backups}/certificate-${when}.pem`);
}
