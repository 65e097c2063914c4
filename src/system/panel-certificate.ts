import { createPrivateKey, X509Certificate } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Commands, Log } from '../core/ports.js';
import { say } from '../core/words/sentence.js';
import { PanelError, reasonOf, Trouble, troubleOf } from '../errors.js';
import { nullWhenMissing, readRegularFile } from './atomic-file.js';

/** More than any certificate with its chain and key, in bytes. */
const readLimit = 1_000_000;
/** The authorities that this machine trusts (package ca-certificates). */
const trustedAuthorities = '/etc/ssl/certs/ca-certificates.crt';

/** What {@link PanelCertificate} works with. */
export interface PanelCertificateOptions {
  /** The panel's own PEM file (chain and key): EBOX_TLS. */
  readonly own: string;
  /** A file that is served instead as long as it is there, can be read and is suitable: that of a module. */
  readonly instead: string;
  readonly commands: Commands;
  readonly log: Log;
  readonly authorities?: string;
}

/** What is served now. */
interface Served {
  readonly pem: string;
  /** The names that it is for, lower case. */
  readonly names: readonly string[];
  readonly trusted: boolean;
}

/** The certificate that the panel speaks HTTPS with. It is replaced while the panel runs. */
export class PanelCertificate {
  readonly #options: PanelCertificateOptions;
  #served: Served;
  /** What the files looked like when they were last read. */
  #seen: string;

  private constructor(options: PanelCertificateOptions, served: Served, seen: string) {
    this.#options = options;
    this.#served = served;
    this.#seen = seen;
  }

  /** @throws PanelError `host-unsuitable` when the panel's own file is unsuitable, unless the other one is there */
  static async open(options: PanelCertificateOptions): Promise<PanelCertificate> {
    const seen = await lookOf(options);
    return new PanelCertificate(options, await choose(options), seen);
  }

  /** Chain and key. */
  get pem(): string {
    return this.#served.pem;
  }

  get names(): readonly string[] {
    return this.#served.names;
  }

  /** Whether browsers trust it: its chain ends at an authority that this machine trusts. */
  get trusted(): boolean {
    return this.#served.trusted;
  }

  /** Looks whether the files changed. Returns whether another certificate is to be shown from now on. Never throws. */
  async look(): Promise<boolean> {
    const seen = await lookOf(this.#options);
    if (seen === this.#seen) return false;
    this.#seen = seen;
    try {
      const served = await choose(this.#options);
      const isNew = served.pem !== this.#served.pem;
      this.#served = served;
      return isNew;
    } catch (error) {
      this.#options.log.error(`the panel goes on with the certificate that it had: ${reasonOf(error)}`);
      return false;
    }
  }
}

/** Tells each version of the two files from any other: a new file has another number, a changed one another time. */
async function lookOf({ own, instead }: PanelCertificateOptions): Promise<string> {
  const looks = [own, instead].map(async (path) => {
    const found = await stat(path).catch(() => null);
    return found === null ? '' : [found.ino, found.size, found.mtimeMs, found.ctimeMs].join(' ');
  });
  return (await Promise.all(looks)).join(', ');
}

async function choose(options: PanelCertificateOptions): Promise<Served> {
  const { own, instead, log } = options;
  try {
    const pem = await textOf(instead);
    if (pem !== null) return await served(pem, instead, options);
  } catch (error) {
    log.error(`${instead} is not served: ${reasonOf(error)}`);
  }
  try {
    const pem = await textOf(own);
    if (pem === null) throw new Trouble(say`There is no such file.`);
    return await served(pem, own, options);
  } catch (error) {
    const reason = say`The panel cannot serve HTTPS with ${{ file: own }}: ${{ reason: troubleOf(error) }}. EBOX_TLS must name a PEM file with the certificate, its chain and its key, which the panel can read.`;
    throw new PanelError('host-unsuitable', { reason }, error);
  }
}

/** A link is followed: certbot's files are some. */
async function textOf(path: string): Promise<string | null> {
  const file = await realpath(path).catch(nullWhenMissing);
  return file === null ? null : readRegularFile(file, readLimit);
}

/** @throws Trouble when no browser could be served with it */
async function served(pem: string, path: string, options: PanelCertificateOptions): Promise<Served> {
  const certificate = certificateIn(pem);
  if (!certificate.checkPrivateKey(keyIn(pem)))
    throw new Trouble(say`Its key belongs to another certificate.`);
  createSecureContext({ cert: pem, key: pem });
  if (new Date(certificate.validTo) < new Date())
    options.log.error(`the certificate in ${path} ended on ${certificate.validTo}: browsers warn of it`);
  return { pem, names: namesOf(certificate), trusted: await isTrusted(path, options) };
}

function certificateIn(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Trouble(say`The file contains no certificate.`);
  }
}

function keyIn(pem: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Trouble(say`The file contains no key that can be read without a passphrase.`);
  }
}

/** `DNS:a.lan, IP Address:192.0.2.1` → the names; what stands for many names is none. */
function namesOf({ subjectAltName = '' }: X509Certificate): readonly string[] {
  return subjectAltName
    .split(', ')
    .flatMap((name) => /^DNS:([a-z0-9._-]+)$/i.exec(name)?.[1]?.toLowerCase() ?? []);
}

/** Asks openssl-verify(1), which reads no key. */
async function isTrusted(
  path: string,
  { commands, authorities = trustedAuthorities }: PanelCertificateOptions,
): Promise<boolean> {
  const options = ['-purpose', 'sslserver', '-CAfile', authorities, '-untrusted', path];
  return commands.run(['/usr/bin/openssl', 'verify', ...options, path]).then(
    () => true,
    () => false,
  );
}
