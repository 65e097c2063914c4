import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { appendFile, lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { createStore } from '../../src/system/store.js';
import { createSecrets } from '../../src/system/secrets.js';
import type { Secret } from '../../src/core/secret.js';
import { digestOf, masked } from '../../src/helper/masking.js';
import { settingsForm } from '../../src/modules/jabber/settings.js';
import { createNetwork } from '../../src/system/network.js';
import { issue, type Issued } from '../helpers/certificates.js';
import { eventually } from '../helpers/eventually.js';
import { temporaryFolder } from '../helpers/folder.js';
import { openBrowser, openPage } from '../helpers/browser.js';
import { shellOf } from '../helpers/eboxctl.js';
import { startHelperSocket } from '../helpers/helper-socket.js';
import { freePort } from '../helpers/ports.js';
import {
  addUser,
  enableJabber,
  PASSWORD,
  saveChanges,
  setUpJabber,
  signInToPanel,
} from '../helpers/panel-acts.js';
import { startPanelWithoutRoot, type PanelWithoutRoot } from '../helpers/panel-without-root.js';
import { signIn } from '../helpers/xmpp-client.js';
import { pathsBelow } from '../helpers/paths-below.js';

const cleanUps: (() => unknown)[] = [];
const context = { after: (work: () => unknown) => void cleanUps.unshift(work) };
let panel: PanelWithoutRoot;
let page: Page;

before(async () => {
  panel = await startPanelWithoutRoot(context);
  page = await openPage(await openBrowser(context), panel.address);
  await signInToPanel(page);
  await enableJabber(page);
  await setUpJabber(page, { domain: 'chat.lan' });
  await addUser(page, { userName: 'alice', administrator: true });
  assert.match(await saveChanges(page), /Changes saved/);
});

after(async () => {
  for (const work of cleanUps) await work();
});

const secrets = (): Promise<ReadonlyMap<string, Secret>> =>
  createSecrets(createStore(`${panel.state}/helper`)).byName();
const live = (): string => `${panel.state}/configuration/current`;

test('the panel has no root, no capability, and can get none', async () => {
  const status = await readFile(`/proc/${String(panel.process.pid)}/status`, 'utf8');
  const line = (name: string): string => new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(status)?.[1] ?? '';
  const { uid, gid } = panel.user;
  assert.equal(line('Uid'), [uid, uid, uid, uid].join('\t'));
  assert.equal(line('Gid'), [gid, gid, gid, gid].join('\t'));
  assert.equal(line('Groups').trim(), '');
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
    assert.equal(Number(line(set)), 0, set);
  assert.equal(line('NoNewPrivs'), '1');
});

test('somebody chats, and rooms and other servers are switched with nobody disconnected', async (test) => {
  const account = { domain: 'chat.lan', port: panel.ports.client, password: PASSWORD };
  const alice = await signIn(test, { ...account, username: 'alice' });
  for (const change of [
    { muc: true, otherServers: true },
    { muc: false, otherServers: false },
  ]) {
    await setUpJabber(page, change);
    assert.match(await saveChanges(page), /Changes saved/);
  }
  assert.equal(alice.xmpp.status, 'online');
  await page.getByRole('link', { name: 'Who is connected' }).click();
  await page.getByRole('rowheader', { name: 'alice' }).waitFor();
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  assert.doesNotMatch((await page.locator('main').textContent()) ?? '', /Stopped|not answering/i);
});

test('a file that was changed by hand is shown without its secrets, and a kept change keeps them', async () => {
  const path = `${live()}/jabberd2/sm.xml`;
  await appendFile(path, '<!-- mine -->\n');
  await setUpJabber(page, { muc: true });
  await page.getByRole('link', { name: /Save Changes/ }).click();
  const text = (await page.locator('main').textContent()) ?? '';
  assert.match(text, /mine/);
  const all = await secrets();
  assert.ok(all.size > 6);
  for (const secret of all.values()) assert.ok(!text.includes(secret.reveal()));
  await page.getByLabel(/Keep/).first().check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('[data-outcome=done]').waitFor({ timeout: 60_000 });
  const kept = await readFile(path, 'utf8');
  assert.ok(kept.endsWith('<!-- mine -->\n'));
  assert.ok(kept.includes(all.get('router-sm')?.reveal() ?? '-'));
  assert.doesNotMatch(kept, /\{secret/);
  const { uid, mode } = await lstat(path);
  assert.deepEqual([uid, mode & 0o777], [0, 0o640]);
});

test('a save that cannot go well says why, and changes nothing', async () => {
  const before = await readFile(`${live()}/manifest.json`, 'utf8');
  const squatter = createServer();
  squatter.listen(panel.ports.server, '::');
  await setUpJabber(page, { otherServers: true });
  const said = await saveChanges(page);
  squatter.close();
  assert.match(said, /Another program \(.*\) uses port/);
  assert.match(said, /Nothing was changed/);
  assert.equal(await readFile(`${live()}/manifest.json`, 'utf8'), before);
  await setUpJabber(page, { otherServers: false });
});

test('whoever takes over the panel’s account reads no key and no secret, and changes no configuration', async (context) => {
  const all = await secrets();
  const ofThePanel = ['directory-panel', 'router-panel'];
  const forbidden = [...all].filter(([name]) => !ofThePanel.includes(name));
  for (const path of await pathsBelow(panel.state)) {
    const { output } = await panel.run(['cat', '--', `${panel.state}/${path}`]);
    assert.doesNotMatch(output, /PRIVATE KEY/, path);
    for (const [name, secret] of forbidden)
      assert.ok(!output.includes(secret.reveal()), `${name} in ${path}`);
  }
  const attempts: readonly (readonly string[])[] = [
    ['cat', '/etc/shadow'],
    ['cat', `${live()}/jabberd2/certificate.pem`],
    ['cat', `${panel.state}/helper/secrets.json`],
    ['ls', `${panel.state}/certificates`],
    ['touch', `${live()}/jabberd2/sm.xml`],
    ['rm', '-f', `${live()}/jabberd2/sm.xml`],
    ['rm', '-f', live()],
    ['ln', '-sfn', '/tmp', live()],
    ['mkdir', `${panel.state}/configuration/gen-9999`],
    ['mkdir', `${panel.state}/configuration/.growing`],
    ['mv', `${panel.state}/configuration`, `${panel.state}/mine`],
    ['ln', '-s', '/etc', `${panel.state}/helper/x`],
    ['touch', `${panel.state}/services/x`],
    ['touch', `${panel.state}/run/chat/x`],
    ['touch', `${panel.state}/run/directory/x`],
    ['touch', `${panel.state}/x`],
    ['mv', `${panel.state}/panel`, `${panel.state}/run/panel`],
    [panel.node, '-e', `require('node:net').connect('${panel.state}/run/chat/sign-in')`],
    ['s6-svc', '-d', `${panel.state}/services/router`],
    ['kill', await pidOf('jabberd2-router')],
  ];
  for (const argv of attempts) {
    const { status, output } = await panel.run(argv);
    assert.notEqual(status, 0, `${argv.join(' ')}: ${output}`);
  }
  context.diagnostic(`${attempts.length} attempts failed`);
});

test('whoever takes over the panel’s account gets nobody’s key through the helper, whatever the panel says', async (context) => {
  const before = await readdir(`${panel.state}/configuration`);
  const foreign = await issue({ names: ['chat.lan', 'conference.chat.lan'] });
  const folder = await temporaryFolder(context);
  const paths = { certificate: `${folder}/foreign.pem`, key: `${folder}/foreign.key` };
  await writeFile(paths.certificate, foreign.pem);
  await writeFile(paths.key, foreign.key, { mode: 0o600 });
  const settings = { ...settingsForm.defaults, domain: 'chat.lan', certificateForPanel: true };
  const files = { certificate: 'files', certificateFile: paths.certificate, certificateKeyFile: paths.key };
  for (const given of [
    settings,
    { ...settings, ...files },
    { ...settings, ...files, certificateForPanel: false },
  ]) {
    const [answer = ''] = await asked({
      verb: 'module.render',
      with: { module: 'jabber', settings: given, neighbours: [] },
    });
    assert.match(answer, /"failed":\{"code":"certificate-unusable"/, answer);
    assert.match(answer, /only after root has allowed it/);
  }
  for (const path of ['panel/certificate.pem', 'jabberd2/certificate.pem'])
    for (const text of [
      foreign.pem + foreign.key,
      await readFile(`${live()}/jabberd2/certificate.pem`, 'utf8'),
    ]) {
      const digest = digestOf(masked(text, await secrets()));
      const [answer = ''] = await asked({ verb: 'configuration.write', with: [{ path, digest }] });
      assert.match(answer, /helper-unavailable/, 'only what this helper rendered or found live is written');
    }
  assert.deepEqual(await readdir(`${panel.state}/configuration`), before);
});

/** The process of a daemon of this panel. */
async function pidOf(program: string): Promise<string> {
  for (const pid of await readdir('/proc')) {
    const argv = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (argv.includes(program) && argv.includes(panel.state)) return pid;
  }
  throw new Error(`${program} does not run`);
}

/** Sends lines to a new helper as the panel's account, and returns the answers. */
async function asked(...requests: readonly object[]): Promise<readonly string[]> {
  const script = `
    const socket = require('node:net').connect(process.argv[1]);
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes;
      if (text.split('\\n').length > Number(process.argv[2])) socket.end();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => process.stdout.write(text));
    process.stdin.pipe(socket, { end: false });`;
  const lines = requests.map((request, id) => `${JSON.stringify({ id, ...request })}\n`).join('');
  const argv = [panel.node, '-e', script, panel.helper.path, String(requests.length)];
  // The panel itself asks every few seconds, and each second while it watches a save; its own new helper ends ours,
  // which then is asked again.
  return eventually(async () => {
    const { output } = await panel.run(argv, lines);
    const answers = output
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '');
    assert.ok(answers.length === requests.length || output.includes('"refused"'), output);
    return answers;
  }, 30);
}

test('the helper gives it no key and no secret either, and drives nothing that is not ours', async () => {
  const settings = { ...settingsForm.defaults, domain: 'chat.lan', muc: true };
  const answers = await asked(
    { verb: 'module.render', with: { module: 'jabber', settings, neighbours: [] } },
    { verb: 'module.render', with: { module: 'users', settings: {}, neighbours: [] } },
    { verb: 'configuration.live', with: {} },
    { verb: 'certificate.read', with: { source: { kind: 'own', domain: 'chat.lan' }, reader: 'daemons' } },
    {
      verb: 'certificate.read',
      with: { source: { kind: 'files', certificate: '/etc/shadow', key: '/etc/shadow' }, reader: 'daemons' },
    },
    { verb: 'daemon.last-lines', with: { name: 'c2s', count: 1000 } },
  );
  assert.equal(answers.length, 6);
  const all = await secrets();
  for (const answer of answers) {
    assert.doesNotMatch(answer, /PRIVATE KEY|root:/);
    for (const [name, secret] of all) assert.ok(!answer.includes(secret.reveal()), name);
  }
  assert.match(answers.join('\n'), /\{secret router-sm\}/);
  assert.match(answers.join('\n'), /\{private key sha256:/);
  for (const request of [
    { verb: 'daemon.stop', with: { name: 'ssh' } },
    { verb: 'secret.of-panel', with: { name: 'router-sm' } },
    { verb: 'configuration.write', with: [{ path: '../../../etc/cron.d/x', digest: '0'.repeat(64) }] },
  ]) {
    assert.match((await asked(request)).join(), /^\{"refused":/);
  }
});

// The last of those that share the panel: with "Use it for this panel too" its account has the key, and the generation
// before the live one keeps it until the end of the watch.
test('a certificate is uploaded, or lies where only root can read it: clients get it, the panel never its key', async (context) => {
  const names = ['chat.lan', 'conference.chat.lan'];
  const shown = async (): Promise<string> => {
    const network = createNetwork();
    const target = { host: '127.0.0.1', port: panel.ports.clientTls, serverName: 'chat.lan' };
    const { connection, certificate } = await network.connectTls(target, 2);
    connection.close();
    return certificate.fingerprint;
  };
  const fingerprintOf = ({ pem }: Issued): string => new X509Certificate(pem).fingerprint256;

  const uploaded = await issue({ names });
  await page.getByRole('link', { name: 'Certificates' }).click();
  await page.getByRole('radio', { name: 'Uploaded' }).check();
  await page.getByLabel('Files', { exact: true }).setInputFiles([
    { name: 'key.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(uploaded.key) },
    { name: 'chain.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(uploaded.pem) },
  ]);
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByText('Changes kept').waitFor();
  assert.match(await saveChanges(page), /Changes saved/);
  assert.equal(await shown(), fingerprintOf(uploaded));

  const renewed = await issue({ names });
  const folder = await temporaryFolder(context);
  const target = `${folder}/chat.pem`;
  await writeFile(target, renewed.pem + renewed.key, { mode: 0o600 });
  assert.notEqual((await panel.run(['cat', target])).status, 0);
  await page.getByRole('link', { name: 'Certificates' }).click();
  await page.getByRole('radio', { name: 'Files on this machine' }).check();
  await page.getByLabel('File of the certificate').fill(target);
  const applied = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Apply Changes' }).click();
    await page.getByText('Changes kept').waitFor();
    assert.match(await saveChanges(page), /Changes saved/);
  };
  /** Presses the button, and types as root what the page then says. */
  const allowed = async (command: string): Promise<void> => {
    await page.getByRole('button', { name: 'Apply Changes' }).click();
    await page.getByText(`Run “sudo eboxctl ${command}” in a shell`).first().waitFor();
    const { code, err } = await shellOf(panel.state).type(command);
    assert.equal(code, 0, err);
  };
  await allowed(`certificates allow ${target}`);
  await applied();
  assert.equal(await shown(), fingerprintOf(renewed));
  await page.getByRole('link', { name: 'Certificates' }).click();
  await page.getByLabel('Use it for this panel too').check();
  await allowed(`certificates allow --panel ${target}`);
  await applied();

  const own = ['cat', `${live()}/panel/certificate.pem`];
  assert.ok(
    (await panel.run(own)).output.startsWith(renewed.pem.trim()),
    'the panel serves it: it reads its copy',
  );
  await page.getByRole('link', { name: 'Certificates' }).click();
  await page.getByLabel('Use it for this panel too').uncheck();
  await page.getByRole('button', { name: 'Apply Changes' }).click();
  await page.getByText('Changes kept').waitFor();
  assert.match(await saveChanges(page), /Changes saved/);
  assert.notEqual((await panel.run(own)).status, 0);
});

test('a user gets another name, read through the helper', async (test) => {
  const { type } = shellOf(panel.state);
  const { client: port } = panel.ports;
  const client = (username: string) =>
    signIn(test, { domain: 'chat.lan', port, username, password: PASSWORD });
  const renamed = await type('users rename alice anna --yes');
  assert.equal(renamed.code, 0, renamed.err);
  assert.match(renamed.out, /The user alice is now called anna\./);
  const anna = await eventually(() => client('anna'));
  await anna.xmpp.stop();
  assert.equal((await type('users rename anna alice --yes')).code, 0);
});

test('whoever is not the panel’s account is not listened to', async (context) => {
  const ports = { client: await freePort(), clientTls: await freePort(), server: await freePort() };
  const socket = await startHelperSocket(context, {
    state: `${panel.state}/panel/other`,
    ports,
    panel: panel.user,
    peer: 0,
  });
  const { output } = await panel.run([
    panel.node,
    '-e',
    `const socket = require('node:net').connect(process.argv[1]);
     socket.write('{"id":1,"verb":"hello","with":{}}\\n');
     socket.on('data', (bytes) => process.stdout.write(bytes));
     socket.on('error', () => undefined);`,
    socket.path,
  ]);
  assert.equal(output, '');
  assert.match(socket.log(), /refused: a peer that is not the user "nobody"\n$/);
});
