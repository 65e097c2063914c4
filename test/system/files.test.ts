import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { lookUpAccounts } from '../helpers/accounts.js';
import type { Accounts } from '../../src/system/accounts.js';
import { createFiles } from '../../src/system/files.js';
import { temporaryFolder } from '../helpers/folder.js';
import { ownershipOf } from '../helpers/ownership.js';

let accounts: Accounts;

before(async () => {
  accounts = await lookUpAccounts();
  // The worst that the person who starts the panel can have.
  process.umask(0);
});

const owner = (account: 'panel' | 'chat' | 'directory'): string => {
  const { uid, gid } = accounts.of(account);
  return `${uid}:${gid}`;
};

test('a file is written with its owner and mode, replaced whole, and nothing is left beside it', async (context) => {
  const folder = await temporaryFolder(context);
  const files = createFiles(accounts);
  assert.equal(await files.read(`${folder}/a`), null);
  await files.write(`${folder}/a`, 'one', 'chat', 0o600);
  assert.equal(await ownershipOf(`${folder}/a`), `${owner('chat')} 600`);
  await files.write(`${folder}/a`, 'zwei ä', 'panel', 0o640);
  assert.equal(await files.read(`${folder}/a`), 'zwei ä');
  assert.equal(await ownershipOf(`${folder}/a`), `${owner('panel')} 640`);
  assert.deepEqual(await readdir(folder), ['a']);
});

test('writing replaces a symlink and leaves what it led to alone', async (context) => {
  const folder = await temporaryFolder(context);
  const files = createFiles(accounts);
  await writeFile(`${folder}/victim`, 'mine');
  await symlink(`${folder}/victim`, `${folder}/link`);
  await files.write(`${folder}/link`, 'yours', 'panel', 0o600);
  assert.equal(await readFile(`${folder}/victim`, 'utf8'), 'mine');
  assert.equal(await files.read(`${folder}/link`), 'yours');
});

test('a write that fails leaves the old file and no temporary one', async (context) => {
  const folder = await temporaryFolder(context);
  const files = createFiles(accounts);
  await mkdir(`${folder}/in-the-way`);
  await assert.rejects(files.write(`${folder}/in-the-way`, 'x', 'panel', 0o600), { code: 'EISDIR' });
  assert.deepEqual(await readdir(folder), ['in-the-way']);
});

test('only a regular file of bearable size is read', { timeout: 10_000 }, async (context) => {
  const folder = await temporaryFolder(context);
  const files = createFiles(accounts);
  await writeFile(`${folder}/large`, '');
  await truncate(`${folder}/large`, 10_000_001);
  await assert.rejects(files.read(`${folder}/large`), /larger than 10,000,000 bytes/);
  execFileSync('mkfifo', [`${folder}/fifo`]);
  await assert.rejects(files.read(`${folder}/fifo`), /not a regular file/);
  await assert.rejects(files.read(folder), /not a regular file/);
  await assert.rejects(files.read('/dev/zero'), /not a regular file/);
  await symlink('/etc/passwd', `${folder}/link`);
  await assert.rejects(files.read(`${folder}/link`), { code: 'ELOOP' });
});

test('a folder is made with its parents, and gets its owner and mode either way', async (context) => {
  const folder = await temporaryFolder(context);
  const files = createFiles(accounts);
  await files.makeFolder(`${folder}/data/chat`, 'chat', 0o700);
  assert.equal(await ownershipOf(`${folder}/data`), `${owner('panel')} 711`);
  assert.equal(await ownershipOf(`${folder}/data/chat`), `${owner('chat')} 700`);
  await files.makeFolder(`${folder}/data/chat`, 'panel', 0o750);
  assert.equal(await ownershipOf(`${folder}/data/chat`), `${owner('panel')} 750`);
});

test('a symlink where a folder should be is refused', async (context) => {
  const folder = await temporaryFolder(context);
  await mkdir(`${folder}/victim`, 0o700);
  await symlink(`${folder}/victim`, `${folder}/link`);
  await assert.rejects(createFiles(accounts).makeFolder(`${folder}/link`, 'chat', 0o777), {
    code: 'ENOTDIR',
  });
  assert.equal(await ownershipOf(`${folder}/victim`), `${owner('panel')} 700`);
});

