import type { Secret } from './secret.js';
import { say, type Sentence, verbatim } from './words/sentence.js';

/** Where a certificate and its key come from. */
export type CertificateSource =
  /** Self-signed by the panel. `domain` as the DNS writes it (A-labels). */
  | { readonly kind: 'own'; readonly domain: string }
  /** Given to the panel once. `id` is what {@link Certificates.keep} gave: 64 hexadecimal digits. */
  | { readonly kind: 'uploaded'; readonly id: string }
  /** Files that somebody else keeps fresh. Absolute paths; `key` is `''` when the key is in the certificate's file. */
  | { readonly kind: 'files'; readonly certificate: string; readonly key: string };

/** The file of a generation with the chain and key that the panel itself serves, where a module gives it some. */
export const PANEL_CERTIFICATE = 'panel/certificate.pem';

/** What a certificate says of itself. */
export interface CertificateFacts {
  /** Its subject and issuer in one line: `CN=www.example.org`. */
  readonly subject: string;
  readonly issuer: string;
  /** The DNS names that it is for, A-labels and wildcards as they stand there. */
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256, as openssl prints it. */
  readonly fingerprint: string;
  /** `RSA 2048`, `EC prime256v1`, `ED25519`. */
  readonly key: string;
  readonly isSelfSigned: boolean;
}

/** What is wrong with a certificate or its key, whatever it is to be used for. */
export interface CertificateProblem {
  readonly code: CertificateProblemCode;
  /** What belongs into the sentence: a path, a number of bits, a name; `''` where there is nothing. */
  readonly detail: string;
  /** Why, as a sentence, where the code does not tell. */
  readonly reason?: Sentence | undefined;
}

export type CertificateProblemCode =
  /** There is no such file, or nothing was given. */
  | 'missing'
  /** No regular file, too large, or not to be opened. `detail`: the path; with a reason. */
  | 'unreadable'
  /** Root has not allowed it. `detail`: the command that does. Says nothing of what is there. */
  | 'not-allowed'
  /** Another account could lead the path elsewhere. `detail`: the path; with a reason. */
  | 'untrusted'
  /** Neither PEM, DER nor PKCS#12. */
  | 'not-understood'
  | 'no-certificate'
  | 'no-key'
  | 'passphrase-missing'
  | 'passphrase-wrong'
  | 'key-mismatch'
  /** `detail`: the key, e.g. `RSA 1024`. */
  | 'key-weak'
  /** `detail`: the algorithm, e.g. `sha1WithRSAEncryption`. */
  | 'signature-weak'
  /** Clients take it for no server's. `detail`: what it is for. */
  | 'not-for-servers'
  /** Clients refuse it because of one that vouches for it. `detail`: which; with a reason. */
  | 'issuer-unfit'
  /** OpenSSL would not serve it. `detail`: its reason. */
  | 'not-servable';

/** Who a certificate and its key are read for. */
export type CertificateReader = 'daemons' | 'panel';

/** What was found out about a source's certificate and key, without giving the key away. */
export interface CertificateReport {
  /** Null when there is no certificate that can be read. */
  readonly facts: CertificateFacts | null;
  /** Which of the hosts that were asked for it is not for (RFC 6125: wildcards stand for one label). */
  readonly uncovered: readonly string[];
  /** Who signed it: an authority that this machine knows, the certificate itself, or an unknown one. */
  readonly trust: 'authority' | 'self-signed' | 'unknown';
  /** The issuer whose certificate is missing when trust is `unknown`, else `''`. */
  readonly missingIssuer: string;
  /** Where that certificate can be fetched, as public authorities write into what they issue; `''` when it is not said. */
  readonly issuerAddress: string;
  /** What is in the chain and not served, because it has expired: `“CN=Old Root” expired on 30 Sept 2021.` */
  readonly leftOut: readonly Sentence[];
  /** Whether the panel may have the key too, for its own HTTPS. */
  readonly isForPanel: boolean;
  /** Empty when it can be served. */
  readonly problems: readonly CertificateProblem[];
}

