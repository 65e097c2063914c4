import { redact } from '../core/redact.js';
import type { Secret } from '../core/secret.js';

/** A field whose name says that its value is a secret: `bindpw=…`, `"password": "…"`, `<secret>…`. */
const secretField =
  /\b(\w*(?:passw(?:or)?d|passphrase|bindpw|rootpw|secret|token|credentials))(["']?\s*[:=>]\s*["']?)[^\s"'<>]+/gi;
/** What a client sends to sign in (RFC 6120, 6.4). */
const saslText = /(<(?:auth|response)\b[^>]*>)[^<]+/gi;

/** A daemon's log line without the secrets, and without what stands in the place of a password. */
export function redactLine(line: string, secrets: readonly Secret[]): string {
  return redact(line, secrets).replace(secretField, '$1$2****').replace(saslText, '$1****');
}
