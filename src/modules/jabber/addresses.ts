import { isLoopback } from '../../core/loopback.js';
import type { Network } from '../../core/ports.js';

/** This machine's addresses, for people who are to write one into a DNS. */
export interface AdvisedAddresses {
  /** Those that the machine itself uses towards the internet; without a default route all that others may reach. */
  readonly first: readonly string[];
  /** The remaining ones: bridges, further networks. */
  readonly others: readonly string[];
}

/** Sorts this machine's addresses by how likely others reach it there. */
export async function advisedAddresses(network: Network): Promise<AdvisedAddresses> {
  const all = network.ownAddresses().filter((address) => !isLoopback(address) && !isLinkLocal(address));
  const outward = (await network.outwardAddresses()).filter((address) => all.includes(address));
  const first = outward.length > 0 ? outward : all;
  return { first, others: all.filter((address) => !first.includes(address)) };
}

/** An address that only the own network knows (RFC 1918, RFC 4193, RFC 6598). */
export function isPrivate(address: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:)/i.test(
    address,
  );
}

/** An address that is valid on one cable only (RFC 3927, RFC 4291). */
function isLinkLocal(address: string): boolean {
  return /^(?:169\.254\.|fe[89ab])/i.test(address);
}
