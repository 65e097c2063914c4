import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { before, test, type TestContext } from 'node:test';
import type {
  CertificateProblem,
  CertificateReport,
  CertificateSource,
} from '../../../src/core/certificate.js';
import type { Certificates, Machine } from '../../../src/core/ports.js';
import { Secret } from '../../../src/core/secret.js';
import { english } from '../../../src/core/words/english.js';
import { verbatim } from '../../../src/core/words/sentence.js';
import { createCertificates } from '../../../src/system/certificates/certificates.js';
import { withoutHelper } from '../../../src/system/certificates/consent.js';
import { ownPath } from '../../../src/system/certificates/own.js';
import { issue, locked, pkcs12, pkcs7, type Issued } from '../../helpers/certificates.js';
import { temporaryFolder } from '../../helpers/folder.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { ownershipOf } from '../../helpers/ownership.js';

const HOSTS = ['chat.lan', 'conference.chat.lan'];

let root: Issued;
let middle: Issued;
let leaf: Issued;

before(async () => {
  root = await issue({ names: ['Test Root'], isAuthority: true });
  middle = await issue({ names: ['Test Middle'], isAuthority: true, issuer: root });
  leaf = await issue({ names: HOSTS, issuer: middle });
});

/** Two files, as certbot would keep them. */
async function filesWith(context: TestContext, certificate: string, key: string): Promise<CertificateSource> {
  const folder = await temporaryFolder(context);
  const paths = { certificate: join(folder, 'fullchain.pem'), key: join(folder, 'privkey.pem') };
  await writeFile(paths.certificate, certificate);
  await writeFile(paths.key, key, { mode: 0o600 });
  return { kind: 'files', ...paths };
}

function upload(
  certificates: Certificates,
  parts: readonly (string | Uint8Array)[],
  passphrase = '',
): ReturnType<Certificates['keep']> {
  return certificates.keep({
    parts: parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)),
    passphrase: new Secret(passphrase),
  });
}

const codesOf = ({ problems }: Pick<CertificateReport, 'problems'>): readonly string[] =>
  problems.map(({ code }) => code);

