import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, lchown, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { before, test, type TestContext } from 'node:test';
import { listOf, nothingAllowed } from '../../src/core/allowed-certificates.js';
import type { CertificateReport, CertificateSource } from '../../src/core/certificate.js';
import { english } from '../../src/core/words/english.js';
import { PanelError } from '../../src/errors.js';
import { issue, type Issued } from '../helpers/certificates.js';
import { shellOf } from '../helpers/eboxctl.js';
import { temporaryFolder } from '../helpers/folder.js';
import { buildHelper, temporaryHelpedMachine, type HelpedTestMachine } from '../helpers/helped-machine.js';
import { allowedListOf } from '../helpers/helper-socket.js';

const HOSTS = ['chat.lan'];

let program: readonly string[];
let issued: Issued;

before(async () => {
  program = await buildHelper('src/helper-main.ts', 'allowed-certificates-helper');
  issued = await issue({ names: HOSTS });
});

/** A helper, root's shell beside it, and a pair of files that only root can read. */
async function open(context: TestContext) {
  const helped = await temporaryHelpedMachine(context, program);
  const folder = await temporaryFolder(context);
  await chmod(folder, 0o700);
  const pair = { certificate: `${folder}/fullchain.pem`, key: `${folder}/privkey.pem` };
  await writeFile(pair.certificate, issued.pem);
  await writeFile(pair.key, issued.key, { mode: 0o600 });
  const { state } = helped.machine.layout;
  const shell = shellOf(state);
  return {
    ...helped,
    folder,
    pair,
    source: { kind: 'files', ...pair } as const,
    list: allowedListOf(state),
    type: async (line: string) => {
      const said = await shell.type(line);
      assert.equal(said.code, 0, said.err);
      return said;
    },
    shell,
  };
}

type Files = Extract<CertificateSource, { kind: 'files' }>;

/** What the helper answers to each verb about a source, with what was asked left out of it. */
async function answersTo({ machine }: HelpedTestMachine, source: Files): Promise<string> {
  const { certificates } = machine;
  const answers: unknown[] = [await certificates.examine(source, HOSTS)];
  for (const reader of ['daemons', 'panel'] as const)
    answers.push(
      await certificates
        .read(source, reader)
        .catch((error: unknown) => (error instanceof PanelError ? error.details : String(error))),
    );
  return JSON.stringify(answers).replaceAll(source.certificate, 'CERTIFICATE').replaceAll(source.key, 'KEY');
}

const codesOf = ({ problems }: CertificateReport): readonly string[] => problems.map(({ code }) => code);

