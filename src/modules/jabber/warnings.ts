import { nearEnd, type CertificateFacts } from '../../core/certificate.js';
import { isLoopback } from '../../core/loopback.js';
import type { Warning } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { dateOf } from './certificate.js';
import { judge } from './certificate-check.js';
import { advisedAddresses } from './addresses.js';
import { addressLines, dnsRecords, isTooLongForServices } from './dns-records.js';
import { asciiDomain, mixesScripts } from './domain.js';
import type { JabberSettings } from './settings.js';
import { english } from '../../core/words/english.js';

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
    sentence: `${settings.domain} ${whereItLeads(found)} Create these records in the DNS, or type this machine’s address into each client (“Connect server” in Pidgin).`,
    lines: dnsRecords(settings, layout, first),
    leadsHere: { name: settings.domain, addresses: first },
    ...(others.length === 0
      ? {}
      : {
          others: {
            summary: 'Other addresses of this machine',
            lines: addressLines(settings, others),
          },
        }),
  };
}

function whereItLeads(found: readonly string[]): string {
  if (found.length === 0) return 'does not resolve, so clients may not find this machine.';
  const addresses = found.join(', ');
  return found.some(isLoopback)
    ? `resolves to ${addresses} on this machine, which leads every machine to itself (often a line in /etc/hosts). What other machines get cannot be seen from here.`
    : `resolves to ${addresses}, which is not this machine, so clients may not find it.`;
}

function mixedScripts({ domain }: JabberSettings): Warning | null {
  if (!mixesScripts(domain)) return null;
  return {
    setting: 'domain',
    sentence: `The name mixes letters of different alphabets. In the DNS it is ${asciiDomain(domain)}; check that this is what you mean.`,
    lines: [],
  };
}

function tooLong(settings: JabberSettings): Warning | null {
  if (!isTooLongForServices(settings)) return null;
  return {
    setting: 'domain',
    sentence:
      'The domain is so long that the DNS cannot say on which ports its services are: clients find this machine by its address, on the usual ports. Choose a shorter domain.',
    lines: [],
  };
}

function unencrypted({ ssl }: JabberSettings): Warning | null {
  if (ssl === 'required') return null;
  return {
    setting: 'ssl',
    sentence:
      ssl === 'disabled'
        ? 'Everybody on the network can read all messages and all passwords. Choose “Required” unless a client of yours cannot encrypt at all.'
        : 'A client that is not set to encrypt sends its password readably, and everybody on the network can read it. Choose “Required” unless a client of yours cannot encrypt at all.',
    lines: [],
  };
}

/** What is said of the certificate beside SSL Support; what is said of its names stands at the domain. */
async function certificateWarning(machine: Machine, settings: JabberSettings): Promise<readonly Warning[]> {
  if (settings.ssl === 'disabled' && settings.certificate === 'own') return [];
  const { report, refusals, advice } = await judge(machine, settings);
  const [refusal] = Object.values(refusals);
  if (refusal !== undefined) {
    const isAboutName = report.problems.length === 0 && report.uncovered.length > 0;
    const sentence = `${english(refusal)} Until then a save is refused. See the Certificates page.`;
    return [{ setting: isAboutName ? 'domain' : 'ssl', sentence, lines: [] }];
  }
  if (settings.certificate !== 'own')
    return advice.map((sentence) => ({ setting: 'ssl', sentence: english(sentence), lines: [] }));
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
      ? `The certificate for ${domain} ended on ${dateOf(validTo)}. Save the changes: a new one is made.`
      : `The certificate for ${domain} ends on ${dateOf(validTo)}. The panel makes a new one at ${certificateQuietTime}.`;
  return [{ setting: 'ssl', sentence, lines: [] }];
}