test('a certificate of our own is made with its key, for the panel only, and the former one is kept', async (context) => {
  const machine = await temporaryMachine(context);
  const runs: string[][] = [];
  const commands: Machine['commands'] = {
    run: (argv, options) => {
      runs.push([...argv]);
      return machine.commands.run(argv, options);
    },
  };
  const certificates = createCertificates({ ...machine, commands, consent: withoutHelper });
  const source: CertificateSource = { kind: 'own', domain: 'xn--bcher-kva.example' };
  assert.equal(await certificates.read(source, 'daemons'), null);
  assert.deepEqual(codesOf(await certificates.examine(source, [])), ['missing']);
  await certificates.make('xn--bcher-kva.example', ['conference.xn--bcher-kva.example']);

  const path = ownPath(machine.layout, 'xn--bcher-kva.example');
  assert.match(await ownershipOf(path), / 600$/);
  assert.deepEqual(await readdir(dirname(path)), ['certificate.pem']);
  assert.match(await ownershipOf(dirname(path)), / 700$/);
  const pem = await readFile(path, 'utf8');
  assert.match(
    pem,
    /^-----BEGIN CERTIFICATE-----[^]+-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----[^]+-----END PRIVATE KEY-----\n$/,
  );
  assert.equal(await certificates.read(source, 'daemons'), pem);

  const certificate = new X509Certificate(pem);
  assert.equal(certificate.subjectAltName, 'DNS:xn--bcher-kva.example, DNS:conference.xn--bcher-kva.example');
  assert.equal(certificate.subject, 'CN=xn--bcher-kva.example');
  assert.equal(certificate.ca, false);
  const shown = execFileSync('/usr/bin/openssl', ['x509', '-noout', '-text'], {
    input: pem,
    encoding: 'utf8',
  });
  assert.match(shown, /TLS Web Server Authentication/);
  assert.doesNotMatch(shown, /X509v3 Key Usage/, 'Pidgin then refuses the certificate and does not even ask');
  const key = createPrivateKey(pem);
  assert.equal(key.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  assert.ok(certificate.checkPrivateKey(key));
  const secret = key.export({ type: 'pkcs8', format: 'der' }).toString('base64').slice(0, 40);
  for (const argv of runs) assert.ok(!argv.join(' ').includes(secret));

  const report = await certificates.examine(source, ['xn--bcher-kva.example', 'other.lan']);
  assert.deepEqual(
    { ...report, facts: report.facts?.fingerprint },
    {
      facts: certificate.fingerprint256,
      uncovered: ['other.lan'],
      trust: 'self-signed',
      missingIssuer: '',
      issuerAddress: '',
      isForPanel: true,
      leftOut: [],
      problems: [],
    },
  );

  await certificates.make('xn--bcher-kva.example', []);
  const [copy = ''] = await readdir(machine.layout.backups);
  assert.equal(await machine.files.read(`${machine.layout.backups}/${copy}`), pem);

  await writeFile(path, 'damaged');
  assert.equal(await certificates.read(source, 'daemons'), null, 'it is made anew');
  assert.deepEqual(codesOf(await certificates.examine(source, [])), ['not-understood']);
});

test('a domain too long for a common name gets a certificate too', async (context) => {
  const { certificates } = await temporaryMachine(context);
  const label = 'a'.repeat(63);
  const domain = [label, label, label, 'b'.repeat(61)].join('.');
  await certificates.make(domain, []);
  const report = await certificates.examine({ kind: 'own', domain }, [domain]);
  assert.equal(report.facts?.subject, 'CN=ebox-jabber');
  assert.deepEqual(report.uncovered, []);
});

test('what is uploaded in any order comes out as certificate, chain in order, key', async (context) => {
  const machine = await temporaryMachine(context);
  const { certificates } = machine;
  const wanted = [leaf.pem, middle.pem, root.pem, leaf.key].map((pem) => `${pem.trim()}\n`).join('');
  const orders: readonly (readonly string[])[] = [
    [leaf.pem + middle.pem + root.pem + leaf.key],
    [root.pem, leaf.key, middle.pem, leaf.pem],
    [`a remark\n${leaf.key}\nBag Attributes: x\n${root.pem}${leaf.pem}`, middle.pem, middle.pem],
    [`\uFEFF${(leaf.key + middle.pem + leaf.pem).replaceAll('\n', '\r\n')}`, root.pem],
  ];
  const ids = new Set<string>();
  for (const parts of orders) {
    const kept = await upload(certificates, parts);
    assert.ok(kept.kind === 'kept', JSON.stringify(kept));
    ids.add(kept.id);
    assert.equal(await certificates.read({ kind: 'uploaded', id: kept.id }, 'daemons'), wanted);
  }
  assert.equal(ids.size, 1);
  const [id = ''] = ids;
  const folder = `${machine.layout.state}/certificates/_uploaded`;
  assert.match(await ownershipOf(folder), / 700$/);
  assert.match(await ownershipOf(`${folder}/${id}.pem`), / 600$/);
  const report = await certificates.examine({ kind: 'uploaded', id }, HOSTS);
  assert.deepEqual(
    [report.trust, report.missingIssuer, report.uncovered, report.problems],
    ['unknown', '', [], []],
  );

  await certificates.forget(id);
  assert.equal(await certificates.read({ kind: 'uploaded', id }, 'daemons'), null);
  await assert.rejects(
    certificates.read({ kind: 'uploaded', id: '../../panel/secrets' }, 'daemons'),
    /not the id/,
  );
});

test('a link that is missing from the chain is named', async (context) => {
  const { certificates } = await temporaryMachine(context);
  const source = await filesWith(context, leaf.pem, leaf.key);
  const report = await certificates.examine(source, HOSTS);
  assert.deepEqual([report.trust, report.missingIssuer, report.problems], ['unknown', 'CN=Test Middle', []]);
});

test('PKCS#12, of today and of old, with its passphrase, which is in no argument', async (context) => {
  const machine = await temporaryMachine(context);
  const argvs: string[] = [];
  const certificates = createCertificates({
    ...machine,
    consent: withoutHelper,
    commands: {
      run: (argv, options) => {
        argvs.push(argv.join(' '));
        return machine.commands.run(argv, options);
      },
    },
  });
  for (const isOld of [false, true]) {
    const file = await pkcs12(leaf, 'sesame 123', { chain: middle.pem, isOld });
    assert.deepEqual(await upload(certificates, [file]), {
      kind: 'refused',
      problems: [{ code: 'passphrase-missing', detail: '' }],
    });
    assert.deepEqual(await upload(certificates, [file], 'wrong'), {
      kind: 'refused',
      problems: [{ code: 'passphrase-wrong', detail: '' }],
    });
    const kept = await upload(certificates, [file], 'sesame 123');
    assert.ok(kept.kind === 'kept', JSON.stringify(kept));
    assert.deepEqual(codesOf(await certificates.examine({ kind: 'uploaded', id: kept.id }, HOSTS)), []);
  }
  for (const argv of argvs) assert.ok(!argv.includes('sesame'), argv);
  const left = (await readdir(`${machine.layout.state}/certificates/_uploaded`)).filter((name) =>
    name.startsWith('.'),
  );
  assert.deepEqual(left, []);
});

test('a key with a passphrase is opened with it, and kept without', async (context) => {
  const { certificates } = await temporaryMachine(context);
  const key = await locked(leaf.key, 'sesame');
  const refused = (code: string) => ({ kind: 'refused', problems: [{ code, detail: '' }] });
  assert.deepEqual(await upload(certificates, [leaf.pem, key]), refused('passphrase-missing'));
  assert.deepEqual(await upload(certificates, [leaf.pem, key], 'x'), refused('passphrase-wrong'));
  const kept = await upload(certificates, [leaf.pem, key], 'sesame');
  assert.ok(kept.kind === 'kept');
  assert.doesNotMatch(
    (await certificates.read({ kind: 'uploaded', id: kept.id }, 'daemons')) ?? '',
    /ENCRYPTED/,
  );
  const source = await filesWith(context, leaf.pem, key);
  assert.deepEqual(codesOf(await certificates.examine(source, [])), ['passphrase-missing']);
  await assert.rejects(certificates.read(source, 'daemons'), /locked with a passphrase/);
});

test('what cannot be served is refused, and why', async (context) => {
  const { certificates } = await temporaryMachine(context);
  const small = await issue({ names: HOSTS, key: 'RSA 1024' });
  const forgeable = await issue({ names: HOSTS, key: 'RSA 2048', digest: 'sha1' });
  const cases: readonly (readonly [string, string, string])[] = [
    [leaf.pem, root.key, 'key-mismatch'],
    [leaf.pem, '', 'no-key'],
    ['', leaf.key, 'no-certificate'],
    ['no PEM at all', leaf.key, 'not-understood'],
    [leaf.pem.replace(/M/g, 'N'), leaf.key, 'not-understood'],
    [small.pem, small.key, 'key-weak'],
    [forgeable.pem, forgeable.key, 'signature-weak'],
  ];
  for (const [certificate, key, code] of cases) {
    const kept = await upload(certificates, [certificate, key]);
    assert.deepEqual(kept.kind === 'refused' && codesOf(kept), [code], code);
    const source = await filesWith(context, certificate, key);
    assert.deepEqual(codesOf(await certificates.examine(source, HOSTS)), [code], code);
  }
  assert.deepEqual(await upload(certificates, []), {
    kind: 'refused',
    problems: [
      { code: 'no-certificate', detail: '' },
      { code: 'no-key', detail: '' },
    ],
  });
  assert.equal(certificates.facts(small.pem)?.key, 'RSA 1024');
  assert.equal(certificates.facts('nothing'), null);
});

test('a wildcard stands for one label, and the common name for nothing', async (context) => {
  const { certificates } = await temporaryMachine(context);
  const wild = await issue({ names: ['*.chat.lan'] });
  const source = await filesWith(context, wild.pem, wild.key);
  const { uncovered } = await certificates.examine(source, [
    'chat.lan',
    'conference.chat.lan',
    'a.b.chat.lan',
  ]);
  assert.deepEqual(uncovered, ['chat.lan', 'a.b.chat.lan']);
  const named = await issue({ names: ['chat.lan', 'other.lan'] });
  assert.deepEqual(
    (await certificates.examine(await filesWith(context, named.pem, named.key), ['CHAT.lan', 'x.lan']))
      .uncovered,
    ['x.lan'],
  );
});

test('a path that leads to anything but a certificate is refused at once: FIFO, device, folder, 10 MB', async (context) => {
  const { certificates } = await temporaryMachine(context);
  const folder = await temporaryFolder(context);
  const fifo = join(folder, 'fifo');
  execFileSync('/usr/bin/mkfifo', [fifo]);
  const large = join(folder, 'large');
  await writeFile(large, Buffer.alloc(10_000_000, 'a'));
  const circle = join(folder, 'circle');
  await symlink(circle, circle);
  await mkdir(join(folder, 'folder'));
  for (const [path, code] of [
    [fifo, 'unreadable'],
    ['/dev/zero', 'unreadable'],
    ['/dev/tty', 'unreadable'],
    [join(folder, 'folder'), 'unreadable'],
    [large, 'unreadable'],
    [circle, 'unreadable'],
    [join(folder, 'nothing'), 'missing'],
    [`${fifo}/below`, 'missing'],
    ['/etc/passwd', 'not-understood'],
  ] as const) {
    const begin = performance.now();
    const source: CertificateSource = { kind: 'files', certificate: path, key: '' };
    assert.deepEqual(codesOf(await certificates.examine(source, HOSTS)), [code], path);
    if (code === 'missing') assert.equal(await certificates.read(source, 'daemons'), null);
    else await assert.rejects(certificates.read(source, 'daemons'), /cannot be used/);
    assert.ok(performance.now() - begin < 5000, path);
  }
});

test('symbolic links are followed, as certbot’s live/ needs it', async (context) => {
  const { certificates } = await temporaryMachine(context);
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'fullchain1.pem'), leaf.pem + middle.pem);
  await writeFile(join(folder, 'privkey1.pem'), leaf.key);
  await symlink('fullchain1.pem', join(folder, 'fullchain.pem'));
  await symlink('privkey1.pem', join(folder, 'privkey.pem'));
  const source: CertificateSource = {
    kind: 'files',
    certificate: join(folder, 'fullchain.pem'),
    key: join(folder, 'privkey.pem'),
  };
  assert.deepEqual(codesOf(await certificates.examine(source, HOSTS)), []);
  assert.match(
    (await certificates.read(source, 'daemons')) ?? '',
    /^(-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n){2}-----BEGIN PRIVATE KEY/,
  );
});

