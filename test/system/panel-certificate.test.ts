import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { lookUpAccounts } from '../helpers/accounts.js';
import { createCommands } from '../../src/system/commands.js';
import { PanelCertificate, type PanelCertificateOptions } from '../../src/system/panel-certificate.js';
import { temporaryFolder } from '../helpers/folder.js';
import { makePanelCertificate } from '../helpers/panel-certificate.js';

async function place(context: TestContext): Promise<{
  options: PanelCertificateOptions;
  folder: string;
  said: string[];
}> {
  const folder = await temporaryFolder(context);
  const said: string[] = [];
  const log = { info: () => undefined, error: (line: string) => void said.push(line) };
  const commands = createCommands(await lookUpAccounts());
  const authorities = `${folder}/authorities.pem`;
  writeFileSync(authorities, '');
  return {
    folder,
    said,
    options: {
      own: `${folder}/own.pem`,
      instead: `${folder}/live/certificate.pem`,
      commands,
      log,
      authorities,
    },
  };
}

test('the certificate of an authority that this machine trusts is trusted, and no other', async (context) => {
  const { options, folder } = await place(context);
  const authority = makePanelCertificate(folder, '');
  const issued = makePanelCertificate(folder, 'DNS:Panel.lan,DNS:*.wild.lan,IP:192.0.2.1', authority);
  writeFileSync(options.own, issued.pem);
  const stranger = await PanelCertificate.open(options);
  assert.equal(stranger.trusted, false);
  assert.deepEqual(stranger.names, ['panel.lan']);
  writeFileSync(options.authorities ?? '', authority.certificate);
  assert.equal((await PanelCertificate.open(options)).trusted, true);
  assert.equal((await PanelCertificate.open({ ...options, authorities: '/nowhere' })).trusted, false);
});

test('a new file is served without a restart, and an unsuitable one is said and not served', async (context) => {
  const { options, folder, said } = await place(context);
  const [first, second] = [
    makePanelCertificate(folder, 'DNS:a.lan'),
    makePanelCertificate(folder, 'DNS:b.lan'),
  ];
  writeFileSync(options.own, first.pem);
  const certificate = await PanelCertificate.open(options);
  assert.equal(await certificate.look(), false);
  writeFileSync(options.own, second.pem);
  assert.equal(await certificate.look(), true);
  assert.equal(certificate.pem, second.pem);

  writeFileSync(options.own, second.certificate + first.key);
  assert.equal(await certificate.look(), false);
  assert.equal(await certificate.look(), false);
  assert.equal(certificate.pem, second.pem);
  assert.equal(said.length, 1, 'once for each version of the file');
  assert.match(said[0] ?? '', /goes on with the certificate that it had.*Its key belongs to another/);
});

test('the certificate of the chat service is served instead as long as it is there and suitable', async (context) => {
  const { options, folder, said } = await place(context);
  const [own, chat] = [
    makePanelCertificate(folder, 'DNS:a.lan'),
    makePanelCertificate(folder, 'DNS:chat.lan'),
  ];
  writeFileSync(options.own, own.pem);
  const certificate = await PanelCertificate.open(options);
  mkdirSync(`${folder}/live`);
  writeFileSync(options.instead, chat.pem);
  assert.equal(await certificate.look(), true);
  assert.deepEqual(certificate.names, ['chat.lan']);
  writeFileSync(options.instead, 'damaged');
  assert.equal(await certificate.look(), true);
  assert.equal(certificate.pem, own.pem);
  assert.match(said[0] ?? '', /live\/certificate\.pem is not served: The file contains no certificate/);
  rmSync(options.instead);
  assert.equal(await certificate.look(), false);
});

test('an unsuitable file is refused with what is wrong with it', async (context) => {
  const { options, folder } = await place(context);
  const [one, other] = [makePanelCertificate(folder, 'DNS:a.lan'), makePanelCertificate(folder, 'DNS:b.lan')];
  await assert.rejects(
    PanelCertificate.open(options),
    /own\.pem: There is no such file\. EBOX_TLS must name/,
  );
  for (const [text, sentence] of [
    ['', /The file contains no certificate/],
    [one.key, /The file contains no certificate/],
    [one.certificate, /The file contains no key that can be read without a passphrase/],
    [one.certificate + other.key, /Its key belongs to another certificate/],
  ] as const) {
    writeFileSync(options.own, text);
    await assert.rejects(PanelCertificate.open(options), sentence);
  }
});
