import type { Clock, Commands, Files } from '../../core/ports.js';
import type { Layout } from '../../core/layout.js';

/** Days that a certificate of our own is valid: the most that clients of Apple take. */
const DAYS = 825;

/** What making a certificate takes. */
export interface OwnParts {
  readonly layout: Pick<Layout, 'state' | 'backups'>;
  readonly files: Files;
  readonly commands: Commands;
  readonly clock: Pick<Clock, 'now'>;
}

/** The folder of everything that the panel keeps of certificates. */
export function certificatesFolder({ state }: Pick<Layout, 'state'>): string {
  return `${state}/certificates`;
}

/** The file that keeps a domain's own certificate, with its key. A folder each: the name may be too long for a file. */
export function ownPath(layout: Pick<Layout, 'state'>, domain: string): string {
  return `${certificatesFolder(layout)}/${domain}/certificate.pem`;
}

/**
 * Makes a self-signed certificate (EC P-256) and keeps it with its key in one file that only the panel reads. The key
 * goes through no argument and no other file.
 * @param domain and hosts as the DNS writes them
 * @throws PanelError `command-failed`
 */
export async function makeOwn(parts: OwnParts, domain: string, hosts: readonly string[]): Promise<void> {
  const { layout, files, commands } = parts;
  const { stdout } = await commands.run([
    '/usr/bin/openssl',
    'req',
    ...['-config', '/dev/null', '-x509', '-sha256', '-days', String(DAYS)],
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', '-', '-out', '-'],
    ...subject(domain, hosts),
  ]);
  await files.makeFolder(certificatesFolder(layout), 'panel', 0o700);
  await files.makeFolder(`${certificatesFolder(layout)}/${domain}`, 'panel', 0o700);
  await keepFormer(parts, domain);
  await files.write(ownPath(layout, domain), certificateFirst(stdout), 'panel', 0o600);
}

/**
 * Options of openssl-req(1). The common name holds at most 64 characters; clients look at the other names. No key usage:
 * Pidgin (NSS) takes a self-signed certificate for its own issuer, and one that may not sign certificates is refused
 * (SEC_ERROR_INADEQUATE_KEY_USAGE) without asking the user whether to trust it.
 */
function subject(domain: string, hosts: readonly string[]): readonly string[] {
  const names = [domain, ...hosts.filter((host) => host !== domain)];
  return [
    '-subj',
    `/CN=${domain.length <= 64 ? domain : 'ebox-jabber'}`,
    ...['-addext', `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`],
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

/** An expired or damaged certificate may be the administrator's own: its key is kept when a new one is made. */
async function keepFormer({ clock, files, layout }: OwnParts, domain: string): Promise<void> {
  const path = ownPath(layout, domain);
  if (!(await files.exists(path))) return;
  const when = clock.now().toISOString().replaceAll(':', '');
  await files.copy(path, `${layout.backups}/certificate-${when}.pem`);
}
