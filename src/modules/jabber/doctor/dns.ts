import { warning, well, type Finding } from '../../../core/finding.js';
import { isLoopback } from '../../../core/loopback.js';
import type { DoctorCheck, Examined } from '../../../core/module/index.js';
import { advisedAddresses } from '../addresses.js';
import { dnsRecords } from '../dns-records.js';
import { asciiDomain } from '../domain.js';
import type { JabberSettings } from '../settings.js';

/** Seconds that the resolver may take. */
const SECONDS = 2;

/** Whether the records that the settings page shows are in the DNS. */
export const dnsCheck: DoctorCheck<JabberSettings> = { subject: 'dns', look };

async function look(
  { layout, network, resolver, heldHere }: Examined,
  settings: JabberSettings,
): Promise<readonly Finding[]> {
  const held = heldHere(settings.domain);
  const lines = dnsRecords(settings, layout, (await advisedAddresses(network)).first);
  const services = lines.filter((line) => line.includes(' IN SRV '));
  return [
    await address(asciiDomain(settings.domain), network, lines, held),
    ...(await Promise.all(services.map((line) => service(resolver, line, held)))),
  ];
}

/** @param held what is to be said instead where the records are in a DNS of this panel already */
async function address(
  domain: string,
  network: Examined['network'],
  lines: readonly string[],
  held: string | null,
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
    held ?? `Create in the DNS: ${wanted.join('; ') || `an address of ${domain}`}.`,
  );
}

/** @param line as in a zone file: `NAME. TTL IN SRV PRIORITY WEIGHT PORT TARGET.` */
async function service(resolver: Examined['resolver'], line: string, held: string | null): Promise<Finding> {
  const words = line.split(/\s+/);
  const bare = (word = ''): string => word.replace(/\.$/, '').toLowerCase();
  const [name, port, target] = [bare(words[0]), Number(words[6]), bare(words[7])];
  const found = await resolver.services(name);
  if (found === null)
    return warning('dns', `No resolver says anything about ${name}.`, 'Look at /etc/resolv.conf.');
  if (found.some((record) => bare(record.target) === target && record.port === port))
    return well('dns', `${name} leads to ${target}, port ${port}.`);
  const seen =
    found.length === 0
      ? 'is not there'
      : `leads to ${found.map((record) => `${bare(record.target)}:${record.port}`).join(', ')}`;
  return warning('dns', `${name} ${seen}.`, held ?? `Create in the DNS: ${line}`);
}
