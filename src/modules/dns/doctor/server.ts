import { problem, warning, well, type Finding } from '../../../core/finding.js';
import type { DoctorCheck, Examined } from '../../../core/module/index.js';
import { allOf, passage, say, type Sentence } from '../../../core/words/sentence.js';
import { troubleOf } from '../../../errors.js';
import { ask, type DnsQuestion } from '../client.js';
import type { DnsSettings } from '../domain-row.js';
import { asciiName } from '../labels.js';
import { dnsPort } from '../paths.js';

const SUBJECT = 'dns-server';
/** Seconds that an answer may take. */
const SECONDS = 2;

/**
 * Whether the DNS server answers at every address of this machine, by UDP and by TCP. It passes over an address whose port
 * another program has, and says so only in its log.
 */
export const serverCheck: DoctorCheck<DnsSettings> = {
  subject: SUBJECT,
  async look(examined, { domains }) {
    const { network, layout } = examined;
    const zone = domains[0] === undefined ? null : asciiName(domains[0].name);
    const outward = await network.outwardAddresses();
    const asked = network
      .ownAddresses()
      .filter((address) => !isLinkLocal(address))
      .map(async (address) => ({ address, reasons: await silence(examined, address, zone) }));
    const all = await Promise.all(asked);
    const wellAt = all.filter(({ reasons }) => reasons.length === 0).map(({ address }) => address);
    const silent = all.filter(({ reasons }) => reasons.length > 0);
    return [
      ...(wellAt.length === 0
        ? []
        : [
            well(
              SUBJECT,
              say`The DNS server answers over UDP and TCP at ${{ addresses: allOf(wellAt) }}, port ${{ port: dnsPort(layout) }}.`,
            ),
          ]),
      ...silent.map(({ address, reasons }): Finding => {
        const judge = wellAt.length === 0 || outward.includes(address) ? problem : warning;
        const advice = say`Look at "eboxctl logs named". The command ss -lntup "sport = :${{ port: dnsPort(layout) }}" shows which program has the port there. Stop that program, then run "eboxctl daemons restart named".`;
        return judge(SUBJECT, passage(...reasons), advice);
      }),
    ];
  },
};

/** Why the panel's own server does not answer at an address, in sentences; none where it does. */
async function silence(
  { exchange, layout }: Pick<Examined, 'exchange' | 'layout'>,
  address: string,
  zone: string | null,
): Promise<readonly Sentence[]> {
  const server = { address, port: dnsPort(layout) };
  // Without a domain any answer will do, a refusal too.
  const question: DnsQuestion =
    zone === null ? { name: 'localhost', type: 'A' } : { name: zone, type: 'SOA' };
  const asked = [false, true].map(async (tcp) => {
    try {
      const { authoritative } = await ask(exchange, server, question, { tcp, seconds: SECONDS });
      if (zone === null || authoritative) return [];
      return [
        say`Another server answers at ${{ address }}, port ${{ port: server.port }} (${{ protocol: tcp ? 'TCP' : 'UDP' }}): it does not know ${{ domain: zone }}.`,
      ];
    } catch (error) {
      return [troubleOf(error)];
    }
  });
  return (await Promise.all(asked)).flat();
}

/** An address that is valid on one cable only (RFC 3927, RFC 4291) cannot be asked without naming the cable. */
function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address);
}
