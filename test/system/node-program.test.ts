import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, stat, utimes } from 'node:fs/promises';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { lookUpAccounts } from '../helpers/accounts.js';
import type { Accounts } from '../../src/system/accounts.js';
import { createCommands } from '../../src/system/commands.js';
import { nodeForDaemons } from '../../src/system/node-program.js';
import { temporaryFolder } from '../helpers/folder.js';

let accounts: Accounts;

before(async () => {
  accounts = await lookUpAccounts();
});

/** Asks a node that lies in a closed home which node the daemons are to run. */
async function askedByNodeAt(program: string, state: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, [
    ...['--import', import.meta.resolve('tsx'), '--input-type=module', '-e'],
    `const { lookUpAccounts } = await import('${import.meta.resolve('../helpers/accounts.ts')}');
     const { nodeForDaemons } = await import('${import.meta.resolve('../../src/system/node-program.ts')}');
     process.stdout.write(await nodeForDaemons('${state}', await lookUpAccounts()));`,
  ]);
  return stdout;
}

test('a node in a closed home is copied where the daemons reach it, and again only when it differs', async (context) => {
  const folder = await temporaryFolder(context);
  await mkdir(`${folder}/home`, 0o700);
  await chmod(`${folder}/home`, 0o700);
  await copyFile(process.execPath, `${folder}/home/node`);
  const own = `${folder}/home/node`;
  const expected = accounts.separate ? `${folder}/program/node` : own;
  assert.equal(await askedByNodeAt(own, folder), expected);
  const { stdout } = await createCommands(accounts).run([expected, '--version'], { account: 'chat' });
  assert.equal(stdout.trim(), process.version);
  const first = await stat(expected);
  await askedByNodeAt(own, folder);
  assert.equal((await stat(expected)).ino, first.ino);
  const later = Math.floor(first.mtimeMs / 1000) * 1000 + 5000;
  await utimes(own, new Date(), new Date(later));
  await askedByNodeAt(own, folder);
  assert.equal((await stat(expected)).mtimeMs, later);
});

test('a node that everybody can execute is taken as it is', async (context) => {
  const folder = await temporaryFolder(context);
  await copyFile(process.execPath, `${folder}/node`);
  await chmod(`${folder}/node`, 0o755);
  assert.equal(await askedByNodeAt(`${folder}/node`, folder), `${folder}/node`);
});

test('a state folder out of reach is refused, with the folder that closes the way', async (context) => {
  const folder = await temporaryFolder(context);
  await mkdir(`${folder}/closed/state`, { recursive: true });
  await chmod(`${folder}/closed`, accounts.separate ? 0o700 : 0o600);
  await assert.rejects(nodeForDaemons(`${folder}/closed/state`, accounts), (error: Error) => {
    assert.equal('code' in error && error.code, 'host-unsuitable');
    assert.ok(error.message.includes(`cannot enter ${folder}/closed.`), error.message);
    assert.ok(error.message.includes('EBOX_STATE_DIR'));
    return true;
  });
  await chmod(`${folder}/closed`, 0o755);
});
