import { warning, well, type Finding } from '../../../core/finding.js';
import { isLoopback } from '../../../core/loopback.js';
import type { DoctorCheck, Examined } from '../../../core/module/index.js';
import { allOf, say, type Sentence } from '../../../core/words/sentence.js';
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

/** @param held what is said instead where the records are in a DNS of this panel already */
async function address(
  domain: string,
  network: Examined['network'],
  lines: readonly string[],
  held: Sentence | null,
): Promise<Finding> {
  const found = await network.resolve(domain, SECONDS);
  const own = network.ownAddresses();
  if (found.some((one) => own.includes(one) && !isLoopback(one)))
    return well('dns', say`${{ domain }} leads to this machine (${{ addresses: allOf(found) }}).`);
  const wanted = lines.filter((line) => !line.includes(' IN SRV '));
  const create =
    wanted.length === 0
      ? say`Create an address record for ${{ domain }} in the DNS.`
      : say`Create in the DNS: ${{ records: wanted.join('; ') }}.`;
  return warning('dns', astray(domain, found), held ?? create);
}

/** @param found the addresses to which the domain leads, none of which is this machine's */
function astray(domain: string, found: readonly string[]): Sentence {
  if (found.length === 0) return say`${{ domain }} does not resolve: clients may not find it.`;
  const addresses = allOf(found);
  return found.some(isLoopback)
    ? say`${{ domain }} resolves to ${{ addresses }}. At such an address every machine finds only itself, so clients may not find this one. Check /etc/hosts.`
    : say`${{ domain }} resolves to ${{ addresses }}, but not to this machine: clients may not find it.`;
}

/** @param line as in a zone file: `NAME. TTL IN SRV PRIORITY WEIGHT PORT TARGET.` */
async function service(
  resolver: Examined['resolver'],
  line: string,
  held: Sentence | null,
): Promise<Finding> {
  const words = line.split(/\s+/);
  const bare = (word = ''): string => word.replace(/\.$/, '').toLowerCase();
  const [name, port, target] = [bare(words[0]), Number(words[6]), bare(words[7])];
  const found = await resolver.services(name);
  if (found === null)
    return warning(
      'dns',
      say`No DNS server answered the question about ${{ name }}.`,
      say`Check /etc/resolv.conf.`,
    );
  if (found.some((record) => bare(record.target) === target && record.port === port))
    return well('dns', say`${{ name }} leads to ${{ target }}, port ${{ port }}.`);
  const seen =
    found.length === 0
      ? say`The DNS record ${{ name }} does not exist.`
      : say`${{ name }} leads to ${{ targets: allOf(found.map((record) => `${bare(record.target)}:${record.port}`)) }}.`;
  return warning('dns', seen, held ?? say`Create in the DNS: ${{ records: line }}`);
}
