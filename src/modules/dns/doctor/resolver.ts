import { warning, well, type Finding } from '../../../core/finding.js';
import type { DoctorCheck } from '../../../core/module/index.js';
import type { Endpoint, Exchange } from '../../../core/ports.js';
import { passage, say, type Sentence } from '../../../core/words/sentence.js';
import { troubleOf } from '../../../errors.js';
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
    const advice = passage(
      here(dnsPort(layout), resolve),
      say`Let the DNS server of your network ask this machine about the domain.`,
    );
    const asked = domains.slice(0, MOST).map(({ name }) => knows(exchange, servers, name, advice));
    return Promise.all(asked);
  },
};

/** What to do on this machine itself. */
function here(port: number, resolvesOthers: boolean): Sentence {
  if (port !== DNS)
    return say`The DNS server of this panel uses port ${{ port }}, which cannot be written in /etc/resolv.conf.`;
  return resolvesOthers
    ? say`Add "nameserver 127.0.0.1" to /etc/resolv.conf.`
    : say`Choose "Answer questions about other names" and add "nameserver 127.0.0.1" to /etc/resolv.conf.`;
}

/** Asks the servers as the C library does: the next one where one is silent or refuses. */
export async function knows(
  exchange: Exchange,
  servers: readonly Endpoint[],
  name: string,
  advice: Sentence,
): Promise<Finding> {
  const reasons: Sentence[] = [];
  for (const server of servers) {
    try {
      const question = { name: asciiName(name), type: 'SOA' } as const;
      const { code, records } = await ask(exchange, server, question, { tcp: false, seconds: SECONDS });
      if (records.some(({ type, owner }) => type === 'SOA' && owner === question.name))
        return well(
          SUBJECT,
          say`This machine asks the DNS server ${{ address: server.address }}, which knows ${{ domain: name }}.`,
        );
      reasons.push(say`${{ address: server.address }} does not know ${{ domain: name }} (${{ code }}).`);
      if (code === 'NOERROR' || code === 'NXDOMAIN') break;
    } catch (error) {
      reasons.push(troubleOf(error));
    }
  }
  const seen =
    reasons.length === 0
      ? say`Programs on this machine do not find ${{ domain: name }}: no DNS server is configured.`
      : passage(say`Programs on this machine do not find ${{ domain: name }}.`, ...reasons);
  return warning(SUBJECT, seen, advice);
}

/** As Node names a server: `10.0.0.1`, `10.0.0.1:5353`, `fd00::1`, `[fd00::1]:5353`. */
export function endpointOf(text: string): readonly Endpoint[] {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([0-9.]+))(?::\d+)?$/.exec(text) ?? [];
  const [, port = String(DNS)] = /(?:\]|^[0-9.]+):(\d+)$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? text;
  return address === '' ? [] : [{ address, port: Number(port) }];
}
