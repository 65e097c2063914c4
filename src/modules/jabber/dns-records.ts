import type { Layout } from '../../core/layout.js';
import { isPrivate } from './addresses.js';
import { asciiDomain, roomsHost } from './domain.js';
import type { JabberSettings } from './settings.js';

/**
 * The DNS records that lead clients and other servers to this machine, as lines of a zone file (RFC 6120, 3.2;
 * XEP-0368 for `_xmpps-client`).
 * @param addresses this machine's, see {@link advisedAddresses}
 */
export function dnsRecords(
  settings: JabberSettings,
  layout: Layout,
  addresses: readonly string[],
): readonly string[] {
  const domain = asciiDomain(settings.domain);
  const hosts = settings.muc && settings.otherServers ? [domain, roomsHost(domain)] : [domain];
  const { client, clientTls, server } = layout.ports;
  const service = (name: string, host: string, port: number): string =>
    `${name}._tcp.${host}. 3600 IN SRV 0 5 ${port} ${domain}.`;
  return [
    ...addressRecords(settings, addresses),
    service('_xmpp-client', domain, client),
    ...(settings.ssl === 'disabled' ? [] : [service('_xmpps-client', domain, clientTls)]),
    ...(settings.otherServers ? hosts.map((host) => service('_xmpp-server', host, server)) : []),
  ];
}

/** The A and AAAA records of the domain; a private address carries a comment that says so. */
export function addressRecords(
  { domain }: Pick<JabberSettings, 'domain'>,
  addresses: readonly string[],
): readonly string[] {
  return addresses.map((address) => {
    const type = address.includes(':') ? 'AAAA' : 'A';
    const mark = isPrivate(address) ? ' ; private: only your own network reaches it' : '';
    return `${asciiDomain(domain)}. 3600 IN ${type} ${address}${mark}`;
  });
}