/** What openssl-verify(1) says of a chain as a client would, when the root is one that it trusts; '' when all is well. */
async function verdictOf(
  context: TestContext,
  authority: Issued,
  ...chain: readonly Issued[]
): Promise<string> {
  const folder = await temporaryFolder(context);
  const [server, ...above] = chain;
  await writeFile(join(folder, 'root.pem'), authority.pem);
  await writeFile(join(folder, 'server.pem'), server?.pem ?? '');
  await writeFile(join(folder, 'above.pem'), above.map(({ pem }) => pem).join('') || authority.pem);
  const args = [
    'verify',
    '-purpose',
    'sslserver',
    '-CAfile',
    'root.pem',
    '-untrusted',
    'above.pem',
    'server.pem',
  ];
  return spawnSync('/usr/bin/openssl', args, { cwd: folder, encoding: 'utf8' }).stderr;
}

test('what TLS clients refuse is refused: other purposes, and what stands above it', async (context) => {
  const { certificates } = await temporaryMachine(context);
  const leafOf = (...extensions: readonly string[]) => issue({ names: HOSTS, issuer: middle, extensions });
  const authority = (more: Partial<Parameters<typeof issue>[0]>) =>
    issue({ names: ['Test Other Middle'], isAuthority: true, issuer: root, ...more });
  const below = async (issuer: Issued) => [await issue({ names: HOSTS, issuer }), issuer] as const;
  const cases: readonly (readonly [string, readonly Issued[], string, RegExp, RegExp])[] = [
    [
      'clients only',
      [await leafOf('extendedKeyUsage = clientAuth, emailProtection'), middle],
      'not-for-servers',
      /clientAuth, emailProtection/,
      /unsuitable certificate purpose/,
    ],
    [
      'anything',
      [await leafOf('extendedKeyUsage = anyExtendedKeyUsage'), middle],
      'not-for-servers',
      /2\.5\.29\.37\.0/,
      /unsuitable certificate purpose/,
    ],
    [
      'no signing of handshakes',
      [await leafOf('keyUsage = critical, keyCertSign'), middle],
      'not-for-servers',
      /Certificate Sign/,
      /unsuitable certificate purpose/,
    ],
    [
      'no authority above',
      await below(await authority({ isAuthority: false })),
      'issuer-unfit',
      /“CN=Test Other Middle” is not a certificate authority/,
      /invalid CA/,
    ],
    [
      'an authority for clients',
      await below(await authority({ extensions: ['extendedKeyUsage = clientAuth'] })),
      'issuer-unfit',
      /is not allowed to sign certificates of servers/,
      /unsuitable certificate purpose/,
    ],
    [
      'ended above',
      await below(await authority({ fromDay: -90, toDay: -1 })),
      'issuer-unfit',
      /“CN=Test Other Middle” expired on \d+ \w+ \d{4}\./,
      /has expired/,
    ],
    [
      'not begun above',
      await below(await authority({ fromDay: 40 })),
      'issuer-unfit',
      /is valid only from/,
      /not yet valid/,
    ],
  ];
  for (const [what, chain, code, detail, refusal] of cases) {
    const [server] = chain;
    const source = await filesWith(context, chain.map(({ pem }) => pem).join(''), server?.key ?? '');
    const report = await certificates.examine(source, HOSTS);
    assert.deepEqual(codesOf(report), [code], what);
    assert.match(saidOf(report.problems[0]), detail, what);
    assert.match(await verdictOf(context, root, ...chain), refusal, `openssl, ${what}`);
    const kept = await upload(certificates, [...chain.map(({ pem }) => pem), server?.key ?? '']);
    assert.equal(kept.kind, 'refused', what);
  }
  for (const extensions of [
    [],
    ['extendedKeyUsage = serverAuth, clientAuth'],
    ['keyUsage = critical, digitalSignature, keyEncipherment', 'extendedKeyUsage = serverAuth'],
  ]) {
    const fit = await leafOf(...extensions);
    assert.deepEqual(
      codesOf(await certificates.examine(await filesWith(context, fit.pem + middle.pem, fit.key), HOSTS)),
      [],
    );
    assert.equal(await verdictOf(context, root, fit, middle), '');
  }
});

