import { say } from '../../core/words/sentence.js';
import { bad, good, type Reading } from './reading.js';

/**
 * Reads the address of a host, IPv4 (RFC 1123, 2.1, four decimal numbers) or IPv6 (RFC 4291).
 * @returns its canonical text: IPv6 as RFC 5952 writes it
 */
export function readAddress(text: string): Reading {
  const typed = text.trim();
  if (typed === '') return bad(say`Type an IP address, for example 192.168.1.10.`);
  return typed.includes(':') ? readIpv6(typed) : readIpv4(typed);
}

function readIpv4(typed: string): Reading {
  const parts = typed.split('.');
  if (!/^[\d.]+$/.test(typed) || parts.length !== 4 || parts.includes('')) {
    return bad(say`“${{ address: short(typed) }}” is not an IP address. Type one, for example 192.168.1.10.`);
  }
  if (parts.some((part) => /^0\d/.test(part))) {
    return bad(say`Leave out the leading zeros: some programs read such numbers as octal.`);
  }
  if (parts.some((part) => Number(part) > 255))
    return bad(say`The numbers in an IP address go from 0 to 255.`);
  const [first = 0] = parts.map(Number);
  if (first === 0) return bad(say`No host has an address that begins with 0. Type the address of a host.`);
  if (first >= 224) return bad(say`This is not the address of a single host: those are below 224.0.0.0.`);
  return good(typed);
}

function readIpv6(typed: string): Reading {
  if (typed.includes('%')) {
    return bad(say`Leave out the “%” and what follows: it names a network card of one machine.`);
  }
  const canonical = /^[\da-f:.]+$/i.test(typed) ? canonicalIpv6(typed) : null;
  if (canonical === null) {
    return bad(
      say`“${{ address: short(typed) }}” is not an IPv6 address. Type one, for example 2001:db8::10.`,
    );
  }
  if (canonical === '::') return bad(say`No host has the address “::”. Type the address of a host.`);
  if (/^ff/.test(canonical)) return bad(say`This is not the address of a single host: it begins with ff.`);
  if (/^fe[89ab]/.test(canonical)) {
    return bad(
      say`An address that begins with fe80 works on its own network segment only. Type another address of the host.`,
    );
  }
  if (canonical.startsWith('::ffff:')) return bad(say`Type this as an IPv4 address.`);
  return good(canonical);
}

/** As the URL standard writes it, which is RFC 5952's form; null when it is none. */
function canonicalIpv6(typed: string): string | null {
  if (/(?:^|[.:])0\d+\./.test(typed) || !URL.canParse(`http://[${typed}]/`)) return null;
  return new URL(`http://[${typed}]/`).hostname.slice(1, -1);
}

/** The type of the record that holds an address: A for IPv4 (RFC 1035), AAAA for IPv6 (RFC 3596). */
export function addressType(address: string): 'A' | 'AAAA' {
  return address.includes(':') ? 'AAAA' : 'A';
}

/** What was typed, as it stands in a sentence. */
function short(typed: string): string {
  const [...characters] = typed.replace(/\p{C}/gu, '');
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : characters.join('');
}
