import { bad, good, type Reading } from './reading.js';

/**
 * Reads the address of a host, IPv4 (RFC 1123, 2.1, four decimal numbers) or IPv6 (RFC 4291).
 * @returns its canonical text: IPv6 as RFC 5952 writes it
 */
export function readAddress(text: string): Reading {
  const typed = text.trim();
  if (typed === '') return bad('Type an IP address, for example 192.168.1.10.');
  return typed.includes(':') ? readIpv6(typed) : readIpv4(typed);
}

function readIpv4(typed: string): Reading {
  const parts = typed.split('.');
  if (!/^[\d.]+$/.test(typed) || parts.length !== 4 || parts.includes('')) {
    return bad(`“${short(typed)}” is not an IP address. Type one, for example 192.168.1.10.`);
  }
  if (parts.some((part) => /^0\d/.test(part))) {
    return bad('A number of an IP address has no zeros in front: some programs would read it as octal.');
  }
  if (parts.some((part) => Number(part) > 255)) return bad('No number of an IP address is larger than 255.');
  const [first = 0] = parts.map(Number);
  if (first === 0) return bad('An address that begins with 0 is nobody’s. Type the address of a host.');
  if (first >= 224) return bad('This is not the address of a single host: those end before 224.0.0.0.');
  return good(typed);
}

function readIpv6(typed: string): Reading {
  if (typed.includes('%')) {
    return bad(
      'Leave out the “%” and what follows: it means a network card of one machine, and others cannot use it.',
    );
  }
  const canonical = /^[\da-f:.]+$/i.test(typed) ? canonicalIpv6(typed) : null;
  if (canonical === null) {
    return bad(`“${short(typed)}” is not an IPv6 address. Type one, for example 2001:db8::10.`);
  }
  if (canonical === '::') return bad('The address “::” is nobody’s. Type the address of a host.');
  if (/^ff/.test(canonical)) return bad('This is not the address of a single host: it begins with ff.');
  if (/^fe[89ab]/.test(canonical)) {
    return bad(
      'An address that begins with fe80 is valid on one cable only. Type another address of the host.',
    );
  }
  if (canonical.startsWith('::ffff:')) return bad('Type this address as the IPv4 address that it is.');
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
