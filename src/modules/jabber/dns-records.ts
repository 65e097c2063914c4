import type { Layout } from '../../core/layout.js';
import { asciiDomain, roomsHost } from './domain.js';
import type { JabberSettings } from './settings.js';

/**
 * The DNS records that lead clients and other servers to this machine, as lines of a zone file (RFC 6120, 3.2;
 * XEP-0368 for `_xmpps-client`).
 * @param addresses this machine's, as {@link publicAddresses} leaves them
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
    ...addresses.map((address) => `${domain}. 3600 IN ${address.includes(':') ? 'AAAA' : 'A'} ${address}`),
    service('_xmpp-client', domain, client),
    ...(settings.ssl === 'disabled' ? [] : [service('_xmpps-client', domain, clientTls)]),
    ...(settings.otherServers ? hosts.map((host) => service('_xmpp-server', host, server)) : []),
  ];
}

/** The addresses at which other machines can reach this one: neither loopback nor link-local. */
export function publicAddresses(addresses: readonly string[]): readonly string[] {
  return addresses.filter((address) => !/^(127\.|169\.254\.|::1$|fe[89ab])/i.test(address));
}
