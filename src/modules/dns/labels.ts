import { domainToASCII, domainToUnicode } from 'node:url';
import { say, type Sentence } from '../../core/words/sentence.js';
import { bad, good, type Reading } from './reading.js';

const TOO_LONG = say`The name is too long: at most 253 characters.`;

/** Behind a name while it is read: so a name whose last part is a number is not taken for an IPv4 address. */
const BEHIND = '.x';

/**
 * Reads labels with dots between them as somebody types them (RFC 1123, 2.1; RFC 5890 where they are not ASCII). The
 * canonical form is lower case and Unicode. Spaces around it are left out.
 * @param underscores whether `_` may stand in it, as in the owners of TXT and SRV records (RFC 8552)
 */
export function readLabels(text: string, underscores = false): Reading {
  const typed = text.trim();
  if (typed.length > 1000) return bad(TOO_LONG);
  const odd = (underscores ? /[^\p{L}\p{M}\p{N}._-]/u : /[^\p{L}\p{M}\p{N}.-]/u).exec(typed)?.[0];
  if (odd !== undefined) return bad(oddCharacter(odd));
  if (typed.split('.').includes('')) {
    return bad(say`There is one dot too many in the name: each dot stands between two parts.`);
  }
  return readParts(typed);
}

function oddCharacter(odd: string): Sentence {
  if (/\s/.test(odd)) return say`A name has no spaces in it.`;
  if (/[\p{C}\p{Default_Ignorable_Code_Point}]/u.test(odd)) {
    return say`The name contains an invisible character. Type it again by hand.`;
  }
  return say`A name cannot contain “${{ character: odd }}”. Use letters, digits, hyphens and dots.`;
}

function readParts(typed: string): Reading {
  const ascii = domainToASCII(typed + BEHIND).slice(0, -BEHIND.length);
  const name = domainToUnicode(ascii + BEHIND).slice(0, -BEHIND.length);
  if ([...typed.split('.'), ...name.split('.')].some((label) => /^-|-$/.test(label))) {
    return bad(say`No part of a name begins or ends with a hyphen.`);
  }
  const fixed = name.toLowerCase().normalize('NFKC') === name && asciiName(name + BEHIND) === ascii + BEHIND;
  if (!fixed || !/^[\p{L}\p{M}\p{Nd}._-]+$/u.test(name)) {
    return bad(say`The DNS cannot hold this name. Check the spelling.`);
  }
  if (ascii.length > 253) return bad(TOO_LONG);
  if (ascii.split('.').some((label) => label.length > 63)) {
    return bad(say`A part of the name is too long: at most 63 characters between two dots.`);
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