/** What somebody gives the panel: one or more files or texts (PEM, DER, PKCS#12), in any order. */
export interface CertificateUpload {
  readonly parts: readonly Uint8Array[];
  /** Of the key or of the PKCS#12 file; empty when there is none. */
  readonly passphrase: Secret;
}

/** What became of an upload. */
export type KeptCertificate =
  | { readonly kind: 'kept'; readonly id: string }
  | { readonly kind: 'refused'; readonly problems: readonly CertificateProblem[] };

const DAY = 86_400_000;

/**
 * Whether a certificate's end is near. What is near goes by its lifetime, since one of six days is renewed every few days:
 * the last third of it, at most 30 days; urgent are the last sixth, at most 7 days.
 */
export function nearEnd(
  { validFrom, validTo }: Pick<CertificateFacts, 'validFrom' | 'validTo'>,
  now: Date,
): 'no' | 'soon' | 'urgent' {
  const end = new Date(validTo).getTime();
  const lifetime = end - new Date(validFrom).getTime();
  const left = end - now.getTime();
  if (left <= Math.min(lifetime / 6, 7 * DAY)) return 'urgent';
  return left <= Math.min(lifetime / 3, 30 * DAY) ? 'soon' : 'no';
}

/** A problem in words, to stand after a colon or in a sentence of its own; with what to do about it. */
export function wordsOf({ code, detail, reason }: CertificateProblem): Sentence {
  return words[code](detail, reason ?? verbatim(detail));
}

const words: Readonly<Record<CertificateProblemCode, (detail: string, reason: Sentence) => Sentence>> = {
  missing: (path) =>
    path === '' ? say`There is no certificate yet.` : say`There is no file ${{ file: path }}.`,
  unreadable: (_, reason) => say`${{ reason }}. Name a file with the certificate in PEM.`,
  'not-allowed': (command) =>
    say`The panel reads a key only after root has allowed it. Run “${{ command }}” in a shell on this machine, then try again.`,
  untrusted: (_, reason) =>
    say`${{ reason }}. Keep the files where only root, or only the account that renews them, can write.`,
  'not-understood': () =>
    say`The file is neither PEM (a text with “-----BEGIN CERTIFICATE-----”) nor PKCS#12 (.p12, .pfx), or it is damaged. Ask the issuer of the certificate for PEM files.`,
  'no-certificate': () =>
    say`There is a key, but no certificate (“-----BEGIN CERTIFICATE-----”). Add the certificate that was issued for this key.`,
  'no-key': () =>
    say`There is a certificate, but no private key (“-----BEGIN PRIVATE KEY-----”). Add the key that the certificate was requested with.`,
  'passphrase-missing': () =>
    say`The private key is locked with a passphrase. Give the passphrase too, or a key without one: “openssl pkey -in KEY -out NEW-KEY” removes it.`,
  'passphrase-wrong': () => say`The passphrase does not open the private key. Type it again.`,
  'key-mismatch': () =>
    say`The private key does not belong to the certificate. Look for the key that this certificate was requested with.`,
  'key-weak': (key) =>
    say`The key (${{ key }}) is too weak: clients would refuse it. Request a certificate with an RSA key of at least 2048 bits, or with an EC key on P-256.`,
  'signature-weak': (algorithm) =>
    say`The certificate is signed with ${{ algorithm }}, which can be forged. Request one that is signed with SHA-256.`,
  'not-for-servers': (usages) =>
    say`The certificate is not for servers (only for: ${{ usages }}), so clients would refuse it. Request one for a server (“serverAuth”).`,
  'issuer-unfit': (_, reason) =>
    say`Clients would refuse the certificate because of its chain: ${{ reason }}. Get the current chain from the issuer.`,
  'not-servable': (_, reason) =>
    say`OpenSSL refuses to serve the certificate: ${{ reason }}. Request a new one, or check the files.`,
};
