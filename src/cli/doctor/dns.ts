import { layoutOf } from '../../core/layout.js';
import { advisedAddresses, isLoopback } from '../../modules/jabber/addresses.js';
import { dnsRecords } from '../../modules/jabber/dns-records.js';
import { asciiDomain } from '../../modules/jabber/domain.js';
import { createNetwork } from '../../system/network.js';
import { serviceRecords } from '../../system/service-records.js';
import { warning, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** Seconds that the resolver may take. */
const SECONDS = 2;

/** Whether the records that the settings page shows are in the DNS. */
export async function examineDns({ state, jabber, ports }: Patient): Promise<readonly Finding[]> {
  if (jabber === null) return [];
  const network = createNetwork();
  const layout = layoutOf(state, { ...ports, router: ports.router ?? 0 }, process.execPath);
  const lines = dnsRecords(jabber, layout, (await advisedAddresses(network)).first);
  const services = lines.filter((line) => line.includes(' IN SRV '));
  return [
    await address(asciiDomain(jabber.domain), network, lines),
    ...(await Promise.all(services.map(service))),
  ];
}

async function address(
  domain: string,
  network: ReturnType<typeof createNetwork>,
  lines: readonly string[],
): Promise<Finding> {
  const found = await network.resolve(domain, SECONDS);
  const own = network.ownAddresses();
  if (found.some((one) => own.includes(one) && !isLoopback(one)))
    return well('dns', `${domain} leads to this machine (${found.join(', ')}).`);
  const wanted = lines.filter((line) => !line.includes(' IN SRV '));
  const seen =
    found.length === 0
      ? 'does not resolve'
      : found.some(isLoopback)
        ? `resolves to ${found.join(', ')}, which leads every machine to itself (look into /etc/hosts)`
        : `resolves to ${found.join(', ')}, which is not this machine`;
  return warning(
    'dns',
    `${domain} ${seen}: clients may not find it.`,
    `Create in the DNS: ${wanted.join('; ') || `an address of ${domain}`}.`,
  );
}

/** @param line as in a zone file: `NAME. TTL IN SRV PRIORITY WEIGHT PORT TARGET.` */
async function service(line: string): Promise<Finding> {
  const words = line.split(/\s+/);
  const bare = (word = ''): string => word.replace(/\.$/, '').toLowerCase();
  const [name, port, target] = [bare(words[0]), Number(words[6]), bare(words[7])];
  const found = await serviceRecords(name);
  if (found === null)
    return warning('dns', `No resolver says anything about ${name}.`, 'Look at /etc/resolv.conf.');
  if (found.some((record) => bare(record.target) === target && record.port === port))
    return well('dns', `${name} leads to ${target}, port ${port}.`);
  const seen =
    found.length === 0
      ? 'is not there'
      : `leads to ${found.map((record) => `${bare(record.target)}:${record.port}`).join(', ')}`;
  return warning('dns', `${name} ${seen}.`, `Create in the DNS: ${line}`);
}
