import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { CertificateProblem } from '../../core/certificate.js';
import type { Secret } from '../../core/secret.js';

/** Certificates and keys as they came, in any order. */
export interface Material {
  readonly certificates: readonly X509Certificate[];
  readonly keys: readonly KeyObject[];
  readonly problems: readonly CertificateProblem[];
}

/** Readers of what Node cannot read itself. Each gives PEM text, or what is wrong. */
export interface MaterialReaders {
  readonly pkcs12: (bytes: Uint8Array, passphrase: Secret) => Promise<string | CertificateProblem>;
  /** Certificates without a key (.p7b). In PEM. */
  readonly pkcs7: (pem: string) => Promise<string | CertificateProblem>;
}

/** The DER of the content type "signed data" (RFC 2315, 14), with which a PKCS#7 file begins after its outer length. */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');

const BLOCK = /-----BEGIN ([A-Z0-9# ]+)-----[^]*?-----END \1-----/g;

/** What there is in these files or texts: PEM (with BOM, CRLF and remarks between the blocks), DER, PKCS#7 or PKCS#12. */
export async function readMaterial(
  parts: readonly Uint8Array[],
  passphrase: Secret,
  readers: MaterialReaders,
): Promise<Material> {
  const certificates: X509Certificate[] = [];
  const keys: KeyObject[] = [];
  const problems: CertificateProblem[] = [];
  for (const part of parts.filter((bytes) => bytes.length > 0)) {
    const text = await asPem(part, passphrase, readers);
    if (typeof text !== 'string') {
      problems.push(text);
      continue;
    }
    for (const [block, label = ''] of text.matchAll(BLOCK)) {
      if (/^(X509 |TRUSTED )?CERTIFICATE$/.test(label)) certificates.push(...certificateOf(block, problems));
      if (/PRIVATE KEY$/.test(label)) keys.push(...keyOf(block, passphrase, problems));
    }
  }
  if (problems.length === 0) {
    if (certificates.length === 0) problems.push({ code: 'no-certificate', detail: '' });
    if (keys.length === 0) problems.push({ code: 'no-key', detail: '' });
  }
  return { certificates: withoutDoubles(certificates), keys, problems };
}

async function asPem(
  part: Uint8Array,
  passphrase: Secret,
  { pkcs12, pkcs7 }: MaterialReaders,
): Promise<string | CertificateProblem> {
  const bytes = Buffer.from(part);
  if (bytes.includes('-----BEGIN ')) return unpacked(bytes.toString('utf8').replaceAll('\r\n', '\n'), pkcs7);
  try {
    return new X509Certificate(bytes).toString();
  } catch {
    // DER begins with a SEQUENCE; what does not is a text without PEM in it.
    if (bytes[0] !== 0x30) return { code: 'not-understood', detail: '' };
    if (!bytes.subarray(0, 32).includes(SIGNED_DATA)) return pkcs12(part, passphrase);
    return pkcs7(`-----BEGIN PKCS7-----\n${bytes.toString('base64')}\n-----END PKCS7-----\n`);
  }
}

/** PEM text with the certificates in place of each PKCS#7 block that holds them. */
async function unpacked(text: string, pkcs7: MaterialReaders['pkcs7']): Promise<string | CertificateProblem> {
  let all = text;
  for (const [block, label = ''] of text.matchAll(BLOCK)) {
    if (!/^PKCS ?#?7( SIGNED DATA)?$/.test(label)) continue;
    const inside = await pkcs7(block.replaceAll(label, 'PKCS7'));
    if (typeof inside !== 'string') return inside;
    all = all.replace(block, () => inside);
  }
  return all;
}

function certificateOf(block: string, problems: CertificateProblem[]): readonly X509Certificate[] {
  try {
    return [new X509Certificate(block)];
  } catch {
    problems.push({ code: 'not-understood', detail: '' });
    return [];
  }
}

/** A key with a passphrase is tried with the one that was given. No program ever waits for a person to type it. */
function keyOf(block: string, passphrase: Secret, problems: CertificateProblem[]): readonly KeyObject[] {
  const isEncrypted = block.includes('ENCRYPTED');
  const word = passphrase.reveal();
  if (isEncrypted && word === '') {
    problems.push({ code: 'passphrase-missing', detail: '' });
    return [];
  }
  try {
    return [createPrivateKey(isEncrypted ? { key: block, passphrase: word } : block)];
  } catch {
    problems.push({ code: isEncrypted ? 'passphrase-wrong' : 'not-understood', detail: '' });
    return [];
  }
}

function withoutDoubles(certificates: readonly X509Certificate[]): readonly X509Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.fingerprint256, certificate])).values()];
}
