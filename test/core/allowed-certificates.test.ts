import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  allowCommand,
  findAllowed,
  listOf,
  nothingAllowed,
  plainFiles,
  readList,
  withFiles,
  withoutFiles,
  type AllowedFiles,
} from '../../src/core/allowed-certificates.js';

const certbot = {
  certificate: '/etc/letsencrypt/live/a/fullchain.pem',
  key: '/etc/letsencrypt/live/a/privkey.pem',
};
const entry: AllowedFiles = { ...certbot, panel: false, by: 'carol', at: '2026-11-26T04:00:00.000Z' };
const one = withFiles(nothingAllowed, entry);

test('a list is read as it was written, and nothing else is taken for one', () => {
  assert.deepEqual(readList(listOf(one)), one);
  assert.deepEqual(readList(listOf(nothingAllowed)), nothingAllowed);
  const document = { version: 1, ...one };
  const withEntry = (changed: object): string =>
    JSON.stringify({ ...document, files: [{ ...entry, ...changed }] });
  for (const text of [
    '',
    'null',
    '[]',
    '{}',
    `${listOf(one)}x`,
    JSON.stringify({ ...document, version: 2 }),
    JSON.stringify({ ...document, keptForPanel: 'false' }),
    JSON.stringify({ ...document, more: true }),
    JSON.stringify({ ...document, files: [entry, entry] }),
    withEntry({ panel: 1 }),
    withEntry({ also: '/etc/shadow' }),
    withEntry({ certificate: 'relative.pem' }),
    withEntry({ certificate: '' }),
    withEntry({ certificate: '/' + 'a'.repeat(5000) }),
    withEntry({ certificate: '/etc//x' }),
    withEntry({ certificate: '/etc/../x' }),
    withEntry({ certificate: '/etc/./x' }),
    withEntry({ certificate: '/etc/x/' }),
    withEntry({ key: '/etc/x\n' }),
    withEntry({ key: '/etc/x\u0000' }),
    withEntry({ at: 'yesterday' }),
  ]) {
    assert.throws(() => readList(text), Error, text);
  }
});

test('exactly these two files are allowed, however their paths are spelled', () => {
  const found = (certificate: string, key: string) => findAllowed(one, { certificate, key });
  assert.equal(found(certbot.certificate, certbot.key), entry);
  assert.equal(found('/etc//letsencrypt/live/./a/fullchain.pem', `${certbot.key}/`), entry);
  for (const [certificate, key] of [
    [certbot.certificate, ''],
    [certbot.key, ''],
    [certbot.key, certbot.certificate],
    [certbot.certificate, '/etc/ssl/private/other.key'],
    ['/etc/letsencrypt/live/a/x/../fullchain.pem', certbot.key],
    ['etc/letsencrypt/live/a/fullchain.pem', certbot.key],
    ['', ''],
  ] as const)
    assert.equal(found(certificate, key), null, `${certificate} ${key}`);
});

test('the key in the file of the certificate is named or left out', () => {
  const both = { certificate: '/etc/ebox-jabber/chat.pem', key: '' };
  const allowed = withFiles(nothingAllowed, { ...entry, ...both });
  assert.deepEqual(plainFiles({ ...both, key: both.certificate }), both);
  assert.notEqual(findAllowed(allowed, both), null);
  assert.notEqual(findAllowed(allowed, { ...both, key: both.certificate }), null);
});

test('allowing twice is once, the panel’s own right is added and never lost by it', () => {
  assert.equal(withFiles(one, { ...entry, by: 'dave' }), one);
  const forPanel = withFiles(one, { ...entry, panel: true });
  assert.deepEqual(
    forPanel.files.map(({ panel }) => panel),
    [true],
  );
  assert.equal(withFiles(forPanel, entry), forPanel);
  assert.deepEqual(withoutFiles(forPanel, certbot), nothingAllowed);
  assert.equal(withoutFiles(one, { ...certbot, key: '' }), one);
});

test('the command that is shown is one that a shell takes as it stands', () => {
  assert.equal(
    allowCommand({ kind: 'files', ...certbot }, false),
    `sudo eboxctl certificates allow ${certbot.certificate} ${certbot.key}`,
  );
  assert.equal(
    allowCommand({ kind: 'own', domain: 'a.lan' }, true),
    'sudo eboxctl certificates allow --panel',
  );
  const path = fc.string({ unit: 'binary' }).map((text) => `/${text.replaceAll('\0', '')}`);
  fc.assert(
    fc.property(path, path, (certificate, key) => {
      const line = allowCommand({ kind: 'files', certificate, key }, true).replace(
        /^sudo eboxctl/,
        `printf '%s\\0'`,
      );
      const words = execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' }).split('\0');
      assert.deepEqual(words, ['certificates', 'allow', '--panel', certificate, key, '']);
    }),
    { numRuns: 100 },
  );
});
