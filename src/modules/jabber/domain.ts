import { domainToASCII, domainToUnicode } from 'node:url';
import { say, type Sentence } from '../../core/words/sentence.js';

/** A domain in its one canonical form, or the sentence that says what is wrong with it. */
export type ReadDomain =
  { readonly ok: true; readonly domain: string } | { readonly ok: false; readonly reason: Sentence };

/** Under this name the panel is a part of the server itself; it never changes with the domain (RFC 2606, `.invalid`). */
export const panelName = 'panel.ebox.invalid';

/** As whom the panel administers the chat rooms: mu-conference wants somebody at a domain. */
export const roomsAdministrator = `rooms@${panelName}`;

/**
 * As whom the panel asks other servers: they answer to the domain. User names begin with a letter or a digit
 * (core/user-name.ts), so this is nobody's. The router sends the answers to the panel (router-filter.xml).
 */
export function asksOthers(domain: string): string {
  return `~panel@${domain}`;
}

/** Names that parts of the server have on the router; a domain of the same name could not be bound. */
const TAKEN = ['router', 'sm', 'c2s', 's2s', panelName];

/**
 * Reads a domain name as somebody types it. The canonical form is lower case, and Unicode where the name is not ASCII
 * (a U-label, RFC 5890): jabberd2's c2s serves a stream to `bücher.example`, not one to its `xn--` form.
 * @param text as typed; spaces around it are left out
 */
export function readDomain(text: string): ReadDomain {
  const typed = text.trim();
  const reason = wrongBeforeReading(typed);
  if (reason !== null) return { ok: false, reason };
  const ascii = domainToASCII(typed);
  const domain = domainToUnicode(ascii);
  const wrong = wrongAfterReading(domain, ascii);
  return wrong === null ? { ok: true, domain } : { ok: false, reason: wrong };
}

const LIKE_AN_ADDRESS = say`This looks like an IP address. Type a name, for example chat.example.org.`;

function wrongBeforeReading(typed: string): Sentence | null {
  if (typed === '') return say`Type the domain name, for example chat.example.org.`;
  if (typed.length > 1000) return say`The domain name is too long: at most 253 characters.`;
  if (/^[\d.]*\d[\d.]*$/.test(typed) || /^\[?[\da-f:.]*:[\da-f:.]*(?:%\w+)?\]?$/i.test(typed)) {
    return LIKE_AN_ADDRESS;
  }
  const odd = /[^\p{L}\p{M}\p{N}.-]/u.exec(typed)?.[0];
  if (odd === undefined) return null;
  if (/\s/.test(odd)) return say`A domain name has no spaces in it.`;
  if (/[\p{C}\p{Default_Ignorable_Code_Point}]/u.test(odd)) {
    return say`The domain name contains an invisible character. Type it again by hand.`;
  }
  return say`A domain name cannot contain “${{ character: odd }}”. Use letters, digits, hyphens and dots.`;
}

function wrongAfterReading(domain: string, ascii: string): Sentence | null {
  const labels = domain.split('.');
  if (/^\d+$/.test(labels.at(-1) ?? '')) return LIKE_AN_ADDRESS;
  if (ascii !== '' && labels.includes(''))
    return say`There is one dot too many: each dot stands between two parts.`;
  if (labels.some((label) => label.startsWith('-') || label.endsWith('-'))) {
    return say`A part of a domain name cannot begin or end with a hyphen.`;
  }
  const fixed = domain.toLowerCase().normalize('NFKC') === domain && domainToASCII(domain) === ascii;
  if (!fixed || !/^[\p{L}\p{M}\p{Nd}.-]+$/u.test(domain)) {
    return say`A domain cannot have this name. Check the spelling.`;
  }
  if (ascii.length > 253) return say`The domain name is too long: at most 253 characters.`;
  if (ascii.split('.').some((label) => label.length > 63)) {
    return say`A part of the domain name is too long: at most 63 characters between two dots.`;
  }
  if (/[ßς]/.test(domain)) {
    return say`In a domain, the chat server reads “ß” as “ss” and “ς” as “σ”. Choose a name without them.`;
  }
  if (TAKEN.includes(domain))
    return say`“${{ domain }}” is the name of a part of the server itself. Choose another one.`;
  return null;
}

/** The domain as DNS and certificates write it (an A-label where it is not ASCII): `xn--bcher-kva.example`. */
export function asciiDomain(domain: string): string {
  return domainToASCII(domain);
}

/** The name under which the chat rooms of a domain are found. */
export function roomsHost(domain: string): string {
  return `conference.${domain}`;
}

/** Whether one part of the name mixes scripts (Latin and Cyrillic, say), as names made to look like another one do. */
export function mixesScripts(domain: string): boolean {
  const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
  return domain.split('.').some((label) => scripts.filter((script) => script.test(label)).length > 1);
}
