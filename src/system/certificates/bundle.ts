import type { KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { CertificateProblem } from '../../core/certificate.js';
import { reasonOf } from '../../errors.js';
import type { Material } from './material.js';

/** A certificate with its chain, in the order in which it is served, and its key. */
export interface Bundle {
  readonly chain: readonly [X509Certificate, ...X509Certificate[]];
  readonly key: KeyObject;
}

/** The least that is taken, in bits: what OpenSSL's security level 2, Debian's, serves (RSA), and P-256. */
const LEAST = { rsa: 2048, ec: 256 } as const;

/**
 * Puts material in order: the certificate that the key belongs to, then those that vouch for it. Of two with one name it
 * takes the one that has not expired.
 */
export function bundleOf(
  { certificates, keys, problems }: Material,
  now: Date,
): Bundle | readonly CertificateProblem[] {
  if (problems.length > 0) return problems;
  for (const key of keys) {
    const leaf = certificates.find((certificate) => certificate.checkPrivateKey(key));
    if (leaf !== undefined) return { chain: chainFrom(leaf, certificates, now), key };
  }
  return [{ code: 'key-mismatch', detail: '' }];
}

/** The certificate that vouches for no other: where no key tells which one is served. */
export function leafOf(certificates: readonly X509Certificate[]): X509Certificate | null {
  const vouches = (candidate: X509Certificate): boolean =>
    certificates.some((other) => other !== candidate && isIssuedBy(other, candidate));
  return certificates.find((certificate) => !vouches(certificate)) ?? certificates[0] ?? null;
}

function chainFrom(
  leaf: X509Certificate,
  certificates: readonly X509Certificate[],
  now: Date,
): Bundle['chain'] {
  const hasEnded = ({ validTo }: X509Certificate): number => (new Date(validTo) <= now ? 1 : 0);
  const candidates = [...certificates].sort((a, b) => hasEnded(a) - hasEnded(b));
  const above: X509Certificate[] = [];
  let last = leaf;
  while (!isSelfSigned(last)) {
    const child = last;
    const issuer = candidates.find((one) => one !== leaf && !above.includes(one) && isIssuedBy(child, one));
    if (issuer === undefined) break;
    above.push(issuer);
    last = issuer;
  }
  return [leaf, ...above];
}

/** Whether `issuer` signed it: the names fit, and the signature does. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

export function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && isIssuedBy(certificate, certificate);
}

/** The bundle as the daemons read it: certificate, chain, key. */
export function pemOf({ chain, key }: Bundle): string {
  const certificates = chain.map((certificate) => `${certificate.toString().trim()}\n`).join('');
  return `${certificates}${String(key.export({ type: 'pkcs8', format: 'pem' })).trim()}\n`;
}

/** A distinguished name, as Node writes it, in one line. */
export function inOneLine(name: string): string {
  return name.replaceAll('\n', ', ');
}

/** `RSA 2048`, `EC prime256v1`, `ED25519`. */
export function keyWords(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const size = modulusLength ?? namedCurve;
  return `${(key.asymmetricKeyType ?? 'unknown').toUpperCase()}${size === undefined ? '' : ` ${size}`}`;
}

/** What keeps OpenSSL from serving it well, the key first. */
export function weaknessesOf({ chain, key }: Bundle): readonly CertificateProblem[] {
  if (isWeak(key)) return [{ code: 'key-weak', detail: keyWords(key) }];
  try {
    // As daemons do: the chain and the key in one context, at Debian's security level.
    createSecureContext({
      cert: chain.map((certificate) => certificate.toString()).join(''),
      key: String(key.export({ type: 'pkcs8', format: 'pem' })),
      ciphers: 'DEFAULT@SECLEVEL=2',
    });
    return [];
  } catch (error) {
    return [{ code: 'not-servable', detail: reasonOf(error) }];
  }
}

function isWeak(key: KeyObject): boolean {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return modulusLength < LEAST.rsa;
    case 'ec':
      return Number(/\d{3}/.exec(namedCurve)?.[0] ?? 0) < LEAST.ec;
    case 'ed25519':
    case 'ed448':
      return false;
    default:
      return true;
  }
}
