import { createHash } from 'node:crypto';
import { maskedSecret, type Secret } from '../core/secret.js';

/** A private key in PEM (RFC 7468). */
const PRIVATE_KEY = '-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?-----END [A-Z ]*PRIVATE KEY-----';

/** A brace of the text itself that could be taken for the beginning of a mask. */
const BRACE = '\\{(?=secret |private key |brace\\})';

/**
 * The text with every secret as `{secret NAME}` and every private key as `{private key sha256:…}`. Two texts that differ
 * are masked differently, so that masked texts can be compared instead: where the text itself has something that looks
 * like a mask, its brace becomes `{brace}`.
 */
export function masked(text: string, secrets: ReadonlyMap<string, Secret>): string {
  const names = new Map([...secrets].map(([name, secret]) => [secret.reveal(), name]));
  const literals = [...names.keys()].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  const maskable = new RegExp([PRIVATE_KEY, BRACE, ...literals.map(escaped)].join('|'), 'g');
  return text.replace(maskable, (found) => {
    if (found === '{') return '{brace}';
    const name = names.get(found);
    return name === undefined ? `{private key sha256:${digestOf(found)}}` : maskedSecret(name);
  });
}

/** SHA-256 in hexadecimal digits. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
