import type { Secret } from './secret.js';

const PRIVATE_KEY = /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----)/g;

/** The text with every secret, and every private key in PEM, replaced by `****`. */
export function redact(text: string, secrets: readonly Secret[]): string {
  return secrets
    .map((secret) => secret.reveal())
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '****'), text)
    .replace(PRIVATE_KEY, '$1****$2');
}
