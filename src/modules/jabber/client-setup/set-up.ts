import type { Machine } from '../../../core/ports.js';
import { advisedAddresses } from '../addresses.js';
import { asciiDomain, roomsHost } from '../domain.js';
import { portsOf } from '../ports.js';
import type { JabberSettings } from '../settings.js';
import { activeFingerprint } from './fingerprint.js';

/** All that a user needs to know to connect. */
export interface SetUp {
  readonly userName: string;
  readonly domain: string;
  readonly ssl: JabberSettings['ssl'];
  /** The port for STARTTLS, or for unencrypted connections. */
  readonly port: number;
  /** The port for direct TLS. */
  readonly tlsPort: number;
  /** This machine's address, or `''` where it has none that others reach. */
  readonly server: string;
  /** The chat rooms, or `''`. */
  readonly rooms: string;
  /** SHA-256 of the certificate that clients are shown, or `''` where they are shown none. */
  readonly fingerprint: string;
  /** Whether clients see a certificate that no authority signed. */
  readonly isSelfSigned: boolean;
}

/** The set-up of a user's clients, from the settings and this machine. */
export async function setUpOf(
  machine: Machine,
  userName: string,
  settings: JabberSettings,
  isActive: boolean,
): Promise<SetUp> {
  const { client, clientTls } = portsOf(machine.layout);
  const { first } = await advisedAddresses(machine.network);
  const isEncrypted = settings.ssl !== 'disabled';
  return {
    ...{ userName, domain: settings.domain, ssl: settings.ssl, port: client, tlsPort: clientTls },
    server: first.find((address) => !address.includes(':')) ?? first[0] ?? '',
    rooms: settings.muc ? roomsHost(settings.domain) : '',
    fingerprint: isEncrypted && isActive ? await activeFingerprint(machine) : '',
    isSelfSigned: isEncrypted && settings.certificate === 'own',
  };
}

/** The address of a user as people read it. */
export function addressOf({ userName, domain }: Pick<SetUp, 'userName' | 'domain'>): string {
  return `${userName}@${domain}`;
}

/** The address as a link (RFC 5122): a program for chat opens with it. */
export function linkOf({ userName, domain }: Pick<SetUp, 'userName' | 'domain'>): string {
  return `xmpp:${encodeURIComponent(userName)}@${asciiDomain(domain)}`;
}
