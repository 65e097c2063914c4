import { quantity, say } from '../../core/words/sentence.js';
import { asciiName, looksLikeAddress, readLabels } from './labels.js';
import { bad, good, type Reading } from './reading.js';

/** Longest name of a zone: so much is left for `hostmaster.` and other short names in front of it (RFC 1035, 2.3.4). */
const ZONE_CHARACTERS = 240;

/** Names that no clients ask us for (RFC 6761, RFC 7686), and the trees of addresses, which have no hosts. */
const RESERVED = ['localhost', 'invalid', 'onion', 'in-addr.arpa', 'ip6.arpa'];

/**
 * Reads the name of a domain that we serve. A dot at its end is left out.
 * @returns its canonical form: lower case, Unicode where it is not ASCII
 */
export function readZoneName(text: string): Reading {
  const typed = text.trim();
  if (typed === '') return bad(say`Type the domain, for example school.lan.`);
  if (looksLikeAddress(typed))
    return bad(say`This looks like an IP address. Type a name, for example school.lan.`);
  const read = readLabels(withoutFinalDot(typed));
  if (!read.ok) return read;
  if (/(?:^|\.)\d+$/.test(read.value)) return bad(say`The last part of a domain cannot be a number.`);
  const reserved = RESERVED.find((name) => isWithin(read.value, name));
  if (reserved !== undefined) {
    return bad(
      say`Names that end in “${{ name: reserved }}” have a fixed meaning everywhere. Choose another domain.`,
    );
  }
  if (asciiName(read.value).length > ZONE_CHARACTERS) {
    return bad(say`The domain is too long: at most ${{ count: quantity(ZONE_CHARACTERS) }} characters.`);
  }
  return read;
}

/**
 * Reads the name of a host, or an alias, relative to its domain: `printer`, `a.b` (RFC 1123, 2.1).
 * @returns its canonical form
 */
export function readHostName(text: string): Reading {
  const typed = text.trim();
  if (typed === '') return bad(say`Type the host name, for example printer.`);
  if (typed.endsWith('.')) return bad(say`Type the host name without the domain and without a final dot.`);
  return readLabels(typed);
}

/**
 * Reads the name that a service or a text stands at, relative to its domain. Underscores are allowed: `_dmarc` (RFC 8552).
 * @returns its canonical form; '' for the domain itself, which may be typed as `@` too
 */
export function readOwner(text: string): Reading {
  const typed = text.trim();
  if (typed === '' || typed === '@') return good('');
  if (typed.endsWith('.')) return bad(say`Type the name without the domain and without a final dot.`);
  return readLabels(typed, true);
}

const NO_ADDRESS = say`Type the name of a host here, not its address: add the address under Hosts.`;

/**
 * Reads the host that a record leads to. One rule for name servers, mail exchangers and services: a name without a dot
 * is a host of this domain (`mail`), a name with a dot is a full name (`mail.example.org`), and `@` is the domain itself.
 * @returns its canonical form; a dot at the end is kept only where it tells a full name of one part (`mail.`)
 */
export function readTarget(text: string): Reading {
  const typed = text.trim();
  if (typed === '')
    return bad(say`Type a host: mail for one of this domain, or a full name such as mail.example.org.`);
  if (typed === '@') return good('@');
  if (looksLikeAddress(typed)) return bad(NO_ADDRESS);
  const read = readLabels(withoutFinalDot(typed));
  if (!read.ok) return read;
  // Digits of other scripts are digits in the DNS.
  if (looksLikeAddress(read.value)) return bad(NO_ADDRESS);
  if (read.value.includes('.')) {
    return /\.\d+$/.test(read.value) ? bad(say`The last part of a full name cannot be a number.`) : read;
  }
  if (!typed.endsWith('.')) return read;
  // named takes `1.` for an address.
  return /^(?:\d+|0x[\da-f]*)$/.test(read.value)
    ? bad(say`The last part of a full name cannot be a number.`)
    : good(`${read.value}.`);
}

function withoutFinalDot(typed: string): string {
  return typed.length > 1 && typed.endsWith('.') ? typed.slice(0, -1) : typed;
}

/** The absolute name, in A-labels and without a dot at its end, of what stands at a relative name of a domain. */
export function ownerName(relative: string, domain: string): string {
  return asciiName(relative === '' ? domain : `${relative}.${domain}`);
}

/** The absolute name that a target (see {@link readTarget}) of a domain means, in A-labels and without a dot at its end. */
export function targetName(target: string, domain: string): string {
  if (target === '@') return asciiName(domain);
  return target.includes('.') ? asciiName(withoutFinalDot(target)) : ownerName(target, domain);
}

/** Whether a name is this zone's own name or lies below it. Both in A-labels. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}
