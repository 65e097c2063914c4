import { createHash, X509Certificate } from 'node:crypto';
import {
  wordsOf,
  type CertificateFacts,
  type CertificateProblem,
  type CertificateReport,
  type CertificateSource,
} from '../../core/certificate.js';
import { allowCommand } from '../../core/allowed-certificates.js';
import type { Layout } from '../../core/layout.js';
import type { Certificates, Clock, Commands, Files } from '../../core/ports.js';
import { Secret } from '../../core/secret.js';
import { PanelError } from '../../errors.js';
import { isVouchedFor, trustOf } from './authorities.js';
import { chainProblems, endedWords, issuerUnfit, pruned, type PrunedChain } from './chain.js';
import {
  bundleOf,
  inOneLine,
  isSelfSigned,
  keyWords,
  leafOf,
  pemOf,
  weaknessesOf,
  type Bundle,
} from './bundle.js';
import type { CertificateConsent } from './consent.js';
import { readMaterial, type Material, type MaterialReaders } from './material.js';
import { pkcs12Reader, pkcs7Reader } from './openssl-readers.js';
import { certificatesFolder, makeOwn, ownPath } from './own.js';

/** What is needed to keep certificates. */
export interface CertificatesParts {
  readonly layout: Pick<Layout, 'state' | 'backups'>;
  readonly files: Files;
  readonly commands: Commands;
  readonly clock: Pick<Clock, 'now'>;
  readonly consent: CertificateConsent;
}

/** Signatures that anybody can forge with some money. */
const WEAK_SIGNATURE = /md[245]|sha-?1(?!\d)/i;

/** Certificates of which it is remembered how they were signed. */
const REMEMBERED = 100;

const OPENSSL = '/usr/bin/openssl';

const NOTHING = new Secret('');

