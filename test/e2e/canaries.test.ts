import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { z } from 'zod';
import { openBrowser, openPage } from '../helpers/browser.js';
import { addUser, enableJabber, saveChanges, setUpJabber, signInToPanel } from '../helpers/panel-acts.js';
import { adminPassword, startPanel, type PanelProcess } from '../helpers/panel-process.js';
import { signIn } from '../helpers/xmpp-client.js';
import { Browser } from '../web/test-panel.js';
import { expectLog } from '../helpers/log-rule.js';
import { pathsBelow } from '../helpers/paths-below.js';

/** Name → a text that must not be found. */
type Canaries = ReadonlyMap<string, string>;

/** The password of a user, which nothing else on this machine can contain by accident. */
const userPassword = `canary-${randomBytes(12).toString('hex')}`;

/** The only files below the state folder that may hold a secret, and which. */
const allowed: Readonly<Record<string, string>> = {
  'configuration/gen-N/jabberd2/c2s.xml': 'router-c2s',
  'configuration/gen-N/jabberd2/muc.xml': 'router-component',
  'configuration/gen-N/jabberd2/router-users.xml': 'router-c2s router-panel router-s2s router-sm',
  'configuration/gen-N/jabberd2/router.xml': 'router-component',
  'configuration/gen-N/jabberd2/s2s.xml': 'router-s2s',
  'configuration/gen-N/jabberd2/sm.xml': 'router-sm',
  'configuration/gen-N/manifest.json':
    'directory-sign-in router-c2s router-component router-panel router-s2s router-sm',
  'configuration/gen-N/sign-in/settings.json': 'directory-sign-in',
  'panel/secrets.json':
    'directory-panel directory-sign-in router-c2s router-component router-panel router-s2s router-sm',
};

/** The names of the canaries in a text or in bytes. */
const found = (canaries: Canaries, where: string | Buffer): readonly string[] =>
  [...canaries].filter(([, secret]) => where.includes(secret)).map(([name]) => name);

/** Everything that the panel and all that it starts execute from now on: programs, arguments, environments. */
async function watchPrograms(context: TestContext, pid: number): Promise<() => string> {
  const options = ['-f', '-v', '-s', '100000', '-e', 'trace=execve,execveat', '-e', 'signal=none'];
  const strace = spawn('strace', [...options, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let seen = '';
  const lines = createInterface({ input: strace.stderr });
  lines.on('line', (line) => (seen += `${line}\n`));
  context.after(async () => {
    if (strace.exitCode !== null || strace.signalCode !== null) return;
    strace.kill();
    await once(strace, 'exit');
  });
  await once(lines, 'line');
  return () => seen;
}

/** The processes of this panel: they have its state folder in their arguments or their environment. */
async function processes(state: string): Promise<readonly { pid: number; argv: string; environ: string }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = await Promise.all(
    pids.map(async (pid) => ({
      pid,
      argv: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
      environ: await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''),
    })),
  );
  const own = all.filter(({ argv, environ }) => argv.includes(state) || environ.includes(state));
  // The compiler that tsx starts for the tests; the panel of `npm start` has none.
  return own.filter(({ argv }) => !argv.includes('/esbuild\0--service'));
}

