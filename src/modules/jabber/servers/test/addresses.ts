import { problem, well, type Finding } from '../../../../core/finding.js';
import { isLoopback } from '../../../../core/loopback.js';
import { allOf, say } from '../../../../core/words/sentence.js';
import { readable } from '../../readable.js';
import type { Endpoint, Place, Subject } from './subject.js';

/** Addresses that are tried. */
const MOST_ENDPOINTS = 4;

/** The addresses behind the places of a domain. */
export interface FoundEndpoints {
  readonly finding: Finding;
  readonly endpoints: readonly Endpoint[];
}

/** Looks up the addresses of these places. */
export async function findEndpoints(
  { machine: { network, resolver } }: Subject,
  places: readonly Place[],
): Promise<FoundEndpoints> {
  const found = await Promise.all(
    places.map(async ({ host, port }) =>
      ((await resolver.addresses(host)) ?? []).map((address) => ({ address, port })),
    ),
  );
  const all = found.flat();
  const hosts = allOf([...new Set(places.map(({ host }) => readable(host, { longest: 255 })))]);
  if (all.length === 0)
    return missing(
      problem(
        'addresses',
        say`The DNS has no address of ${{ hosts }}.`,
        say`Check how the domain is spelled. If it is right, its administrator must create the records.`,
      ),
    );
  const addresses = allOf([...new Set(all.map(({ address }) => address))].slice(0, MOST_ENDPOINTS));
  // s2s asks for IPv6 addresses only where this machine has one: listenOn in facts.ts.
  const hasIpv6 = network.ownAddresses().some((address) => address.includes(':'));
  const usable = all.filter(({ address }) => isPlace(address) && (hasIpv6 || !address.includes(':')));
  if (usable.length === 0)
    return missing(
      problem(
        'addresses',
        say`${{ hosts }} leads to ${{ addresses }}, where this server reaches no other machine.`,
        say`The administrator of the other server must correct the records. To an IPv6 address this machine needs one too.`,
      ),
    );
  return {
    finding: well('addresses', say`${{ hosts }} leads to ${{ addresses }}.`),
    endpoints: usable.slice(0, MOST_ENDPOINTS),
  };
}

function missing(finding: Finding): FoundEndpoints {
  return { finding, endpoints: [] };
}

/** `::ffff:192.0.2.1`, also written `::ffff:c000:201`, is an address of IPv4 (RFC 4291, 2.5.5.2). */
function withoutMapping(address: string): string {
  const url = `http://[${address}]`;
  const mapped = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(URL.canParse(url) ? new URL(url).hostname : '');
  if (mapped === null) return address;
  return mapped
    .slice(1)
    .flatMap((half) => [parseInt(half, 16) >> 8, parseInt(half, 16) & 255])
    .join('.');
}

/** Whether another machine can be at an address: no loopback, "any", link-local or multicast (RFC 6890). */
export function isPlace(address: string): boolean {
  const plain = withoutMapping(address);
  return !isLoopback(plain) && !/^(?:0\.|169\.254\.|22[4-9]\.|2[345]\d\.|::$|fe[89ab]|ff)/i.test(plain);
}
