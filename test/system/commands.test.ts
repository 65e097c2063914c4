import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { lookUpAccounts } from '../helpers/accounts.js';
import type { Accounts } from '../../src/system/accounts.js';
import { createCommands } from '../../src/system/commands.js';
import { runAgainAs } from '../../src/system/run-again.js';
import { temporaryFolder } from '../helpers/folder.js';

let accounts: Accounts;

before(async () => {
  accounts = await lookUpAccounts();
});

const failsWith = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Error);
  assert.equal('code' in error && error.code, 'command-failed');
  assert.match(error.message, message);
  return true;
};

test('a program gets its input and arguments as they are, and nothing of our environment', async () => {
  const commands = createCommands(accounts);
  process.env['CANARY'] = 'secret';
  const { stdout } = await commands.run(['env']);
  assert.deepEqual(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0])
      .sort(),
    ['LANG', 'PATH'],
  );
  const odd = '; touch /tmp/pwned $(id) "\' \n*';
  assert.equal((await commands.run(['printf', '%s', odd])).stdout, odd);
  assert.equal((await commands.run(['cat'], { input: 'ä\n' })).stdout, 'ä\n');
  assert.equal((await commands.run(['cat'])).stdout, '');
});

test('a program runs as the account that is asked for, with that group alone', async () => {
  const commands = createCommands(accounts);
  const { uid, gid } = accounts.of('chat');
  const { stdout } = await commands.run(['sh', '-c', 'id -u; id -g; id -G'], { account: 'chat' });
  const [user, group, groups] = stdout.trim().split('\n');
  assert.deepEqual([user, group], [`${uid}`, `${gid}`]);
  if (accounts.separate) assert.equal(groups, `${gid}`);
});

/** A process in a session of its own has no terminal (setsid(2)). Of /proc/PID/stat: the process, and its session. */
const ownSession = /^(\d+) \(.*\) \S \d+ \d+ \1 0 /;

test('a program of another account gets no hold of the terminal of root', async () => {
  const commands = createCommands(accounts);
  const { stdout } = await commands.run(['cat', '/proc/self/stat'], { account: 'chat' });
  if (accounts.separate) assert.match(stdout, ownSession);
});

test('nor does this program when it is run again as another account', async (context) => {
  const { uid, gid } = accounts.of('chat');
  const folder = await temporaryFolder(context);
  await chmod(folder, 0o755);
  await writeFile(
    `${folder}/stat.cjs`,
    "process.stdout.write(require('fs').readFileSync('/proc/self/stat'))",
  );
  const { argv, execArgv } = process;
  context.after(() => Object.assign(process, { argv, execArgv }));
  Object.assign(process, { argv: [process.execPath, `${folder}/stat.cjs`], execArgv: [] });
  assert.match(await runAgainAs({ uid, gid }, { words: [], input: '', environment: {} }), ownSession);
});

test('a failure is told by the last line of stderr, else by how it ended', async () => {
  const commands = createCommands(accounts);
  await assert.rejects(
    commands.run(['sh', '-c', 'echo first >&2; echo "no such thing" >&2; exit 3']),
    failsWith(/^sh failed: no such thing\.$/),
  );
  await assert.rejects(commands.run(['sh', '-c', 'exit 3']), failsWith(/ended with status 3/));
  await assert.rejects(commands.run(['sh', '-c', 'kill -9 $$']), failsWith(/killed by SIGKILL/));
  await assert.rejects(
    commands.run(['/usr/bin/no-such-program']),
    failsWith(/^no-such-program failed: .*ENOENT/),
  );
  await assert.rejects(commands.run(['sleep', '60'], { seconds: 0.1 }), failsWith(/took longer than 0.1 s/));
});
