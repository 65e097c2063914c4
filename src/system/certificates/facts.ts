import { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../../core/certificate.js';
import { inOneLine, isSelfSigned, keyWords } from './bundle.js';

/** What the first certificate of a PEM text says; null when there is none that can be read. */
export function factsOf(pem: string): CertificateFacts | null {
  try {
    return factsOfCertificate(new X509Certificate(pem));
  } catch {
    return null;
  }
}

/** What a certificate says. */
export function factsOfCertificate(certificate: X509Certificate): CertificateFacts {
  return {
    subject: inOneLine(certificate.subject),
    issuer: inOneLine(certificate.issuer),
    names: (certificate.subjectAltName ?? '')
      .split(', ')
      .flatMap((name) => (name.startsWith('DNS:') ? [name.slice('DNS:'.length)] : [])),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    fingerprint: certificate.fingerprint256,
    key: keyWords(certificate.publicKey),
    isSelfSigned: isSelfSigned(certificate),
  };
}