/** Every page that can be reached by links. */
async function allPages(port: number): Promise<ReadonlyMap<string, string>> {
  const browser = new Browser(port);
  await browser.get('/sign-in');
  await browser.post('/sign-in', { name: 'admin', password: adminPassword });
  const pages = new Map<string, string>();
  const waiting = ['/', '/save-changes/progress', '/nothing'];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (pages.has(path)) continue;
    const { text, headers } = await browser.get(path);
    pages.set(path, JSON.stringify(headers) + text);
    const links = [...text.matchAll(/(?:href|src)="(\/[^"#]*)/g)].map(([, link = '']) => link);
    waiting.push(...links.filter((link) => !link.startsWith('//')));
  }
  return pages;
}

/** Where below the state folder each canary lies: path → names. Generations have no number. */
async function lyingAbout(
  state: string,
  canaries: Canaries,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = new Map<string, readonly string[]>();
  for (const path of await pathsBelow(state)) {
    const file = join(state, path);
    const isFile = await lstat(file).then(
      (found) => found.isFile(),
      () => false,
    );
    if (!isFile || path.startsWith('configuration/current/')) continue;
    const names = found(canaries, await readFile(file));
    if (names.length > 0) all.set(path.replace(/gen-\d+/, 'gen-N'), names);
  }
  return all;
}

const secretsOf = async ({ state }: PanelProcess): Promise<Canaries> =>
  new Map(
    Object.entries(
      z
        .record(z.string(), z.string())
        .parse(JSON.parse(await readFile(`${state}/panel/secrets.json`, 'utf8'))),
    ),
  );

test('no password and no secret is anywhere but where it must be', async (context) => {
  expectLog('sign-in', / info refused "alice": wrong password$/);
  const panel = await startPanel(context);
  const [itself] = (await processes(panel.state)).filter(({ argv }) => argv.includes('src/main.ts'));
  assert.ok(itself !== undefined);
  const programs = await watchPrograms(context, itself.pid);
  const page = await openPage(await openBrowser(context), panel.address);
  await signInToPanel(page);
  await enableJabber(page);
  await setUpJabber(page, { domain: 'chat.lan', ssl: 'Optional', muc: true, otherServers: true });
  await addUser(page, { userName: 'alice', administrator: true, password: userPassword });
  assert.match(await saveChanges(page), /Changes saved/);
  const account = { domain: 'chat.lan', username: 'alice', port: panel.ports.client };
  await signIn(context, { ...account, password: userPassword });
  await assert.rejects(signIn(context, { ...account, password: `${userPassword}-wrong` }), /not-authorized/);

  const secrets = await secretsOf(panel);
  const canaries = new Map([...secrets, ['user', userPassword], ['administrator', adminPassword]]);
  assert.ok(secrets.size >= 7, [...secrets.keys()].join(' '));

  await context.test('files: only those that need it, and nobody else may read them', async () => {
    const lying = await lyingAbout(panel.state, canaries);
    assert.deepEqual(
      Object.fromEntries([...lying].sort().map(([path, names]) => [path, [...names].sort().join(' ')])),
      allowed,
    );
    const live = await readlink(`${panel.state}/configuration/current`);
    for (const path of lying.keys()) {
      const { mode, uid } = await stat(join(panel.state, path.replace('gen-N', basename(live))));
      assert.equal(
        (mode & 0o777).toString(8),
        path.startsWith('panel/') || path.endsWith('manifest.json') ? '600' : '640',
        path,
      );
      assert.equal(uid, process.getuid?.(), path);
    }
  });

  await context.test('processes: none but the panel, which was given the first password', async () => {
    const own = await processes(panel.state);
    assert.ok(own.length > 10, `${own.length} processes`);
    assert.deepEqual(
      own.flatMap(({ pid, argv, environ }) => [
        ...found(canaries, argv).map((name) => `argv of ${argv}: ${name}`),
        ...(pid === itself.pid ? [] : found(canaries, environ).map((name) => `environ of ${argv}: ${name}`)),
      ]),
      [],
    );
    assert.deepEqual(found(canaries, itself.environ), ['administrator']);
  });

  await context.test('memory: no process writes it to the disk when it crashes', async () => {
    const daemons = (await processes(panel.state)).filter(({ argv }) =>
      /^(\/usr\/sbin\/|\/[^\0]*node\0)/.test(argv),
    );
    assert.ok(daemons.length >= 6, `${daemons.length} processes`);
    for (const { pid, argv } of daemons)
      assert.match(await readFile(`/proc/${pid}/limits`, 'utf8'), /^Max core file size +0 +0 /m, argv);
  });

  await context.test('programs that were started, however short they lived', () => {
    const seen = programs();
    for (const program of ['openssl', 'slapadd', 'sqlite3', 's6-svc', 'PATH='])
      assert.ok(seen.includes(program), program);
    assert.deepEqual(
      seen.split('\n').filter((line) => found(canaries, line).length > 0),
      [],
    );
  });

  await context.test('pages', async () => {
    const pages = await allPages(Number(new URL(panel.address).port));
    assert.ok(pages.get('/users/edit/alice')?.includes('alice'), [...pages.keys()].join(' '));
    assert.deepEqual(
      [...pages].flatMap(([path, text]) => found(canaries, text).map((name) => `${path}: ${name}`)),
      [],
    );
  });

  await context.test('the panel’s log, and what was left beside the state folder', async () => {
    assert.match(panel.output(), /admin signed in/);
    assert.deepEqual(found(canaries, panel.output()), []);
    const plain = (await readdir('/tmp', { withFileTypes: true })).filter((entry) => entry.isFile());
    for (const { name } of plain) {
      const { size } = await stat(`/tmp/${name}`).catch(() => ({ size: 0 }));
      if (size > 5_000_000) continue;
      const text = await readFile(`/tmp/${name}`).catch(() => '');
      assert.ok(!text.includes(userPassword), name);
    }
  });
});
