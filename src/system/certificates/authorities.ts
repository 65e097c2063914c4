import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { inOneLine, isIssuedBy, isSelfSigned, type Bundle } from './bundle.js';
import { readBounded } from './bounded-file.js';

/** Debian's own list, with what the administrator added (ca-certificates). */
const SYSTEM_LIST = '/etc/ssl/certs/ca-certificates.crt';
/** In bytes. */
const LIST_LIMIT = 4_000_000;

let known: Promise<ReadonlyMap<string, readonly X509Certificate[]>> | null = null;

/** Who vouches for a chain: an authority that this machine or Node knows, itself, or nobody known. */
export async function trustOf({ chain }: Pick<Bundle, 'chain'>): Promise<{
  readonly trust: 'authority' | 'self-signed' | 'unknown';
  readonly missingIssuer: string;
}> {
  if (isSelfSigned(chain[0])) return { trust: 'self-signed', missingIssuer: '' };
  const last = chain.at(-1) ?? chain[0];
  known ??= authorities();
  const candidates = (await known).get(last.issuer) ?? [];
  if (candidates.some((authority) => isIssuedBy(last, authority)))
    return { trust: 'authority', missingIssuer: '' };
  return { trust: 'unknown', missingIssuer: isSelfSigned(last) ? '' : inOneLine(last.issuer) };
}

/** The authorities by subject. Read once: a new one is known after the panel's next start. */
async function authorities(): Promise<ReadonlyMap<string, readonly X509Certificate[]>> {
  const list = await readBounded(SYSTEM_LIST, LIST_LIMIT);
  const text = list.kind === 'read' ? Buffer.from(list.bytes).toString('utf8') : '';
  const pems = [
    ...rootCertificates,
    ...(text.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? []),
  ];
  const bySubject = new Map<string, X509Certificate[]>();
  for (const pem of pems) {
    try {
      const certificate = new X509Certificate(pem);
      bySubject.set(certificate.subject, [...(bySubject.get(certificate.subject) ?? []), certificate]);
    } catch {
      // One that Node cannot read vouches for nobody.
    }
  }
  return bySubject;
}
