import { nearEnd, type CertificateFacts } from '../../core/certificate.js';
import { isLoopback } from '../../core/loopback.js';
import type { Warning } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { judge } from './certificate-check.js';
import { advisedAddresses } from './addresses.js';
import { addressLines, dnsRecords, isTooLongForServices } from './dns-records.js';
import { asciiDomain, mixesScripts } from './domain.js';
import type { JabberSettings } from './settings.js';
import { allOf, moment, passage, say, type Sentence } from '../../core/words/sentence.js';

/** Seconds that the resolver may take. */
const SECONDS = 2;

/** Advice about settings that are allowed. */
export async function warnings(machine: Machine, settings: JabberSettings): Promise<readonly Warning[]> {
  const [address, certificate] = await Promise.all([
    unresolved(machine, settings),
    certificateWarning(machine, settings),
  ]);
  const others = [address, mixedScripts(settings), tooLong(settings), unencrypted(settings)];
  return [...others.filter((warning) => warning !== null), ...certificate];
}

async function unresolved({ network, layout }: Machine, settings: JabberSettings): Promise<Warning | null> {
  const own = network.ownAddresses();
  const found = await network.resolve(asciiDomain(settings.domain), SECONDS);
  if (found.some((address) => own.includes(address) && !isLoopback(address))) return null;
  const { first, others } = await advisedAddresses(network);
  return {
    setting: 'domain',
    sentence: passage(
      whereItLeads(settings.domain, found),
      say`Create these records in the DNS, or enter this machine’s address in each client (“Connect server” in Pidgin).`,
    ),
    lines: dnsRecords(settings, layout, first),
    leadsHere: { name: settings.domain, addresses: first },
    ...(others.length === 0
      ? {}
      : {
          others: {
            summary: say`Other addresses of this machine`,
            lines: addressLines(settings, others),
          },
        }),
  };
}

function whereItLeads(domain: string, found: readonly string[]): Sentence {
  if (found.length === 0) return say`${{ domain }} does not resolve, so clients may not find this machine.`;
  const addresses = allOf(found);
  return found.some(isLoopback)
    ? say`${{ domain }} resolves to ${{ addresses }} on this machine. Such an address leads each machine to itself; the cause is often a line in /etc/hosts. The panel cannot see what other machines get.`
    : say`${{ domain }} resolves to ${{ addresses }}, but not to this machine, so clients may not find it.`;
}

function mixedScripts({ domain }: JabberSettings): Warning | null {
  if (!mixesScripts(domain)) return null;
  return {
    setting: 'domain',
    sentence: say`The name mixes letters of different alphabets. In the DNS it is ${{ domain: asciiDomain(domain) }}. Check that this is the name you want.`,
    lines: [],
  };
}

function tooLong(settings: JabberSettings): Warning | null {
  if (!isTooLongForServices(settings)) return null;
  return {
    setting: 'domain',
    sentence: say`The domain is too long for DNS records that name the ports of its services. Clients can only use the default ports at this machine’s address. Choose a shorter domain.`,
    lines: [],
  };
}

function unencrypted({ ssl }: JabberSettings): Warning | null {
  if (ssl === 'required') return null;
  return {
    setting: 'ssl',
    sentence:
      ssl === 'disabled'
        ? say`Anyone on the network can read all messages and all passwords. Choose “Required” unless one of your clients cannot encrypt at all.`
        : say`A client that is not set to encrypt sends its password unencrypted, and anyone on the network can read it. Choose “Required” unless one of your clients cannot encrypt at all.`,
    lines: [],
  };
}

/** Advice about the certificate, shown at SSL Support; advice about its names is shown at the domain. */
async function certificateWarning(machine: Machine, settings: JabberSettings): Promise<readonly Warning[]> {
  if (settings.ssl === 'disabled' && settings.certificate === 'own') return [];
  const { report, refusals, advice } = await judge(machine, settings);
  const [refusal] = Object.values(refusals);
  if (refusal !== undefined) {
    const isAboutName = report.problems.length === 0 && report.uncovered.length > 0;
    const sentence = passage(refusal, say`Until then the panel refuses to save. See the Certificates page.`);
    return [{ setting: isAboutName ? 'domain' : 'ssl', sentence, lines: [] }];
  }
  if (settings.certificate !== 'own')
    return advice.map((sentence) => ({ setting: 'ssl', sentence, lines: [] }));
  return ownEnds(machine, settings, report.facts);
}

function ownEnds(
  { clock }: Machine,
  settings: JabberSettings,
  facts: CertificateFacts | null,
): readonly Warning[] {
  if (facts === null || nearEnd(facts, clock.now()) === 'no') return [];
  const { validTo } = facts;
  const { domain, certificateQuietTime } = settings;
  const sentence =
    new Date(validTo) <= clock.now()
      ? say`The certificate for ${{ domain }} expired on ${{ day: moment(validTo, 'day') }}. Save the changes, and the panel makes a new one.`
      : say`The certificate for ${{ domain }} expires on ${{ day: moment(validTo, 'day') }}. The panel makes a new one at ${{ time: certificateQuietTime }}.`;
  return [{ setting: 'ssl', sentence, lines: [] }];
}
