import { domainToASCII, domainToUnicode } from 'node:url';
import { bad, good, type Reading } from './reading.js';

/** Behind a name while it is read: so a name whose last part is a number is not taken for an IPv4 address. */
const BEHIND = '.x';

/**
 * Reads labels with dots between them as somebody types them (RFC 1123, 2.1; RFC 5890 where they are not ASCII). The
 * canonical form is lower case and Unicode. Spaces around it are left out.
 * @param noun what the sentences call it: `host name`
 * @param underscores whether `_` may stand in it, as in the owners of TXT and SRV records (RFC 8552)
 */
export function readLabels(text: string, noun: string, underscores = false): Reading {
  const typed = text.trim();
  if (typed.length > 1000) return bad(`The ${noun} is too long: a name has at most 253 characters.`);
  const odd = (underscores ? /[^\p{L}\p{M}\p{N}._-]/u : /[^\p{L}\p{M}\p{N}.-]/u).exec(typed)?.[0];
  if (odd !== undefined) return bad(oddCharacter(odd, noun));
  if (typed.split('.').includes('')) {
    return bad(`There is a dot too many in the ${noun}: every part between the dots needs a name.`);
  }
  return readParts(typed, noun);
}

function oddCharacter(odd: string, noun: string): string {
  if (/\s/.test(odd)) return `A ${noun} has no spaces in it.`;
  if (/[\p{C}\p{Default_Ignorable_Code_Point}]/u.test(odd)) {
    return `The ${noun} contains a character that cannot be seen. Type it again by hand.`;
  }
  return `A ${noun} has no “${odd}” in it: use letters, digits, hyphens and dots.`;
}

function readParts(typed: string, noun: string): Reading {
  const ascii = domainToASCII(typed + BEHIND).slice(0, -BEHIND.length);
  const name = domainToUnicode(ascii + BEHIND).slice(0, -BEHIND.length);
  if ([...typed.split('.'), ...name.split('.')].some((label) => /^-|-$/.test(label))) {
    return bad(`A part of a ${noun} cannot begin or end with a hyphen.`);
  }
  const fixed = name.toLowerCase().normalize('NFKC') === name && asciiName(name + BEHIND) === ascii + BEHIND;
  if (!fixed || !/^[\p{L}\p{M}\p{Nd}._-]+$/u.test(name)) {
    return bad(`This is not a name that the DNS can have. Check the spelling.`);
  }
  if (ascii.length > 253) return bad(`The ${noun} is too long: a name has at most 253 characters.`);
  if (ascii.split('.').some((label) => label.length > 63)) {
    return bad(`A part of the ${noun} is too long: at most 63 characters between two dots.`);
  }
  return good(name);
}

/** The name as the DNS writes it: A-labels where it is not ASCII (RFC 5890), lower case. */
export function asciiName(name: string): string {
  return domainToASCII(name);
}

/** Whether the text is an IP address or what is left of one, and so no name. */
export function looksLikeAddress(typed: string): boolean {
  return /^[\d.]*\d[\d.]*$/.test(typed) || /^\[?[\da-f:.]*:[\da-f:.]*(?:%\w+)?\]?$/i.test(typed);
}