test('what has ended in a chain is not served: a renewed one is taken, a cross-signed root goes with its old signer', async (context) => {
  const machine = await temporaryMachine(context);
  // A root that this machine trusts, in the list that Node and the panel read, is one of its own here.
  const { certificates } = machine;
  const pemsOf = (...chain: readonly Issued[]): readonly string[] =>
    chain.map(({ pem }) => new X509Certificate(pem).fingerprint256);
  const served = async (source: CertificateSource): Promise<readonly string[]> =>
    (
      (await certificates.read(source, 'daemons'))?.match(
        /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g,
      ) ?? []
    ).map((pem) => new X509Certificate(pem).fingerprint256);

  const old = await issue({
    names: ['Test Middle'],
    isAuthority: true,
    issuer: root,
    withKey: middle.key,
    fromDay: -90,
    toDay: -1,
  });
  const both = await filesWith(context, leaf.pem + old.pem + middle.pem, leaf.key);
  assert.deepEqual(codesOf(await certificates.examine(both, HOSTS)), []);
  assert.deepEqual(await served(both), pemsOf(leaf, middle));

  const oldRoot = await issue({ names: ['Old Root'], isAuthority: true, fromDay: -900, toDay: -30 });
  const crossed = await issue({
    names: ['Test Root'],
    isAuthority: true,
    issuer: oldRoot,
    withKey: root.key,
  });
  const long = await filesWith(context, leaf.pem + middle.pem + crossed.pem + oldRoot.pem, leaf.key);
  // Nobody vouches for it otherwise: then what ended is what clients need.
  const report = await certificates.examine(long, HOSTS);
  assert.deepEqual(codesOf(report), ['issuer-unfit']);
  assert.deepEqual(report.leftOut.length, 1);
  assert.match(english(report.leftOut[0] ?? ''), /^“CN=Old Root” expired on \d+ \w+ \d{4}\.$/);
  assert.deepEqual(await served(long), pemsOf(leaf, middle, crossed));
});

