import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import {
  wordsOf,
  type CertificateFacts,
  type CertificateProblem,
  type CertificateReport,
  type CertificateSource,
} from '../core/certificate.js';
import { allowCommand } from '../core/allowed-certificates.js';
import type { Layout } from '../core/layout.js';
import type { Certificates, Clock, Commands, Files } from '../core/ports.js';
import { Secret } from '../core/secret.js';
import { PanelError, reasonOf } from '../errors.js';
import { trustOf } from './certificates/authorities.js';
import {
  bundleOf,
  inOneLine,
  isSelfSigned,
  keyWords,
  leafOf,
  pemOf,
  weaknessesOf,
  type Bundle,
} from './certificates/bundle.js';
import type { CertificateConsent } from './certificates/consent.js';
import { readMaterial, type Material, type Pkcs12Reader } from './certificates/material.js';
import { certificatesFolder, makeOwn, ownPath } from './certificates/own.js';

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
  const { layout, files, commands, consent } = parts;
  const uploads = `${certificatesFolder(layout)}/_uploaded`;
  const readPkcs12 = pkcs12Reader(commands, uploads, () => files.makeFolder(uploads, 'panel', 0o700));

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
    return readMaterial(found, NOTHING, readPkcs12);
  }

  /** How certificates were signed, by fingerprint: pages ask again and again, and it never changes. */
  const algorithms = new Map<string, string>();

  /** The certificate's signature is looked at by openssl: Node does not tell how it was made. */
  async function weakSignature([leaf]: Bundle['chain']): Promise<readonly CertificateProblem[]> {
    const algorithm = algorithms.get(leaf.fingerprint256) ?? (await signedWith(leaf));
    if (algorithms.size >= REMEMBERED) algorithms.clear();
    algorithms.set(leaf.fingerprint256, algorithm);
    return WEAK_SIGNATURE.test(algorithm) ? [{ code: 'signature-weak', detail: algorithm }] : [];
  }

  async function signedWith(certificate: X509Certificate): Promise<string> {
    const argv = [OPENSSL, 'x509', '-noout', '-text'];
    const { stdout } = await commands.run(argv, { input: certificate.toString() });
    return /Signature Algorithm: (\S+)/.exec(stdout)?.[1] ?? '';
  }

  async function problemsOf(bundle: Bundle): Promise<readonly CertificateProblem[]> {
    const signature = await weakSignature(bundle.chain);
    return signature.length > 0 ? signature : weaknessesOf(bundle);
  }

  return {
    async read(source, reader) {
      if (reader === 'panel' && !(await consent.allowsPanel(source))) {
        const detail = allowCommand(source, true);
        throw new PanelError('certificate-unusable', { reason: wordsOf({ code: 'not-allowed', detail }) });
      }
      const material = await materialOf(source);
      const bundle = bundleOf(material);
      if ('chain' in bundle) return pemOf(bundle);
      const [first] = bundle;
      // One of our own that is damaged is made anew before anything is rendered for good.
      if (first === undefined || first.code === 'missing' || source.kind === 'own') return null;
      throw new PanelError('certificate-unusable', { reason: wordsOf(first) });
    },

    facts: factsOf,

    async examine(source, hosts) {
      const isForPanel = await consent.allowsPanel(source);
      const material = await materialOf(source);
      const bundle = bundleOf(material);
      if ('chain' in bundle) {
        return { ...(await reportOf(bundle, hosts)), isForPanel, problems: await problemsOf(bundle) };
      }
      const leaf = leafOf(material.certificates);
      const known =
        leaf === null
          ? { facts: null, uncovered: hosts, trust: 'unknown' as const, missingIssuer: '' }
          : await reportOf({ chain: [leaf] }, hosts);
      return { ...known, isForPanel, problems: bundle };
    },

    make: (domain, hosts) => makeOwn(parts, domain, hosts),

    async keep({ parts: given, passphrase }) {
      const bundle = bundleOf(await readMaterial(given, passphrase, readPkcs12));
      if (!('chain' in bundle)) return { kind: 'refused', problems: bundle };
      const problems = await problemsOf(bundle);
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
): Promise<Omit<CertificateReport, 'problems' | 'isForPanel'>> {
  const [leaf] = bundle.chain;
  return {
    facts: factsOfCertificate(leaf),
    uncovered: hosts.filter(
      (host) => leaf.checkHost(host, { subject: 'never', partialWildcards: false }) === undefined,
    ),
    ...(await trustOf(bundle)),
  };
}

/**
 * openssl-pkcs12(1) takes the passphrase on its input, so the file, which is encrypted with it, goes by way of the disk.
 * Files of older systems need the algorithms of the legacy provider.
 */
function pkcs12Reader(commands: Commands, folder: string, makeFolder: () => Promise<void>): Pkcs12Reader {
  return async (bytes, passphrase) => {
    await makeFolder();
    const path = `${folder}/.pkcs12.${randomBytes(6).toString('hex')}`;
    const read = async (...options: readonly string[]): Promise<string> => {
      const argv = [OPENSSL, 'pkcs12', ...options, '-in', path, '-passin', 'stdin', '-noenc'];
      return (await commands.run(argv, { input: `${passphrase.reveal()}\n` })).stdout;
    };
    try {
      await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
      return await read().catch((error: unknown) => {
        if (isWrongPassphrase(error)) throw error;
        return read('-legacy');
      });
    } catch (error) {
      if (!isWrongPassphrase(error)) return { code: 'not-understood', detail: '' };
      return { code: passphrase.reveal() === '' ? 'passphrase-missing' : 'passphrase-wrong', detail: '' };
    } finally {
      await rm(path, { force: true });
    }
  };
}

function isWrongPassphrase(error: unknown): boolean {
  return /mac verify|invalid password/i.test(reasonOf(error));
}