test('a path that root has not allowed is not opened, and whatever lies there gets the same answer', async (context) => {
  const opened = await open(context);
  const { folder, pair } = opened;
  execFileSync('/usr/bin/mkfifo', [`${folder}/fifo`]);
  await symlink(pair.key, `${folder}/link`);
  const strace = spawn('strace', ['-f', '-e', 'trace=%file', '-p', String(opened.socket.helper().pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let seen = '';
  const lines = createInterface({ input: strace.stderr });
  lines.on('line', (line) => (seen += `${line}\n`));
  await once(lines, 'line');

  const answers = new Set<string>();
  for (const [certificate, key] of [
    [pair.certificate, pair.key],
    [`${folder}/nothing`, `${folder}/not-this-either`],
    [`${folder}/fifo`, `${folder}/link`],
    [folder, '/tmp/nothing/below'],
    [pair.certificate, `${folder}/x/../privkey.pem`],
    ['/etc/shadow', '/etc/ssl/private/ssl-cert-snakeoil.key'],
    ['/dev/zero', '/proc/self/environ'],
  ] as const)
    answers.add(await answersTo(opened, { kind: 'files', certificate, key }));
  assert.equal(answers.size, 1, [...answers].join('\n'));
  assert.match(
    [...answers].join(),
    /"code":"not-allowed","detail":"sudo eboxctl certificates allow CERTIFICATE KEY"/,
  );
  assert.ok(!seen.includes(folder) && !seen.includes('/etc/shadow'), 'no path is looked up');

  await opened.type(`certificates allow ${pair.certificate} ${pair.key}`);
  assert.deepEqual(codesOf(await opened.machine.certificates.examine(opened.source, HOSTS)), []);
  strace.kill();
  await once(lines, 'close');
  assert.match(seen, /openat\(.*fullchain\.pem/, 'one that is allowed is');
});

test('what root allows counts from the next reading on, until root takes it back; for the panel only if that is said', async (context) => {
  const { machine, source, pair, type } = await open(context);
  const { certificates } = machine;
  const files = `${pair.certificate} ${pair.key}`;
  await type(`certificates allow ${files}`);
  const pem = await certificates.read(source, 'daemons');
  assert.match(pem ?? '', /^-----BEGIN CERTIFICATE-----[^]*\{private key sha256:/);
  await assert.rejects(certificates.read(source, 'panel'), /certificates allow --panel/);
  assert.equal((await certificates.examine(source, HOSTS)).isForPanel, false);

  await type(`certificates allow --panel ${files}`);
  assert.equal(await certificates.read(source, 'panel'), pem);
  assert.equal((await certificates.examine(source, HOSTS)).isForPanel, true);
  await type(`certificates forbid --panel ${files}`);
  await assert.rejects(certificates.read(source, 'panel'), /certificates allow --panel/);
  assert.equal(await certificates.read(source, 'daemons'), pem);
  await type(`certificates forbid ${files}`);
  await assert.rejects(certificates.read(source, 'daemons'), /only after root has allowed it/);
});

test('the key of a certificate that was made or uploaded goes to the panel with the word of root only', async (context) => {
  const { machine, type } = await open(context);
  const { certificates } = machine;
  await certificates.make('chat.lan', []);
  const own: CertificateSource = { kind: 'own', domain: 'chat.lan' };
  assert.notEqual(await certificates.read(own, 'daemons'), null);
  await assert.rejects(
    certificates.read(own, 'panel'),
    /Run “sudo eboxctl certificates allow --panel” in a shell/,
  );
  await type('certificates allow --panel');
  assert.equal(await certificates.read(own, 'panel'), await certificates.read(own, 'daemons'));
  await type('certificates forbid --panel');
  await assert.rejects(certificates.read(own, 'panel'), /only after root has allowed it/);
});

test('certbot’s links: allowed once, read after each renewal, and never through what another account owns', async (context) => {
  const { machine, folder, type } = await open(context);
  for (const name of ['archive', 'live']) await mkdir(`${folder}/${name}`);
  const renewed = async (number: number): Promise<Issued> => {
    const next = await issue({ names: HOSTS });
    for (const [name, text] of [
      ['privkey', next.key],
      ['fullchain', next.pem],
    ] as const) {
      await writeFile(`${folder}/archive/${name}${number}.pem`, text, { mode: 0o600 });
      await symlink(`../archive/${name}${number}.pem`, `${folder}/live/.new`);
      await rename(`${folder}/live/.new`, `${folder}/live/${name}.pem`);
    }
    return next;
  };
  const pair = { certificate: `${folder}/live/fullchain.pem`, key: `${folder}/live/privkey.pem` };
  const source = { kind: 'files', ...pair } as const;
  await renewed(1);
  await type(`certificates allow ${pair.certificate} ${pair.key}`);
  for (const number of [2, 3]) {
    const { pem } = await renewed(number);
    assert.ok((await machine.certificates.read(source, 'daemons'))?.startsWith(pem.trim()));
  }

  const foreign = `${folder}/foreign.key`;
  await writeFile(foreign, issued.key, { mode: 0o600 });
  await rm(pair.key);
  await symlink(foreign, pair.key);
  await lchown(pair.key, 12_345, 12_345);
  const report = await machine.certificates.examine(source, HOSTS);
  assert.deepEqual(codesOf(report), ['untrusted']);
  assert.match(english(report.problems[0]?.reason ?? ''), /belongs to account number 12345/);
});

test('a list that another account could have written, or that is damaged, allows nothing, and the log says so', async (context) => {
  const { machine, socket, source, pair, list, shell, type } = await open(context);
  await type(`certificates allow --panel ${pair.certificate} ${pair.key}`);
  const good = await readFile(list, 'utf8');
  const codes = async (): Promise<readonly string[]> =>
    codesOf(await machine.certificates.examine(source, HOSTS));
  const spoilt: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
    [() => chmod(list, 0o620), /Other accounts can write to/],
    [() => chmod(list, 0o602), /Other accounts can write to/],
    [() => chown(list, 12_345, 0), /does not belong to root|account number 12345/],
    [() => writeFile(list, good.slice(0, -20)), /is damaged: It is not JSON/],
    [() => writeFile(list, good.replace('"panel"', '"Panel"')), /is damaged: files\.0/],
    [() => writeFile(list, Buffer.from([0xff, 0xfe])), /is damaged/],
    [
      () =>
        rename(list, `${list}.mine`)
          .then(() => symlink(`${list}.mine`, list))
          .then(() => lchown(list, 12_345, 0)),
      /account number 12345/,
    ],
  ];
  for (const [spoil, reason] of spoilt) {
    await rm(list, { force: true });
    await writeFile(list, good, { mode: 0o600 });
    assert.deepEqual(await codes(), [], 'as it was written');
    await spoil();
    assert.deepEqual(await codes(), ['not-allowed'], String(reason));
    assert.match(socket.log().trim().split('\n').at(-1) ?? '', reason);
    const said = await shell.type(`certificates allow ${pair.certificate} ${pair.key}`);
    assert.equal(said.code, 1);
    assert.match(said.err, /Nothing was done: The list of allowed certificates(?:, \S+,)? is ignored/);
  }
  await rm(list);
  await rm(`${list}.mine`);
  assert.deepEqual(await codes(), ['not-allowed'], 'no list allows nothing');
  await writeFile(list, listOf(nothingAllowed), { mode: 0o600 });
  assert.deepEqual(await codes(), ['not-allowed']);
});
