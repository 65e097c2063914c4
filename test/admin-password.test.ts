import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readFile, stat } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { Secret } from '../src/core/secret.js';
import { SignIn } from '../src/services/sign-in/sign-in.js';
import { createStore } from '../src/system/store.js';
import { eventually } from './helpers/eventually.js';
import { temporaryFolder } from './helpers/folder.js';
import { KeptLog, StillClock } from './helpers/memory-machine.js';
import { adminPassword, startPanel } from './helpers/panel-process.js';
import { Browser } from './web/test-panel.js';
import { expectLog } from './helpers/log-rule.js';

const NEW = 'set from the terminal';
const command = [process.execPath, '--import', 'tsx', 'src/admin-password-main.ts'] as const;

/** Runs it with this on standard input, which is no terminal. */
async function run(
  state: string,
  input: string,
  more: readonly string[] = [],
): Promise<{ status: unknown; said: string }> {
  const [program, ...args] = command;
  const child = spawn(program, [...args, ...more], { env: { ...process.env, EBOX_STATE_DIR: state } });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.on('error', () => undefined).end(input);
  const ended: readonly unknown[] = await once(child, 'close');
  return { status: ended[0], said };
}

async function signsIn(state: string, password: string): Promise<boolean> {
  const parts = { store: createStore(`${state}/panel`), clock: new StillClock(), log: new KeptLog() };
  const { signIn } = await SignIn.open({ ...parts, firstPassword: null });
  const place = { address: '192.0.2.1', device: null };
  const outcome = await signIn.attempt({ name: 'admin', password: new Secret(password), ...place });
  return outcome.kind === 'signed-in';
}

async function panelFolder(context: TestContext): Promise<string> {
  const state = await temporaryFolder(context);
  await mkdir(`${state}/panel`, { mode: 0o700 });
  return state;
}

test('the password is read from standard input, kept as a hash for the panel only, and written down', async (context) => {
  const state = await panelFolder(context);
  const { status, said } = await run(state, `${NEW}\r\nmore\n`);
  assert.equal(status, 0, said);
  assert.ok(said.includes(state) && !said.includes(NEW));
  assert.ok(await signsIn(state, NEW));
  const file = `${state}/panel/administrator.json`;
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.ok(!(await readFile(file, 'utf8')).includes(NEW));
  const audit = await readFile(`${state}/panel/audit.log`, 'utf8');
  assert.match(audit, /at the terminal".*"Password of the administrator set"/);
  assert.ok(!audit.includes(NEW));
});

test('what cannot be the password changes nothing and says why', async (context) => {
  const state = await panelFolder(context);
  await run(state, NEW);
  for (const [input, more, sentence] of [
    ['', [], /No password was given/],
    ['short\n', [], /at least 8 characters/],
    ['password123\n', [], /one of the first that an attacker would try/],
    ['never read\n', ['an argument'], /never an argument/],
  ] as const) {
    const { status, said } = await run(state, input, more);
    assert.equal(status, 1);
    assert.match(said, sentence);
  }
  assert.ok(await signsIn(state, NEW));
});

test('a folder without a panel is refused with what to do; in that of another account root leaves that account’s file', async (context) => {
  const empty = await temporaryFolder(context);
  assert.match((await run(empty, NEW)).said, /There is no panel in .* EBOX_STATE_DIR/);
  if (process.getuid?.() !== 0) return;
  const state = await panelFolder(context);
  await chown(`${state}/panel`, 65_534, 65_534);
  await chmod(state, 0o755);
  const { status, said } = await run(state, NEW);
  assert.equal(status, 0, said);
  const { uid, mode } = await stat(`${state}/panel/administrator.json`);
  assert.deepEqual([uid, mode & 0o777], [65_534, 0o600]);
  const audit = await readFile(`${state}/panel/audit.log`, 'utf8');
  assert.match(audit, /"root at the terminal"/);
  assert.equal((await stat(`${state}/panel/audit.log`)).uid, 65_534);
  // What that account is not able to do is said in a sentence, too.
  await chmod(`${state}/panel`, 0o500);
  const refused = await run(state, NEW);
  assert.equal(refused.status, 1);
  assert.match(refused.said, /^\S.*\n$/);
});

test('at a terminal it is asked for twice, and shown neither time', async (context) => {
  const state = await panelFolder(context);
  for (const { second, sentence } of [
    { second: `${NEW}!`, sentence: /The two passwords differ. Nothing was changed/ },
    { second: NEW, sentence: /has been changed/ },
  ]) {
    const line = command.map((word) => `'${word}'`).join(' ');
    const child = spawn('script', ['-qec', line, '/dev/null'], {
      env: { ...process.env, EBOX_STATE_DIR: state },
    });
    let shown = '';
    const answers = [NEW, second];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      if (/(?:New password|Repeat the password): $/.test(text))
        child.stdin.write(`${answers.shift() ?? ''}\r`);
    });
    await once(child, 'close');
    assert.match(shown, sentence);
    assert.ok(!shown.includes(NEW), shown);
    assert.match(shown, /New password: [^]*Repeat the password: /);
  }
  assert.ok(await signsIn(state, NEW));
});

test('a panel that runs believes no session of the old password, and takes the new one at once', async (context) => {
  expectLog('panel', / info a sign-in as admin from 127\.0\.0\.1 was refused$/);
  const panel = await startPanel(context);
  const port = Number(new URL(panel.address).port);
  const signedIn = async (password: string): Promise<{ browser: Browser; status: number }> => {
    const browser = new Browser(port);
    await browser.get('/sign-in');
    const { status } = await browser.post('/sign-in', { name: 'admin', password });
    return { browser, status };
  };
  const { browser } = await signedIn(adminPassword);
  assert.equal((await browser.get('/account')).status, 200);
  assert.equal((await run(panel.state, NEW)).status, 0);
  await eventually(async () => assert.equal((await browser.get('/account')).status, 303), 3);
  assert.equal((await signedIn(adminPassword)).status, 401);
  const { browser: again } = await signedIn(NEW);
  const { status, text } = await again.get('/audit-log');
  assert.equal(status, 200);
  assert.match(text, /at the terminal/);
});