test('a copy belongs to the panel alone and follows no symlink', async (context) => {
  const folder = await temporaryFolder(context);
  const files = createFiles(accounts);
  await files.makeFolder(`${folder}/data/rooms`, 'chat', 0o755);
  await files.write(`${folder}/data/storage.db`, 'rows', 'chat', 0o644);
  await files.write(`${folder}/data/rooms/one.xml`, '<room/>', 'chat', 0o666);
  await symlink('/etc/shadow', `${folder}/data/rooms/two.xml`);
  execFileSync('mkfifo', [`${folder}/data/fifo`]);
  await files.copy(`${folder}/data`, `${folder}/copy`);
  assert.equal(await ownershipOf(`${folder}/copy`), `${owner('panel')} 700`);
  assert.equal(await ownershipOf(`${folder}/copy/rooms`), `${owner('panel')} 700`);
  assert.equal(await ownershipOf(`${folder}/copy/rooms/one.xml`), `${owner('panel')} 600`);
  assert.deepEqual(await readdir(`${folder}/copy`), ['rooms', 'storage.db']);
  assert.deepEqual(await readdir(`${folder}/copy/rooms`), ['one.xml']);
  assert.equal(await files.read(`${folder}/copy/storage.db`), 'rows');
  await files.copy(`${folder}/data/storage.db`, `${folder}/storage.db.copy`);
  assert.equal(await ownershipOf(`${folder}/storage.db.copy`), `${owner('panel')} 600`);
  await assert.rejects(files.copy(`${folder}/data`, `${folder}/copy`), { code: 'EEXIST' });
});

test('removing takes everything inside and nothing behind a symlink', async (context) => {
  const folder = await temporaryFolder(context);
  const files = createFiles(accounts);
  await mkdir(`${folder}/victim`);
  await writeFile(`${folder}/victim/kept`, '');
  await mkdir(`${folder}/gone/deep`, { recursive: true });
  await writeFile(`${folder}/gone/deep/file`, '');
  await symlink(`${folder}/victim`, `${folder}/gone/link`);
  await files.remove(`${folder}/gone`);
  await files.remove(`${folder}/never-there`);
  assert.equal(await files.exists(`${folder}/gone`), false);
  assert.deepEqual(await readdir(`${folder}/victim`), ['kept']);
  await symlink(`${folder}/nowhere`, `${folder}/dangling`);
  assert.equal(await files.exists(`${folder}/dangling`), true);
});

test('not for an instant are permissions wider than the final ones', async (context) => {
  const folder = await temporaryFolder(context);
  const trace = `${folder}/trace`;
  const script = `
    process.umask(0);
    const { createFiles } = await import('${import.meta.resolve('../../src/system/files.ts')}');
    const { lookUpAccounts } = await import('${import.meta.resolve('../helpers/accounts.ts')}');
    const files = createFiles(await lookUpAccounts());
    await files.makeFolder('${folder}/secret-folder', 'chat', 0o750);
    await files.write('${folder}/secret-folder/secret-file', 'the content', 'chat', 0o640);
  `;
  // The question mark: not every processor has the call.
  const calls =
    '?open,openat,?mkdir,mkdirat,?chmod,fchmod,fchmodat,fchown,write,pwrite64,?rename,/^renameat,fsync';
  execFileSync('strace', [
    ...['-f', '-y', '-o', trace, '-e', `trace=${calls}`],
    ...[process.execPath, '--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script],
  ]);
  const seen = (await readFile(trace, 'utf8'))
    .split('\n')
    .filter((line) => line.includes('secret-folder') && !/O_RDONLY|resumed/.test(line))
    .map((line) => /(\w+)\((.*)/.exec(line)?.slice(1) ?? []);
  const made = seen.filter(([call, rest]) => call?.startsWith('mkdir') === true || rest?.includes('O_CREAT'));
  assert.deepEqual(
    made.map(([, rest]) => /, (0[0-7]+)/.exec(rest ?? '')?.[1]),
    ['0700', '0600'],
  );
  const order = seen.map(([call]) => call?.replace(/^rename.*/, 'rename')).slice(-7);
  assert.deepEqual(order, ['openat', 'fchown', 'fchmod', 'write', 'fsync', 'rename', 'fsync']);
});
