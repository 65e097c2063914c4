import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate with its key, both PEM. */
export interface Issued {
  readonly pem: string;
  readonly key: string;
}

/** What is to be issued. */
export interface IssueOptions {
  /** DNS names; the first is the common name too. */
  readonly names: readonly string[];
  /** Days from now. */
  readonly fromDay?: number;
  readonly toDay?: number;
  /** As openssl-genpkey(1) is asked for it. */
  readonly key?: 'EC' | 'RSA 2048' | 'RSA 1024';
  readonly digest?: 'sha256' | 'sha1';
  readonly isAuthority?: boolean;
  /** Who signs it; itself when left out. */
  readonly issuer?: Issued;
  /** Lines for its extensions, such as `extendedKeyUsage = clientAuth`; see x509v3_config(5). */
  readonly extensions?: readonly string[];
  /** Another certificate's key, for a renewal that keeps it. */
  readonly withKey?: string;
}

/** Issues a certificate with openssl-ca(1), the only one of openssl 3.0 that takes dates. */
export async function issue({
  names,
  fromDay = -1,
  toDay = 90,
  key = 'EC',
  digest = 'sha256',
  isAuthority = false,
  issuer,
  extensions = [],
  withKey,
}: IssueOptions): Promise<Issued> {
  const folder = await mkdtemp('/tmp/ebox-certificates-');
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]) => run('/usr/bin/openssl', [...args], { cwd: folder });
  try {
    const kind =
      key === 'EC'
        ? ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']
        : ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${key.slice(4)}`];
    if (withKey === undefined) await openssl('genpkey', ...kind, '-out', 'key.pem');
    else await writeFile(at('key.pem'), withKey);
    await openssl(
      'req',
      '-new',
      '-config',
      '/dev/null',
      '-key',
      'key.pem',
      '-subj',
      `/CN=${names[0] ?? ''}`,
      '-out',
      'request.pem',
    );
    await writeFile(at('index.txt'), '');
    await writeFile(at('issuer.pem'), issuer?.pem ?? '');
    await writeFile(at('issuer.key'), issuer?.key ?? '');
    await writeFile(
      at('ca.cnf'),
      [
        '[ca]',
        'default_ca = here',
        '[here]',
        'database = index.txt',
        'new_certs_dir = .',
        'rand_serial = yes',
        'policy = any',
        '[any]',
        'commonName = supplied',
        '[extensions]',
        `basicConstraints = critical,CA:${isAuthority ? 'TRUE' : 'FALSE'}`,
        ...extensions,
        `subjectAltName = ${names.map((name) => `DNS:${name}`).join(',')}`,
        '',
      ].join('\n'),
    );
    const signer =
      issuer === undefined
        ? ['-selfsign', '-keyfile', 'key.pem']
        : ['-cert', 'issuer.pem', '-keyfile', 'issuer.key'];
    await openssl(
      'ca',
      ...['-batch', '-notext', '-config', 'ca.cnf', '-extensions', 'extensions', '-md', digest],
      ...['-startdate', moment(fromDay), '-enddate', moment(toDay)],
      ...[...signer, '-in', 'request.pem', '-out', 'certificate.pem'],
    );
    return {
      pem: await readFile(at('certificate.pem'), 'utf8'),
      key: await readFile(at('key.pem'), 'utf8'),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The same key, locked with a passphrase. */
export async function locked(key: string, passphrase: string): Promise<string> {
  return throughOpenssl(['pkey', '-aes256', '-passout', `pass:${passphrase}`], key);
}

/** A PKCS#12 file. */
export async function pkcs12(
  { pem, key }: Issued,
  passphrase: string,
  { chain = '', isOld = false }: { readonly chain?: string; readonly isOld?: boolean } = {},
): Promise<Uint8Array> {
  const folder = await mkdtemp('/tmp/ebox-certificates-');
  try {
    await writeFile(join(folder, 'all.pem'), `${pem}${chain}${key}`);
    const args = ['pkcs12', '-export', ...(isOld ? ['-legacy'] : []), '-in', 'all.pem', '-out', 'all.p12'];
    await run('/usr/bin/openssl', [...args, '-passout', `pass:${passphrase}`], { cwd: folder });
    return await readFile(join(folder, 'all.p12'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function throughOpenssl(args: readonly string[], input: string): Promise<string> {
  const program = run('/usr/bin/openssl', [...args]);
  program.child.stdin?.end(input);
  return (await program).stdout;
}

/** As openssl-ca(1) writes dates. */
function moment(day: number): string {
  const iso = new Date(Date.now() + day * 86_400_000).toISOString();
  return `${iso.slice(0, 19).replaceAll(/[-T:]/g, '')}Z`;
}

/** A PKCS#7 file (.p7b) with these certificates, as Windows and many authorities give them out. */
export async function pkcs7(certificates: readonly Issued[], form: 'PEM' | 'DER'): Promise<Uint8Array> {
  const folder = await mkdtemp('/tmp/ebox-certificates-');
  try {
    await writeFile(join(folder, 'all.pem'), certificates.map(({ pem }) => pem).join(''));
    const args = ['crl2pkcs7', '-nocrl', '-certfile', 'all.pem', '-outform', form, '-out', 'all.p7b'];
    await run('/usr/bin/openssl', args, { cwd: folder });
    return await readFile(join(folder, 'all.p7b'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
