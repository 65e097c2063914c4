import { warning, well, type Finding } from '../../../core/finding.js';
import type { DoctorCheck } from '../../../core/module/index.js';
import type { Endpoint, Exchange } from '../../../core/ports.js';
import { reasonOf } from '../../../errors.js';
import { ask } from '../client.js';
import type { DnsSettings } from '../domain-row.js';
import { asciiName } from '../labels.js';
import { dnsPort } from '../paths.js';

const SUBJECT = 'resolver';
/** The port that resolv.conf(5) always means. */
const DNS = 53;
/** Seconds that an answer may take. */
const SECONDS = 2;
/** Domains that are asked for: those of one machine stand or fall together. */
const MOST = 5;

/** Whether the programs of this machine find what lies in its own domains: its resolv.conf(5) may lead elsewhere. */
export const resolverCheck: DoctorCheck<DnsSettings> = {
  subject: SUBJECT,
  async look({ exchange, layout, resolver }, { domains, resolve }) {
    const servers = resolver.servers().flatMap(endpointOf);
    const here =
      dnsPort(layout) !== DNS
        ? `The DNS server of this panel has port ${dnsPort(layout)}, which /etc/resolv.conf cannot name`
        : resolve
          ? 'Put "nameserver 127.0.0.1" into /etc/resolv.conf'
          : 'Tick "Answer questions about other names" and put "nameserver 127.0.0.1" into /etc/resolv.conf';
    const advice = `${here}; or have the DNS server of your network ask this machine about the domain.`;
    const asked = domains.slice(0, MOST).map(({ name }) => knows(exchange, servers, name, advice));
    return Promise.all(asked);
  },
};

/** Asks the servers as the C library does: the next one where one is silent or refuses. */
export async function knows(
  exchange: Exchange,
  servers: readonly Endpoint[],
  name: string,
  advice: string,
): Promise<Finding> {
  const reasons: string[] = [];
  for (const server of servers) {
    try {
      const question = { name: asciiName(name), type: 'SOA' } as const;
      const { code, records } = await ask(exchange, server, question, { tcp: false, seconds: SECONDS });
      if (records.some(({ type, owner }) => type === 'SOA' && owner === question.name))
        return well(SUBJECT, `This machine itself asks ${server.address}, which knows ${name}.`);
      reasons.push(`${server.address} does not know ${name} (${code})`);
      if (code === 'NOERROR' || code === 'NXDOMAIN') break;
    } catch (error) {
      reasons.push(reasonOf(error).replace(/\.$/, ''));
    }
  }
  const seen = reasons.length === 0 ? 'no DNS server is named' : reasons.join('; ');
  return warning(SUBJECT, `Programs of this machine do not find ${name}: ${seen}.`, advice);
}

/** As Node names a server: `10.0.0.1`, `10.0.0.1:5353`, `fd00::1`, `[fd00::1]:5353`. */
export function endpointOf(text: string): readonly Endpoint[] {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([0-9.]+))(?::\d+)?$/.exec(text) ?? [];
  const [, port = String(DNS)] = /(?:\]|^[0-9.]+):(\d+)$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? text;
  return address === '' ? [] : [{ address, port: Number(port) }];
}
