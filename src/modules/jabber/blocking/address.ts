import { z } from 'zod';
import { isLoopback } from '../../../core/loopback.js';
import { say, type Sentence } from '../../../core/words/sentence.js';

const ipv4 = z.ipv4();
const ipv6 = z.ipv6();
/** What all addresses of one line begin with, as the guard sees it too: of IPv6, 64 bits name the line. */
const LINE = '::/64';

/** Prefixes of NAT64 (RFC 6052, RFC 8215), as {@link blockedWith} begins them. */
const NAT64 = /^64:ff9b:(:|1:)/;

/**
 * What is blocked with an address, in one spelling: an address of IPv4, or 64 bits of IPv6 (`2001:db8:1:2::/64`). Null for
 * what is no address.
 */
export function blockedWith(typed: string): string | null {
  const address = spelled(typed);
  if (address === null || address.includes('.')) return typed.trim().endsWith('/64') ? null : address;
  return `${lineOf(address)}/64`;
}

/**
 * Why an address must not be blocked, or null.
 * @param own this machine's own addresses
 */
export function blockingProblem(typed: string, own: readonly string[]): Sentence | null {
  const address = blockedWith(typed);
  if (address === null) return say`Type an address, such as 203.0.113.9 or 2001:db8::7.`;
  const isOwn = own.some((one) => spelled(one) === spelled(typed));
  // ::1 and addresses of IPv4 in another spelling begin with 64 bits of zero.
  if (isLoopback(address) || address === '0.0.0.0' || address === LINE || isOwn)
    return say`This is an address of this machine. It cannot be blocked: the panel tests the chat server from it.`;
  if (own.some(isWith(address)))
    return say`It shares its first 64 bits with this machine, and cannot be blocked without it.`;
  if (NAT64.test(address))
    return say`This is an address of NAT64: all clients that connect through it would be blocked.`;
  return null;
}

/** Whether an address is one of those that are blocked with another. */
export function isWith(blocked: string): (address: string) => boolean {
  return (address) => blockedWith(address) === blocked;
}

/** One address in one spelling, of IPv4 where it stands for such a one; null for what is none. */
function spelled(typed: string): string | null {
  const address = typed.trim().replace(/\/64$/, '');
  if (ipv4.safeParse(address).success) return address;
  if (!ipv6.safeParse(address).success) return null;
  const written = urlForm(address);
  const mapped = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(written);
  if (mapped === null) return written;
  const halves = mapped.slice(1).map((half) => parseInt(half, 16));
  return halves.flatMap((half) => [half >> 8, half & 255]).join('.');
}

/** The first 64 bits, as RFC 5952 writes them. */
function lineOf(address: string): string {
  const [head = '', tail] = urlForm(address).split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = (tail ?? '').split(':').filter((group) => group !== '').length;
  const zeros = tail === undefined ? 0 : 8 - groups.length - after;
  const all = [...groups, ...Array.from({ length: zeros }, () => '0'), ...(tail ?? '').split(':')];
  return urlForm(`${all.slice(0, 4).join(':')}::`);
}

/** In the one spelling that a URL has. */
function urlForm(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
