import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { CertificateReport } from '../../core/certificate.js';
import { inOneLine, isIssuedBy, isSelfSigned, type Bundle } from './bundle.js';
import { readBounded } from './bounded-file.js';

/** Debian's own list, with what the administrator added (ca-certificates). */
const SYSTEM_LIST = '/etc/ssl/certs/ca-certificates.crt';
/** In bytes. */
const LIST_LIMIT = 4_000_000;

let known: Promise<ReadonlyMap<string, readonly X509Certificate[]>> | null = null;

/** Who vouches for a chain: an authority that this machine or Node knows, itself, or an unknown one. */
export async function trustOf(
  { chain }: Pick<Bundle, 'chain'>,
  now: Date,
): Promise<Pick<CertificateReport, 'trust' | 'missingIssuer' | 'issuerAddress'>> {
  const nobodyMissing = { missingIssuer: '', issuerAddress: '' };
  if (isSelfSigned(chain[0])) return { trust: 'self-signed', ...nobodyMissing };
  for (const certificate of chain)
    if (await isVouchedFor(certificate, now)) return { trust: 'authority', ...nobodyMissing };
  const last = chain.at(-1) ?? chain[0];
  if (isSelfSigned(last)) return { trust: 'unknown', ...nobodyMissing };
  return { trust: 'unknown', missingIssuer: inOneLine(last.issuer), issuerAddress: addressOfIssuer(last) };
}

/** Whether an authority that this machine or Node knows, and that has not ended, signed it. */
export async function isVouchedFor(certificate: X509Certificate, now: Date): Promise<boolean> {
  known ??= authorities();
  const candidates = (await known).get(certificate.issuer) ?? [];
  return candidates.some(
    (authority) => new Date(authority.validTo) > now && isIssuedBy(certificate, authority),
  );
}

/** Where the certificate of its issuer can be fetched (RFC 5280, 4.2.2.1), as public authorities say; `''` when it does not. */
function addressOfIssuer({ infoAccess }: X509Certificate): string {
  // Absent where the certificate has none, whatever its type says.
  const access: string | undefined = infoAccess;
  return /^CA Issuers - URI:(https?:\/\/[\w.:/%~+-]+)$/m.exec(access ?? '')?.[1] ?? '';
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
      // An authority that Node cannot read counts for nothing.
    }
  }
  return bySubject;
}
