import type { Warning } from '../../core/module.js';
import type { Machine } from '../../core/ports.js';
import { hostsOf, ownSource } from './certificate.js';
import { dnsRecords, publicAddresses } from './dns-records.js';
import { asciiDomain, mixesScripts } from './domain.js';
import type { JabberSettings } from './settings.js';

/** Seconds that the resolver may take. */
const SECONDS = 2;

/** Days before its end from which a certificate is warned of. */
const DAYS_AHEAD = 30;

/** Advice about settings that are allowed. */
export async function warnings(machine: Machine, settings: JabberSettings): Promise<readonly Warning[]> {
  const [address, certificate] = await Promise.all([
    unresolved(machine, settings),
    certificateEnds(machine, settings),
  ]);
  return [address, mixedScripts(settings), unencrypted(settings), certificate].filter(
    (warning) => warning !== null,
  );
}

async function unresolved({ network, layout }: Machine, settings: JabberSettings): Promise<Warning | null> {
  const own = network.ownAddresses();
  const addresses = await network.resolve(asciiDomain(settings.domain), SECONDS);
  if (addresses.some((address) => own.includes(address))) return null;
  const seen =
    addresses.length === 0
      ? 'does not resolve'
      : `resolves to ${addresses.join(', ')}, which is not this machine`;
  return {
    setting: 'domain',
    sentence:
      `${settings.domain} ${seen}, so clients may not find this machine. Create these records in the DNS, ` +
      'or type this machine’s address into each client (“Connect server” in Pidgin).',
    lines: dnsRecords(settings, layout, publicAddresses(own)),
  };
}

function mixedScripts({ domain }: JabberSettings): Warning | null {
  if (!mixesScripts(domain)) return null;
  return {
    setting: 'domain',
    sentence: `The name mixes letters of different alphabets. In the DNS it is ${asciiDomain(domain)}; check that this is what you mean.`,
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

async function certificateEnds(machine: Machine, { domain, ssl }: JabberSettings): Promise<Warning | null> {
  if (ssl === 'disabled') return null;
  const { facts } = await machine.certificates.examine(ownSource(domain), hostsOf(domain));
  if (facts === null) return null;
  const end = new Date(facts.validTo);
  const days = Math.floor((end.getTime() - machine.clock.now().getTime()) / 86_400_000);
  if (days > DAYS_AHEAD) return null;
  const date = end.toISOString().slice(0, 10);
  return {
    setting: 'ssl',
    sentence:
      days < 0
        ? `The certificate for ${domain} ended on ${date}. Save the changes: a new one is made.`
        : `The certificate for ${domain} ends on ${date}. After that day a save makes a new one.`,
    lines: [],
  };
}