test('.p7b, in PEM and in DER: its certificates are taken, with a key beside it', async (context) => {
  const { certificates } = await temporaryMachine(context);
  for (const form of ['PEM', 'DER'] as const) {
    const file = await pkcs7([middle, leaf, root], form);
    assert.deepEqual(
      await upload(certificates, [file]),
      { kind: 'refused', problems: [{ code: 'no-key', detail: '' }] },
      form,
    );
    const kept = await upload(certificates, [leaf.key, file]);
    assert.ok(kept.kind === 'kept', JSON.stringify(kept));
    const text = await certificates.read({ kind: 'uploaded', id: kept.id }, 'daemons');
    assert.equal(text, [leaf.pem, middle.pem, root.pem, leaf.key].map((pem) => `${pem.trim()}\n`).join(''));
    const broken = Buffer.from(file).fill(0x41, 60, 200);
    assert.deepEqual(
      await upload(certificates, [broken, leaf.key]),
      { kind: 'refused', problems: [{ code: 'not-understood', detail: '' }] },
      form,
    );
  }
});

test('an issuer that is missing is named, with the address where its certificate is, where it says one', async (context) => {
  const { certificates } = await temporaryMachine(context);
  const address = 'http://authority.lan/middle.der';
  const told = await issue({
    names: HOSTS,
    issuer: middle,
    extensions: [`authorityInfoAccess = caIssuers;URI:${address}, OCSP;URI:http://ocsp.lan`],
  });
  const report = await certificates.examine(await filesWith(context, told.pem, told.key), HOSTS);
  assert.deepEqual([report.missingIssuer, report.issuerAddress], ['CN=Test Middle', address]);
  const silent = await certificates.examine(await filesWith(context, leaf.pem, leaf.key), HOSTS);
  assert.deepEqual([silent.missingIssuer, silent.issuerAddress], ['CN=Test Middle', '']);
});

/** What a problem's sentence is filled with. */
function saidOf(problem: CertificateProblem | undefined): string {
  return problem === undefined ? '' : english(problem.reason ?? verbatim(problem.detail));
}
