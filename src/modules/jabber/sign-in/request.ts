import { Secret } from '../../../core/secret.js';
import { preparedPassword } from '../password.js';

/** What c2s asks, by way of the relay. */
export type Request =
  | { readonly kind: 'check'; readonly name: string; readonly password: Secret; readonly realm: string }
  /** It cannot be answered with yes; `name` is who it is about, as far as that can be told. */
  | { readonly kind: 'refused'; readonly name: string; readonly reason: string };

/** Base64 as c2s writes it (apr_base64): padded, and nothing else in it. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Reads one line, without its newline: `CHECK-PASSWORD name base64-password realm` (jabberd2's authreg_pipe.c). A
 * name with a space makes a fifth word.
 */
export function readRequest(line: string): Request {
  const words = line.split(' ');
  const [verb, name = '', encoded = '', realm = ''] = words;
  const refused = (reason: string): Request => ({ kind: 'refused', name, reason });
  if (verb !== 'CHECK-PASSWORD' || words.length < 4) {
    return { kind: 'refused', name: '', reason: 'this is no question for a password check' };
  }
  if (words.length > 4) return refused('the name has a space in it');
  if (!BASE64.test(encoded)) return refused('the password does not come in base64');
  const password = decoded(encoded);
  if (password === null) return refused('the password is not in UTF-8');
  if (password === '') return refused('the password is empty');
  return { kind: 'check', name, password: new Secret(preparedPassword(password) ?? password), realm };
}

function decoded(encoded: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(encoded, 'base64'));
  } catch {
    return null;
  }
}
