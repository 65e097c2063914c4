import ldapjs, { type DN } from 'ldapjs';
import type { DistinguishedName, RelativeName } from '../../core/directory.js';

/** One level of a name; more than one attribute only in names that others made (`cn=a+uid=b`). */
type Level = readonly RelativeName[];

/** RFC 4512, 1.4: a short name or a numeric OID. */
const TYPE = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)$/;
/** What stands for itself. Everything else is written as `\XX` for each byte of its UTF-8 (RFC 4514, 2.4). */
const PLAIN = /[A-Za-z0-9._@-]/;

function escapeValue(value: string): string {
  let text = '';
  for (const byte of Buffer.from(value, 'utf8')) {
    const character = String.fromCharCode(byte);
    text += byte < 0x80 && PLAIN.test(character) ? character : `\\${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}

/** One attribute of a level, and what ends it. */
const PAIR = /([A-Za-z0-9.-]+)=((?:[^\\,+"<>;\0]|\\[0-9A-Fa-f]{2}|\\[ "#+,;<=>\\])*)(,|\+|$)/y;

/**
 * Reads the text of a name as slapd writes it (RFC 4514): values are plain characters, `\` with two hex digits, or `\`
 * with one of the special characters.
 * @throws Error when it is none, or has values in the `#` form, whose meaning depends on the schema
 */
function levelsOf(text: string): readonly Level[] {
  const levels: Level[] = [];
  let level: RelativeName[] = [];
  PAIR.lastIndex = 0;
  for (;;) {
    const start = PAIR.lastIndex;
    const [, type, raw, end] = PAIR.exec(text) ?? [];
    if (type === undefined || raw === undefined)
      throw new Error(`not a distinguished name from position ${start} on`);
    level.push({ type, value: unescape(raw) });
    if (end === '+') continue;
    levels.push(level);
    if (end !== ',') return levels;
    level = [];
  }
}

function unescape(raw: string): string {
  const parts = raw.match(/\\[0-9A-Fa-f]{2}|\\.|[^\\]+/gs) ?? [];
  if (/^[ #]/.test(parts[0] ?? '') || /^[^\\]* $/.test(parts.at(-1) ?? '')) {
    throw new Error('not a distinguished name: a value begins or ends with what must be escaped there');
  }
  const bytes = parts.map((part) => {
    if (!part.startsWith('\\')) return Buffer.from(part, 'utf8');
    return part.length === 3 ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part.slice(1), 'utf8');
  });
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(bytes));
}

function levels(name: DistinguishedName | string): readonly Level[] {
  if (typeof name !== 'string') return name.map((part) => [part]);
  return name === '' ? [] : levelsOf(name);
}

function check(level: Level): void {
  const types = new Set<string>();
  for (const { type, value } of level) {
    if (!TYPE.test(type)) throw new Error(`not an attribute type: ${type}`);
    if (/\p{Cs}/u.test(value)) throw new Error('a name contains half of a surrogate pair');
    types.add(type.toLowerCase());
  }
  if (types.size !== level.length) throw new Error('a level of a name has the same attribute twice');
}

/**
 * The text of a name (RFC 4514) in which only letters, digits and `._@-` stand for themselves.
 * @param name literal values, or the text that a server gave
 * @throws Error when the text is not a distinguished name, or a value cannot be written in UTF-8
 */
export function textOfName(name: DistinguishedName | string): string {
  return levels(name)
    .map((level) => {
      check(level);
      return level.map(({ type, value }) => `${type}=${escapeValue(value)}`).join('+');
    })
    .join(',');
}

/**
 * The name as an ldapjs object that is sent as {@link textOfName} says. ldapjs leaves backslashes alone when it writes
 * a name, so values that are escaped already, down to plain ASCII, pass through it unchanged.
 */
export function ldapjsName(name: DistinguishedName | string): DN {
  return new ldapjs.DN({
    rdns: levels(name).map((level) => {
      check(level);
      return new ldapjs.RDN(Object.fromEntries(level.map(({ type, value }) => [type, escapeValue(value)])));
    }),
  });
}
