import { quantity, say } from '../../core/words/sentence.js';
import { bad, good, type Reading } from './reading.js';

/** Most bytes of one text: the longest keys for mail (DKIM) take less than half. */
const TEXT_BYTES = 2000;

/** Reads what a TXT record says (RFC 1035, 3.3.14): any characters on one line. Spaces around it are left out. */
export function readText(text: string): Reading {
  const typed = text.trim();
  if (typed === '') return bad(say`Type the text, for example v=spf1 mx -all.`);
  if (/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(typed))
    return bad(say`Type the text on one line, without control characters.`);
  if (textBytes(typed) > TEXT_BYTES)
    return bad(say`The text is too long: at most ${{ count: quantity(TEXT_BYTES) }} bytes.`);
  return good(typed);
}

/** How many bytes a text takes in UTF-8. */
export function textBytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
