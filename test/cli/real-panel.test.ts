import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { z } from 'zod';
import { createControlServer } from '../../src/control/server.js';
import { listenOnControlSocket } from '../../src/system/control-socket.js';
import { shellOf, type Said } from '../helpers/eboxctl.js';
import { enabledPanel, userPassword } from '../helpers/enabled-panel.js';
import { eventually } from '../helpers/eventually.js';
import { temporaryFolder } from '../helpers/folder.js';
import { allowedListOf } from '../helpers/helper-socket.js';
import { expectLog } from '../helpers/log-rule.js';
import { signIn } from '../helpers/xmpp-client.js';
import { portsOf } from '../../src/modules/jabber/ports.js';

const findingsSchema = z.object({
  findings: z.array(
    z.object({ subject: z.string(), verdict: z.string(), sentence: z.object({ text: z.string() }) }),
  ),
});

/** A name that nothing else on this machine can contain by accident. */
const userName = 'zoe-canary';

test('eboxctl over the real daemons', async (context) => {
  // The doctor asks many things at once, of a connection that is still binding.
  expectLog('slapd', /deferring operation: binding/);
  const { machine, panel } = await enabledPanel(context, [userName]);
  const { state } = machine.layout;
  const ports = portsOf(machine.layout);
  const deps = { ...panel, ports: machine.layout.ports, clock: machine.clock, log: machine.log };
  const server = createControlServer(deps);
  await listenOnControlSocket(server, machine.layout.panel);
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  context.after(close);
  const { type } = shellOf(state);
  const findings = (said: Said, subject: string): readonly string[] =>
    findingsSchema
      .parse(JSON.parse(said.out))
      .findings.filter((one) => one.subject === subject)
      .map(({ verdict, sentence }) => `${verdict}: ${sentence.text}`);

  await context.test(
    'status: all well is 0, and whoever signs in is counted and can be signed out',
    async () => {
      const well = await type('status');
      assert.equal(well.code, 0, well.out + well.err);
      assert.match(well.out, /c2s +running +It answers/);
      const account = { domain: 'chat.lan', username: userName, port: ports.client };
      const client = await signIn(context, { ...account, password: userPassword });
      assert.match((await type('status')).out, /Connected: 1/);
      assert.match((await type('sessions list')).out, new RegExp(`${userName} +${userName}@chat.lan/`));
      assert.match((await type(`sessions end ${userName}`)).out, /One session was closed/);
      await client.disconnected();
      assert.match((await type(`sessions end ${userName}`)).out, /There is no such session/);
    },
  );

  await context.test('a save through the shell changes what the real daemons serve', async () => {
    const { out } = await type('diff');
    assert.match(out, /No file would change/);
    assert.equal((await type('settings set jabber muc=yes ssl=optional --yes')).code, 0);
    const diff = await type('diff');
    assert.match(diff.out, /\+\+\+ jabberd2\/c2s.xml/);
    for (const secret of await machine.secrets.all()) assert.ok(!diff.out.includes(secret.reveal()));
    const saved = await type('save --yes --detailed-exitcode');
    assert.equal(saved.code, 10, saved.err);
    assert.match(saved.err, /Chat rooms/i);
    assert.match((await type('status')).out, /muc +running/);
    assert.ok((await type('logs c2s -n 5')).out.split('\n').length <= 6);
  });

  await context.test(
    'the certificate is shown, made anew, and replaced by one that was uploaded',
    async (inner) => {
      const inForce = async (): Promise<string> =>
        /SHA-256 +(\S+)/.exec((await type('certificates show')).out)?.[1] ?? '';
      const first = await inForce();
      assert.match(first, /^([0-9A-F]{2}:){31}/);
      assert.match((await type('settings set jabber certificate=files')).err, /eboxctl certificates set/);
      const missing = await type('certificates set certificate=files certificateFile=/nowhere/chain.pem');
      assert.equal(missing.code, 1);
      assert.match(missing.err, /\/nowhere\/chain.pem/);

      assert.match((await type('certificates renew')).err, /Make a new certificate now\?[^]*--yes/);
      const renewed = await type('certificates renew --yes --json');
      assert.equal(renewed.code, 0, renewed.err);
      const second = await inForce();
      assert.notEqual(second, first);

      const folder = await temporaryFolder(inner);
      const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
      const names = [
        '-subj',
        '/CN=chat.lan',
        '-addext',
        'subjectAltName=DNS:chat.lan,DNS:conference.chat.lan',
      ];
      const files = ['-keyout', `${folder}/key.pem`, '-out', `${folder}/chain.pem`];
      assert.equal(spawnSync('openssl', [...request, ...names, ...files, '-days', '90']).status, 0);
      assert.match((await type(`certificates upload ${folder}/chain.pem`)).err, /no private key/);
      assert.match((await type(`certificates upload ${folder}/none.pem`)).err, /There is no file/);
      const upload = `certificates upload ${folder}/key.pem ${folder}/chain.pem`;
      assert.equal((await type(`${upload} --detailed-exitcode`)).code, 10);
      assert.equal((await type(`${upload} --detailed-exitcode`)).code, 0);
      const saved = await type('save --yes');
      assert.equal(saved.code, 0, saved.err);
      const shown = await type('certificates show');
      assert.match(shown.out, /certificate=uploaded/);
      assert.ok(![first, second].includes(await inForce()));
      assert.match(shown.out, /: the active certificate/);
      assert.doesNotMatch(shown.out, /: another one/);
      assert.match((await type('certificates renew --yes')).out, /nothing to renew/);
    },
  );

  await context.test('the doctor sees what is well and what is not', async () => {
    const first = await type('doctor --json');
    assert.deepEqual(
      findings(first, 'ports').map((line) => /^ok: Port \d+/.test(line)),
      [true, true, true],
      first.out,
    );
    assert.match(
      findings(first, 'certificate').join('\n'),
      /is for chat.lan[^]*Clients on port \d+ see the saved certificate/,
    );
    assert.match(findings(first, 'dns').join('\n'), /chat.lan does not resolve|chat.lan resolves/);
    assert.match(findings(first, 'versions').join('\n'), /ok: ebox-jabber \d[^]*ok: jabberd2 2\./);
    assert.match(
      findings(first, 'directory').join('\n'),
      /(ok|warning): The directory \(one user\) answered/,
    );
    assert.deepEqual(
      findings(first, 'modes').map((line) => line.slice(0, 3)),
      ['ok:'],
      first.out,
    );
    const unwell = first.out.match(/"verdict": "problem"/g) ?? [];
    assert.deepEqual([first.code, unwell.length], [0, 0], first.out);

    await chmod(`${state}/panel/secrets.json`, 0o644);
    await writeFile(allowedListOf(state), '{');
    const second = await type('doctor');
    await chmod(`${state}/panel/secrets.json`, 0o600);
    await rm(allowedListOf(state));
    assert.equal(second.code, 3);
    assert.match(second.out, /PROBLEM {2}modes: .*panel\/secrets.json \(644\)/);
    assert.match(
      second.out,
      /PROBLEM {2}allow-list: The list [^\n]* is ignored because it is damaged: It is not JSON/,
    );
  });

  await context.test(
    'a daemon that is down: status and doctor end with 3, restart brings it back',
    async () => {
      await machine.daemons.stop('c2s');
      const down = await type('status');
      assert.equal(down.code, 3);
      assert.match(down.out, /c2s +stopped/);
      const found = await type('doctor');
      assert.equal(found.code, 3);
      assert.match(
        found.out,
        /PROBLEM {2}daemons: c2s[^]*PROBLEM {2}ports: Port \d+ \(Client connections\): no program listens/,
      );
      assert.match((await type('daemons restart c2s')).out, /was restarted and answers/);
      assert.match((await type('daemons restart c2s')).err, /--yes/);
      await eventually(async () => assert.equal((await type('status')).code, 0));
    },
  );

  await context.test('the bundle has no secret, no key, no hash and nobody’s name in it', async (inner) => {
    const folder = await temporaryFolder(inner);
    const secrets = (await machine.secrets.all()).map((secret) => secret.reveal());
    const pem = await readFile(`${machine.layout.live}/jabberd2/certificate.pem`, 'utf8');
    const [, key = ''] = /PRIVATE KEY-----\n([A-Za-z0-9+/=\n]+)-----END/.exec(pem) ?? [];
    const keyLines = key.split('\n').filter((line) => line.length > 20);
    assert.ok(keyLines.length > 0 && secrets.length > 5);
    const canaries = [...secrets, ...keyLines, userPassword, userName];
    const unpack = async (name: string): Promise<string> => {
      const path = `${folder}/${name}.tar.gz`;
      const made = await type(`support-bundle ${path}`);
      assert.equal(made.code, 0, made.err);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      assert.equal((await type(`support-bundle ${path}`)).code, 1);
      const { stdout } = spawnSync('tar', ['-xzOf', path], { encoding: 'utf8', maxBuffer: 50_000_000 });
      for (const canary of canaries) assert.ok(!stdout.includes(canary), `${name}: ${canary}`);
      assert.doesNotMatch(stdout, /\{(?:SSHA|ARGON2)\}[A-Za-z0-9$]|\$argon2/);
      return stdout;
    };
    const whole = await unpack('up');
    assert.match(whole, /USER@chat.lan/);
    assert.match(whole, /BEGIN (?:EC )?PRIVATE KEY-----\*\*\*\*/);
    assert.match(whole, /"subject": "versions"/);
    assert.match(whole, /ebox-jabber \d+\.\d+\.\d+, Debian [^\n]+, Linux \d[^\n]+, node v\d/);
    assert.match(whole, /<c2s>[^]*<router>[^]*<\/c2s>/);
    assert.match(whole, /A program of \d+ bytes, SHA-256 [0-9a-f]{64}/);
    assert.ok(whole.length < 300_000, `${whole.length} characters`);
    await close();
    assert.match(await unpack('down'), /No panel runs on/);
    // Where the panel is not root, its helper keeps the secrets.
    await mkdir(`${state}/helper`, { mode: 0o700 });
    await rename(`${state}/panel/secrets.json`, `${state}/helper/secrets.json`);
    await unpack('with-a-helper');
    await rename(`${state}/helper/secrets.json`, `${state}/panel/secrets.json`);
  });

  await context.test('the panel is down: the doctor says so and looks at the rest', async () => {
    await close();
    const { code, out } = await type('doctor');
    assert.equal(code, 3);
    assert.match(out, /PROBLEM {2}panel: No panel runs on/);
    assert.match(out, new RegExp(`ok +ports: Port ${ports.client} `));
    assert.match(out, /ok +certificate: /);
    assert.match(out, /(ok|WARNING) +directory: The directory \(one user\) answered/);
    assert.equal((await type('status')).code, 1);
  });
});
