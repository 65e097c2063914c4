import type { CertificateProblem, CertificateSource } from '../../core/certificate.js';
import type { Layout } from '../../core/layout.js';
import type { Files } from '../../core/ports.js';
import type { CertificateConsent } from './consent.js';
import { ownPath } from './own.js';
import type { Uploads } from './uploads.js';

/** Reads the files of a source: our own, and of others those that root allows. */
export class SourceBytes {
  readonly #layout: Pick<Layout, 'state'>;
  readonly #files: Files;
  readonly #uploads: Uploads;
  readonly #consent: CertificateConsent;

  constructor(layout: Pick<Layout, 'state'>, files: Files, uploads: Uploads, consent: CertificateConsent) {
    this.#layout = layout;
    this.#files = files;
    this.#uploads = uploads;
    this.#consent = consent;
  }

  /** A source's bytes, or why there are none. */
  async of(source: CertificateSource): Promise<readonly Uint8Array[] | CertificateProblem> {
    switch (source.kind) {
      case 'own':
        return this.#kept(ownPath(this.#layout, source.domain));
      case 'uploaded':
        return this.#kept(this.#uploads.path(source.id));
      case 'files':
        return this.#consent.bytesOf(source);
    }
  }

  async #kept(path: string): Promise<readonly Uint8Array[] | CertificateProblem> {
    const text = await this.#files.read(path);
    return text === null ? { code: 'missing', detail: '' } : [Buffer.from(text)];
  }
}