/** The certificates and keys of this machine. */
export function createCertificates(parts: CertificatesParts): Certificates {
  const { layout, files, commands, clock, consent } = parts;
  const uploads = `${certificatesFolder(layout)}/_uploaded`;
  const readers: MaterialReaders = {
    pkcs12: pkcs12Reader(commands, uploads, () => files.makeFolder(uploads, 'panel', 0o700)),
    pkcs7: pkcs7Reader(commands),
  };

  /** A source's bytes, or why there are none. */
  async function partsOf(source: CertificateSource): Promise<readonly Uint8Array[] | CertificateProblem> {
    switch (source.kind) {
      case 'own':
        return kept(ownPath(layout, source.domain));
      case 'uploaded':
        return kept(uploadPath(uploads, source.id));
      case 'files':
        return consent.bytesOf(source);
    }
  }

  async function kept(path: string): Promise<readonly Uint8Array[] | CertificateProblem> {
    const text = await files.read(path);
    return text === null ? { code: 'missing', detail: '' } : [Buffer.from(text)];
  }

  async function materialOf(source: CertificateSource): Promise<Material> {
    const found = await partsOf(source);
    if ('code' in found) return { certificates: [], keys: [], problems: [found] };
    return readMaterial(found, NOTHING, readers);
  }

  /** What openssl says of certificates, by fingerprint: pages ask again and again, and it never changes. */
  const texts = new Map<string, string>();

  /** A certificate in words: Node tells neither how it was signed nor what its key is for. */
  async function textOf(certificate: X509Certificate): Promise<string> {
    const argv = [OPENSSL, 'x509', '-noout', '-text'];
    const text =
      texts.get(certificate.fingerprint256) ??
      (await commands.run(argv, { input: certificate.toString() })).stdout;
    if (texts.size >= REMEMBERED) texts.clear();
    texts.set(certificate.fingerprint256, text);
    return text;
  }

  async function problemsOf(bundle: Bundle): Promise<readonly CertificateProblem[]> {
    const text = await textOf(bundle.chain[0]);
    const algorithm = /Signature Algorithm: (\S+)/.exec(text)?.[1] ?? '';
    if (WEAK_SIGNATURE.test(algorithm)) return [{ code: 'signature-weak', detail: algorithm }];
    const weaknesses = weaknessesOf(bundle);
    if (weaknesses.length > 0) return weaknesses;
    // With TLS 1.3, and without RSA key exchange, the key signs the handshake (RFC 8446, 4.4.2.2).
    const usage = /X509v3 Key Usage:[^\n]*\n\s*([^\n]+)/.exec(text)?.[1] ?? '';
    if (usage !== '' && !usage.includes('Digital Signature'))
      return [{ code: 'not-for-servers', detail: usage }];
    return chainProblems(bundle.chain, clock.now());
  }

  function prunedNow(chain: Bundle['chain']): Promise<PrunedChain> {
    const now = clock.now();
    return pruned(chain, now, (certificate) => isVouchedFor(certificate, now));
  }

  /** A bundle as it is served, what of its chain is left out for that, and why clients would refuse it. */
  async function asServed({ chain, key }: Bundle): Promise<{
    readonly bundle: Bundle;
    readonly leftOut: readonly X509Certificate[];
    readonly problems: readonly CertificateProblem[];
  }> {
    const { chain: kept, leftOut } = await prunedNow(chain);
    const bundle = { chain: kept, key };
    const [ended] = leftOut;
    const isMissed = ended !== undefined && (await trustOf(bundle, clock.now())).trust !== 'authority';
    const problems = isMissed ? [issuerUnfit(ended, endedWords(ended))] : await problemsOf(bundle);
    return { bundle, leftOut, problems };
  }

  return {
    async read(source, reader) {
      if (reader === 'panel' && !(await consent.allowsPanel(source))) {
        const detail = allowCommand(source, true);
        throw new PanelError('certificate-unusable', { reason: wordsOf({ code: 'not-allowed', detail }) });
      }
      const material = await materialOf(source);
      const bundle = bundleOf(material, clock.now());
      if ('chain' in bundle) return pemOf({ ...bundle, ...(await prunedNow(bundle.chain)) });
      const [first] = bundle;
      // One of our own that is damaged is made anew before anything is rendered for good.
      if (first === undefined || first.code === 'missing' || source.kind === 'own') return null;
      throw new PanelError('certificate-unusable', { reason: wordsOf(first) });
    },

    facts: factsOf,

    async examine(source, hosts) {
      const isForPanel = await consent.allowsPanel(source);
      const material = await materialOf(source);
      const found = bundleOf(material, clock.now());
      if ('chain' in found) {
        const { bundle, leftOut, problems } = await asServed(found);
        return {
          ...(await reportOf(bundle, hosts, clock.now())),
          isForPanel,
          leftOut: leftOut.map((one) => `“${inOneLine(one.subject)}” ${endedWords(one)}`),
          problems,
        };
      }
      const leaf = leafOf(material.certificates);
      const known =
        leaf === null
          ? { facts: null, uncovered: hosts, trust: 'unknown' as const, missingIssuer: '', issuerAddress: '' }
          : await reportOf({ chain: [leaf] }, hosts, clock.now());
      return { ...known, isForPanel, leftOut: [], problems: found };
    },

    make: (domain, hosts) => makeOwn(parts, domain, hosts),

    async keep({ parts: given, passphrase }) {
      const bundle = bundleOf(await readMaterial(given, passphrase, readers), clock.now());
      if (!('chain' in bundle)) return { kind: 'refused', problems: bundle };
      const { problems } = await asServed(bundle);
      if (problems.length > 0) return { kind: 'refused', problems };
      const pem = pemOf(bundle);
      const id = createHash('sha256').update(pem).digest('hex');
      await files.makeFolder(certificatesFolder(layout), 'panel', 0o700);
      await files.makeFolder(uploads, 'panel', 0o700);
      await files.write(uploadPath(uploads, id), pem, 'panel', 0o600);
      return { kind: 'kept', id };
    },

    forget: (id) => files.remove(uploadPath(uploads, id)),
  };
}

/** Throws on what is no id: it becomes part of a path. */
function uploadPath(folder: string, id: string): string {
  if (!/^[0-9a-f]{64}$/.test(id)) throw new Error('not the id of an upload');
  return `${folder}/${id}.pem`;
}

/** What the first certificate of a PEM text says; null when there is none that can be read. */
export function factsOf(pem: string): CertificateFacts | null {
  try {
    return factsOfCertificate(new X509Certificate(pem));
  } catch {
    return null;
  }
}

function factsOfCertificate(certificate: X509Certificate): CertificateFacts {
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

/** The names are looked at as OpenSSL looks at them for a client (RFC 6125); the common name does not count. */
async function reportOf(
  bundle: Pick<Bundle, 'chain'>,
  hosts: readonly string[],
  now: Date,
): Promise<Omit<CertificateReport, 'problems' | 'isForPanel' | 'leftOut'>> {
  const [leaf] = bundle.chain;
  return {
    facts: factsOfCertificate(leaf),
    uncovered: hosts.filter(
      (host) => leaf.checkHost(host, { subject: 'never', partialWildcards: false }) === undefined,
    ),
    ...(await trustOf(bundle, now)),
  };
}
