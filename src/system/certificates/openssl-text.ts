import type { X509Certificate } from 'node:crypto';
import type { Commands } from '../../core/ports.js';

/** Certificates of which it is remembered what openssl says. */
const REMEMBERED = 100;

/** What openssl-x509(1) says of certificates in words: Node tells neither how one was signed nor what its key is for. */
export class OpensslTexts {
  readonly #commands: Commands;
  /** By fingerprint: pages ask again and again, and it never changes. */
  readonly #known = new Map<string, string>();

  constructor(commands: Commands) {
    this.#commands = commands;
  }

  /** E.g. `sha256WithRSAEncryption`; `''` when it does not say. */
  async signatureAlgorithm(certificate: X509Certificate): Promise<string> {
    return /Signature Algorithm: (\S+)/.exec(await this.#of(certificate))?.[1] ?? '';
  }

  /** E.g. `Digital Signature, Key Encipherment` (RFC 5280, 4.2.1.3); `''` when it does not say. */
  async keyUsage(certificate: X509Certificate): Promise<string> {
    return /X509v3 Key Usage:[^\n]*\n\s*([^\n]+)/.exec(await this.#of(certificate))?.[1] ?? '';
  }

  async #of(certificate: X509Certificate): Promise<string> {
    const argv = ['/usr/bin/openssl', 'x509', '-noout', '-text'];
    const text =
      this.#known.get(certificate.fingerprint256) ??
      (await this.#commands.run(argv, { input: certificate.toString() })).stdout;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(certificate.fingerprint256, text);
    return text;
  }
}
