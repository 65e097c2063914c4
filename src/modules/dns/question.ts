import { isLoopback } from '../../core/loopback.js';
import type { Question, WantedChange } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { readAddress } from './address.js';
import type { DnsSettings } from './domain-row.js';

/** Where the DNS servers stand that this machine asks; the second is systemd-resolved's, behind its own 127.0.0.53. */
const RESOLVERS = ['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf'];

/**
 * Asked at the first domain: a school whose machines ask this server loses the internet when it answers about its own
 * domains only.
 */
export async function question(
  machine: Machine,
  { draft, wanted }: WantedChange<DnsSettings>,
): Promise<Question | null> {
  if (draft.domains.length > 0 || wanted.domains.length === 0 || wanted.resolve) return null;
  const forwarders = wanted.forwarders.length > 0 ? wanted.forwarders : await resolversOf(machine);
  const asked =
    forwarders.length === 0
      ? 'It would ask the servers of the internet directly.'
      : `It would ask ${forwarders.join(', ')} about them, as this machine does now.`;
  return {
    title: 'Is this the DNS of your network?',
    sentences: [
      'Do other machines use this one as their DNS server, or will they? Then they find nothing but your own domains, unless it answers questions about other names too.',
      `${asked} Only private networks get such answers. You can change this at any time.`,
    ],
    answers: [
      { label: 'Yes, answer about other names too', settings: { resolve: true, forwarders } },
      { label: 'No, only about my own domains', settings: {} },
    ],
  };
}

/** The DNS servers that this machine asks now, but for itself. */
async function resolversOf({ files, network }: Machine): Promise<readonly string[]> {
  const texts = await Promise.all(RESOLVERS.map((path) => files.read(path).catch(() => null)));
  const named = texts.flatMap((text) =>
    [...(text ?? '').matchAll(/^[ \t]*nameserver[ \t]+(\S+)/gm)].map(([, address = '']) => address),
  );
  const own = network.ownAddresses();
  return [...new Set(named)].filter(
    (address) => readAddress(address).ok && !own.includes(address) && !isLoopback(address),
  );
}
