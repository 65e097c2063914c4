import { z } from 'zod';
import { isLoopback } from '../../../core/loopback.js';
import { say, type Sentence } from '../../../core/words/sentence.js';

const ipv4 = z.ipv4();
const ipv6 = z.ipv6();
/** What all addresses of one line begin with, as the guard sees it too: of IPv6, 64 bits name the line. */
const LINE = '::/64';

/**
 * What is blocked with an address, in one spelling: an address of IPv4, or 64 bits of IPv6 (`2001:db8:1:2::/64`). Null for
 * what is no address.
 */
export function blockedWith(typed: string): string | null {
  const address = typed
    .trim()
    .replace(/\/64$/, '')
    .replace(/^::ffff:(?=[\d.]+$)/i, '');
  if (ipv4.safeParse(address).success) return address;
  if (!ipv6.safeParse(address).success) return null;
  return `${lineOf(address)}/64`;
}

/**
 * Why an address must not be blocked, or null.
 * @param own this machine's own addresses
 */
export function blockingProblem(typed: string, own: readonly string[]): Sentence | null {
  const address = blockedWith(typed);
  if (address === null) return say`Type an address, such as 203.0.113.9 or 2001:db8::7.`;
  // ::1 and addresses of IPv4 in another spelling begin with 64 bits of zero.
  if (isLoopback(address) || address === '0.0.0.0' || address === LINE || own.some(isWith(address)))
    return say`This is an address of this machine. It cannot be blocked: the panel tests the chat server from it.`;
  return null;
}

/** Whether an address is one of those that are blocked with another. */
export function isWith(blocked: string): (address: string) => boolean {
  return (address) => blockedWith(address) === blocked;
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
