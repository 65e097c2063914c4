import { say } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
/** Values that BIND's files cannot hold as plain texts carry what they are. */
type Tagged = Readonly<Record<'name' | 'address', unknown>>;

const CONTROL = /\p{Cc}/u;

/** Most bytes of one quoted string of a zone file (RFC 1035, 3.3). */
const STRING_BYTES = 255;

/**
 * One token of a zone file (RFC 1035, 5.1). `{ name }` is a domain name, which gets the dot at its end, `{ address }` an IP
 * address, a number is itself, and a text becomes quoted strings of at most 255 bytes each, in UTF-8.
 */
export function zone(value: unknown): string {
  const plain = plainToken(value);
  if (plain !== null) return plain;
  const bytes = Buffer.from(textOf(value), 'utf8');
  const strings = Array.from({ length: Math.max(1, Math.ceil(bytes.length / STRING_BYTES)) }, (_, index) =>
    bytes.subarray(index * STRING_BYTES, (index + 1) * STRING_BYTES),
  );
  return strings.map((string) => `"${[...string].map(zoneByte).join('')}"`).join(' ');
}

function zoneByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (character === '"' || character === '\\') return `\\${character}`;
  return byte < 0x20 || byte > 0x7e ? `\\${String(byte).padStart(3, '0')}` : character;
}

/**
 * One token of named.conf: `{ name }` is a domain name in quotes, `{ address }` an IP address, a number is itself, and a
 * text becomes a quoted string.
 */
export function bind(value: unknown): string {
  if (isTagged(value) && value.name !== undefined) return `"${nameOf(value.name).slice(0, -1)}"`;
  const plain = plainToken(value);
  if (plain !== null) return plain;
  const text = textOf(value);
  if (/["\\]/.test(text)) throw new Trouble(say`A value contains a quotation mark or a backslash.`);
  return `"${text}"`;
}

/** What both formats write the same way; null of a text. */
function plainToken(value: unknown): string | null {
  if (typeof value === 'number') {
    if (!Number.isInteger(value) || value < 0 || value > 0xff_ff_ff_ff) {
      throw new Trouble(say`A value is a number that BIND does not accept.`);
    }
    return String(value);
  }
  if (!isTagged(value)) return null;
  return value.name === undefined ? addressOf(value.address) : nameOf(value.name);
}

function isTagged(value: unknown): value is Partial<Tagged> {
  return typeof value === 'object' && value !== null && ('name' in value || 'address' in value);
}

/** Labels of letters, digits, hyphens and underscores (RFC 1123, 2.1; RFC 8552), within the lengths of RFC 1035, 2.3.4. */
function nameOf(value: unknown): string {
  const name = textOf(value);
  const labels = name.split('.');
  if (name.length > 253 || !labels.every((label) => /^[a-z\d_-]{1,63}$/i.test(label))) {
    throw new Trouble(say`A value is not a domain name.`);
  }
  return `${name}.`;
}

function addressOf(value: unknown): string {
  const address = textOf(value);
  if (!/^[\da-f:.]{2,45}$/i.test(address)) throw new Trouble(say`A value is not an IP address.`);
  return address;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) throw new Trouble(say`A value is missing.`);
  if (typeof value !== 'string')
    throw new Trouble(say`A value has the wrong type: ${{ type: typeof value }}.`);
  if (CONTROL.test(value)) throw new Trouble(say`A value contains a control character.`);
  if (/\p{Cs}/u.test(value)) throw new Trouble(say`A value contains an incomplete character.`);
  return value;
}
