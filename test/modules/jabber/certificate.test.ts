import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { test } from 'node:test';
import type { Machine } from '../../../src/core/ports.js';
import { certificateOf, hasCertificate, makeCertificate } from '../../../src/modules/jabber/certificate.js';
import { certificatePath } from '../../../src/modules/jabber/paths.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { ownershipOf } from '../../helpers/ownership.js';

/** The machine, so many days later. */
function later(machine: Machine, days: number): Machine {
  const now = (): Date => new Date(Date.now() + days * 86_400_000);
  return {
    ...machine,
    clock: { now, monotonic: () => machine.clock.monotonic(), sleep: (time) => machine.clock.sleep(time) },
  };
}

test('a certificate for a domain and its rooms, with its key, for the panel only', async (context) => {
  const machine = await temporaryMachine(context);
  const runs: string[][] = [];
  const watched: Machine = {
    ...machine,
    commands: {
      run: (argv, options) => {
        runs.push([...argv]);
        return machine.commands.run(argv, options);
      },
    },
  };
  assert.equal(await hasCertificate(machine, 'bücher.example'), false);
  await makeCertificate(watched, 'bücher.example');

  const path = certificatePath(machine.layout, 'bücher.example');
  assert.match(path, /\/certificates\/xn--bcher-kva\.example\/certificate\.pem$/);
  assert.match(await ownershipOf(path), / 600$/);
  assert.deepEqual(await readdir(dirname(path)), ['certificate.pem']);
  assert.match(await ownershipOf(dirname(path)), / 700$/);
  const pem = await readFile(path, 'utf8');
  assert.match(
    pem,
    /^-----BEGIN CERTIFICATE-----[^]+-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----[^]+-----END PRIVATE KEY-----\n$/,
  );

  const certificate = new X509Certificate(pem);
  assert.equal(certificate.subjectAltName, 'DNS:xn--bcher-kva.example, DNS:conference.xn--bcher-kva.example');
  assert.equal(certificate.subject, 'CN=xn--bcher-kva.example');
  assert.equal(certificate.ca, false);
  const shown = spawnSync('/usr/bin/openssl', ['x509', '-noout', '-text'], {
    input: pem,
    encoding: 'utf8',
  }).stdout;
  assert.match(shown, /TLS Web Server Authentication/);
  assert.doesNotMatch(shown, /X509v3 Key Usage/, 'Pidgin then refuses the certificate and does not even ask');
  const key = createPrivateKey(pem);
  assert.equal(key.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  assert.ok(certificate.checkPrivateKey(key));
  const secret = key.export({ type: 'pkcs8', format: 'der' }).toString('base64').slice(0, 40);
  for (const argv of runs) assert.ok(!argv.join(' ').includes(secret));

  assert.equal((await certificateOf(machine, 'bücher.example'))?.fingerprint256, certificate.fingerprint256);
  assert.equal(await hasCertificate(later(machine, 824), 'bücher.example'), true);
  assert.equal(await hasCertificate(later(machine, 826), 'bücher.example'), false);
});

test('a domain too long for a common name gets a certificate too', async (context) => {
  const machine = await temporaryMachine(context);
  const label = 'a'.repeat(63);
  const domain = [label, label, label, 'b'.repeat(61)].join('.');
  await makeCertificate(machine, domain);
  const certificate = await certificateOf(machine, domain);
  assert.equal(certificate?.subject, 'CN=Jabber Service');
  assert.equal(certificate.checkHost(domain), domain);
});

test('a file that is no certificate is none', async (context) => {
  const machine = await temporaryMachine(context);
  const path = certificatePath(machine.layout, 'chat.lan');
  await machine.files.makeFolder(dirname(path), 'panel', 0o700);
  await machine.files.write(path, 'damaged', 'panel', 0o600);
  assert.equal(await certificateOf(machine, 'chat.lan'), null);
  assert.equal(await hasCertificate(machine, 'chat.lan'), false);
});

test('a certificate that is replaced is kept with its key', async (context) => {
  const machine = await temporaryMachine(context);
  await makeCertificate(machine, 'chat.lan');
  const former = await machine.files.read(certificatePath(machine.layout, 'chat.lan'));
  await makeCertificate(machine, 'chat.lan');
  const [copy] = await readdir(machine.layout.backups);
  assert.equal(await machine.files.read(`${machine.layout.backups}/${copy ?? ''}`), former);
});
