import type {
  CertificateFacts,
  CertificateReader,
  CertificateReport,
  CertificateSource,
  CertificateUpload,
  KeptCertificate,
} from '../certificate.js';

/**
 * Certificates and their keys. Keys go in and come out for rendering only; in the panel that is not root what comes out
 * has the key masked, so what must see the key is asked here.
 */
export interface Certificates {
  /**
   * PEM: the certificate, then its chain in order, then the key. Null when there is none.
   * @throws PanelError `certificate-unusable` when there is something that cannot be served, or that this reader is not
   *   allowed
   */
  read(source: CertificateSource, reader: CertificateReader): Promise<string | null>;
  /** What the first certificate of a PEM text says; null when there is none that can be read. */
  facts(pem: string): CertificateFacts | null;
  /**
   * Looks at a source's certificate and key. Does not throw because of what it finds.
   * @param hosts names that it should be for, as the DNS writes them
   */
  examine(source: CertificateSource, hosts: readonly string[]): Promise<CertificateReport>;
  /**
   * Makes a self-signed certificate (EC P-256) and its key for source `own`; what was there is kept in the backups.
   * @param domain and further hosts, as the DNS writes them
   * @throws PanelError `command-failed`
   */
  make(domain: string, hosts: readonly string[]): Promise<void>;
  /** Keeps what was uploaded, put in order and the key without a passphrase, unless it could not be served. */
  keep(upload: CertificateUpload): Promise<KeptCertificate>;
  /** Removes what was uploaded under this id. */
  forget(id: string): Promise<void>;
}
