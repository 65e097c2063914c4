import { say, type Sentence } from '../../core/words/sentence.js';
import type { Layout } from '../../core/layout.js';
import type { ServiceRecord } from '../../core/module/index.js';
import { isPrivate } from './addresses.js';
import { asciiDomain, roomsHost } from './domain.js';
import type { JabberSettings } from './settings.js';
import { portsOf } from './ports.js';

/** Characters that a name in the DNS has at most, without a dot at its end (RFC 1035, 2.3.4). */
const NAME_CHARACTERS = 253;

/** Whether the domain is so long that a name with a service in front of it would be none. */
export function isTooLongForServices({ domain }: Pick<JabberSettings, 'domain'>): boolean {
  return `_xmpps-client._tcp.${asciiDomain(domain)}`.length > NAME_CHARACTERS;
}

const FOR_CLIENTS = say`Clients find the chat server.`;

/**
 * The DNS records that lead clients and other servers to this machine (RFC 6120, 3.2; XEP-0368 for `_xmpps-client`).
 * Those that no DNS can hold, since their names are too long, are left out.
 * @param addresses this machine's, see {@link advisedAddresses}
 */
export function serviceRecords(
  settings: JabberSettings,
  layout: Layout,
  addresses: readonly string[],
): readonly ServiceRecord[] {
  const domain = asciiDomain(settings.domain);
  const rooms = settings.muc ? [roomsHost(domain)] : [];
  const { client, clientTls, server } = portsOf(layout);
  const service = (name: string, host: string, port: number, why: Sentence): ServiceRecord => ({
    ...{ name: `${name}._tcp.${host}`, type: 'SRV', priority: 0, weight: 5, port, target: domain, why },
  });
  const all = [
    ...addressRecords(domain, addresses, FOR_CLIENTS),
    ...rooms.flatMap((host) => addressRecords(host, addresses, say`Clients find the chat rooms.`)),
    service('_xmpp-client', domain, client, say`Clients find the port for STARTTLS.`),
    ...(settings.ssl === 'disabled'
      ? []
      : [service('_xmpps-client', domain, clientTls, say`Clients find the port for direct TLS.`)]),
    ...(settings.otherServers
      ? [domain, ...rooms].map((host) =>
          service('_xmpp-server', host, server, say`Other servers find this one.`),
        )
      : []),
  ];
  return all.filter(({ name }) => name.length <= NAME_CHARACTERS);
}

/** The same as lines of a zone file; a private address carries a comment that says so. */
export function dnsRecords(
  settings: JabberSettings,
  layout: Layout,
  addresses: readonly string[],
): readonly string[] {
  return serviceRecords(settings, layout, addresses).map(lineOf);
}

/** Lines for further addresses of the domain. */
export function addressLines(
  { domain }: Pick<JabberSettings, 'domain'>,
  addresses: readonly string[],
): readonly string[] {
  return addressRecords(asciiDomain(domain), addresses, FOR_CLIENTS).map(lineOf);
}

function addressRecords(name: string, addresses: readonly string[], why: Sentence): readonly ServiceRecord[] {
  return addresses.map((address) => ({ name, type: address.includes(':') ? 'AAAA' : 'A', address, why }));
}

function lineOf(record: ServiceRecord): string {
  const start = `${record.name}. 3600 IN ${record.type}`;
  if (record.type === 'SRV')
    return `${start} ${record.priority} ${record.weight} ${record.port} ${record.target}.`;
  const mark = isPrivate(record.address) ? ' ; private: only your own network reaches it' : '';
  return `${start} ${record.address}${mark}`;
}
