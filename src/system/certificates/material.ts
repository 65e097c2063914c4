import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { CertificateProblem } from '../../core/certificate.js';
import type { Secret } from '../../core/secret.js';

/** Certificates and keys as they came, in any order. */
export interface Material {
  readonly certificates: readonly X509Certificate[];
  readonly keys: readonly KeyObject[];
  readonly problems: readonly CertificateProblem[];
}

/** Reads a PKCS#12 file: PEM text, or what is wrong. */
export type Pkcs12Reader = (bytes: Uint8Array, passphrase: Secret) => Promise<string | CertificateProblem>;

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^]*?-----END \1-----/g;

/** What there is in these files or texts: PEM (with BOM, CRLF and remarks between the blocks), DER, or PKCS#12. */
export async function readMaterial(
  parts: readonly Uint8Array[],
  passphrase: Secret,
  readPkcs12: Pkcs12Reader,
): Promise<Material> {
  const certificates: X509Certificate[] = [];
  const keys: KeyObject[] = [];
  const problems: CertificateProblem[] = [];
  for (const part of parts.filter((bytes) => bytes.length > 0)) {
    const text = await asPem(part, passphrase, readPkcs12);
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
  readPkcs12: Pkcs12Reader,
): Promise<string | CertificateProblem> {
  const bytes = Buffer.from(part);
  if (bytes.includes('-----BEGIN ')) return bytes.toString('utf8').replaceAll('\r\n', '\n');
  try {
    return new X509Certificate(bytes).toString();
  } catch {
    // DER begins with a SEQUENCE; what does not is a text without PEM in it.
    return bytes[0] === 0x30 ? readPkcs12(part, passphrase) : { code: 'not-understood', detail: '' };
  }
}

function certificateOf(block: string, problems: CertificateProblem[]): readonly X509Certificate[] {
  try {
    return [new X509Certificate(block)];
  } catch {
    problems.push({ code: 'not-understood', detail: '' });
    return [];
  }
}

/** A key with a passphrase is tried with the one that was given. Nothing ever waits for somebody to type it. */
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
