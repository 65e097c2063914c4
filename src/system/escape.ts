import type { TextFormat } from '../core/ports.js';
import { say } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
import { bind, zone } from './escape-dns.js';

/** Turns a template's value into text of a format. Throws Trouble when the format cannot express it. */
export type Escape = (value: unknown) => string;

const CONTROL = /\p{Cc}/u;
/** What XML 1.0 (2.2, Char) forbids beyond control characters: U+FFFE, U+FFFF and halves of surrogate pairs. */
const NOT_XML = /[\uFFFE\uFFFF]|\p{Cs}/u;

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new Trouble(
    value === undefined || value === null
      ? say`A value is missing.`
      : say`A value has the wrong type: ${{ type: typeof value }}.`,
  );
}

/**
 * For element texts and attribute values of XML 1.0 that daemons with a reader of their own read: it takes an empty text for
 * `1`, keeps padding, and expands `${`, so none of these can be expressed. Flags are elements that are there or not:
 * a boolean is refused.
 */
function xml(value: unknown): string {
  const text = textOf(value);
  if (text === '') throw new Trouble(say`A value is empty.`);
  if (text.trim() !== text) throw new Trouble(say`A value begins or ends with a space.`);
  if (text.includes('${')) throw new Trouble(say`A value contains “\${”.`);
  if (CONTROL.test(text)) throw new Trouble(say`A value contains a control character.`);
  if (NOT_XML.test(text)) throw new Trouble(say`A value contains a character that XML does not allow.`);
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** One whole argument of a line of slapd.conf(5): in quotes, `"` and `\` escaped, unless it is plainly harmless. */
function slapd(value: unknown): string {
  const text = textOf(value);
  if (CONTROL.test(text)) throw new Trouble(say`A value contains a control character.`);
  if (/^[A-Za-z0-9/][A-Za-z0-9._/:=,@%+-]*$/.test(text)) return text;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function json(value: unknown): string {
  if (value === undefined || value === null) throw new Trouble(say`A value is missing.`);
  return JSON.stringify(value);
}

/** The escape of each format. */
export const escapes: Readonly<Record<TextFormat, Escape>> = {
  xml,
  slapd,
  json,
  zone,
  bind,
  text: textOf,
};
