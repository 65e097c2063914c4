import { isLoopback } from '../../core/loopback.js';
import type { Question, WantedChange } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { allOf, passage, say } from '../../core/words/sentence.js';
import { readAddress } from './address.js';
import type { DnsSettings } from './domain-row.js';

/** The files that name the DNS servers of this machine; the second is systemd-resolved's, behind its own 127.0.0.53. */
const RESOLVERS = ['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf'];

/**
 * Asked when the first domain is added: a school whose machines ask this server loses the internet if it answers only
 * about its own domains.
 */
export async function question(
  machine: Machine,
  { draft, wanted }: WantedChange<DnsSettings>,
): Promise<Question | null> {
  if (draft.domains.length > 0 || wanted.domains.length === 0 || wanted.resolve) return null;
  const forwarders = wanted.forwarders.length > 0 ? wanted.forwarders : await resolversOf(machine);
  const asked =
    forwarders.length === 0
      ? say`It would ask the servers of the internet directly.`
      : say`It would ask ${{ servers: allOf(forwarders) }} about them, as this machine does now.`;
  return {
    title: say`Is this the DNS server of your network?`,
    sentences: [
      say`Do other machines use this one as their DNS server, or will they? Then they can resolve only your own domains, unless this server answers questions about other names too.`,
      passage(asked, say`Only private networks get these answers. You can change this at any time.`),
    ],
    answers: [
      { label: say`Yes, answer about other names too`, settings: { resolve: true, forwarders } },
      { label: say`No, only about my own domains`, settings: {} },
    ],
  };
}

/** The DNS servers that this machine asks now, without itself. */
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
