import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, lchown, link, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { openTrusted } from '../../src/system/trusted-file.js';
import { temporaryFolder } from '../helpers/folder.js';

/** Two accounts that are not root. */
const [ACME, OTHER] = [12_345, 12_346];

async function textOf(path: string): Promise<string> {
  const file = await openTrusted(path);
  try {
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** A root-owned folder with a file of root's in it, and one that belongs to another account. */
async function place(context: TestContext): Promise<{ readonly folder: string; readonly home: string }> {
  const folder = await temporaryFolder(context);
  await chmod(folder, 0o755);
  await writeFile(`${folder}/key`, 'of root', { mode: 0o600 });
  const home = `${folder}/home`;
  await mkdir(home);
  await writeFile(`${home}/key`, 'of acme', { mode: 0o600 });
  await chown(`${home}/key`, ACME, ACME);
  await chown(home, ACME, ACME);
  return { folder, home };
}

test('what only root, or only the file’s own account, can lead elsewhere is opened', async (context) => {
  const { folder, home } = await place(context);
  assert.equal(await textOf(`${folder}/key`), 'of root');
  assert.equal(await textOf(`${folder}//./key`), 'of root');
  assert.equal(await textOf(`${home}/key`), 'of acme');
});

test('certbot’s links are followed, also after each renewal', async (context) => {
  const { folder } = await place(context);
  await mkdir(`${folder}/archive/chat.lan`, { recursive: true });
  await mkdir(`${folder}/live/chat.lan`, { recursive: true });
  for (const number of [1, 2]) {
    await writeFile(`${folder}/archive/chat.lan/privkey${number}.pem`, `key ${number}`);
    await symlink(`../../archive/chat.lan/privkey${number}.pem`, `${folder}/live/chat.lan/new`);
    await rename(`${folder}/live/chat.lan/new`, `${folder}/live/chat.lan/privkey.pem`);
    assert.equal(await textOf(`${folder}/live/chat.lan/privkey.pem`), `key ${number}`);
  }
  await symlink(`${folder}/live`, `${folder}/absolute`);
  assert.equal(await textOf(`${folder}/absolute/chat.lan/privkey.pem`), 'key 2');
});

test('nobody leads root to a file that is not his: link, hard link, folder, group, everybody', async (context) => {
  const { folder, home } = await place(context);
  const refused = async (path: string, reason: RegExp): Promise<void> => {
    await assert.rejects(textOf(path), reason, path);
  };
  const other =
    /a folder or link that belongs to account number 12345\. That account could put another file there/;
  await symlink(`${folder}/key`, `${home}/link`);
  await lchown(`${home}/link`, ACME, ACME);
  await refused(`${home}/link`, other);
  await link(`${folder}/key`, `${home}/hard`);
  await refused(`${home}/hard`, other);
  await symlink('..', `${home}/up`);
  await refused(`${home}/up/key`, other);
  await refused(`${home}/../key`, other);
  await writeFile(`${home}/of-other`, 'x');
  await chown(`${home}/of-other`, OTHER, OTHER);
  await refused(`${home}/of-other`, other);
  // A link of somebody else in a folder of root's leads to what is his only.
  await symlink(`${folder}/key`, `${folder}/planted`);
  await lchown(`${folder}/planted`, ACME, ACME);
  await refused(`${folder}/planted`, other);

  for (const mode of [0o775, 0o757, 0o777]) {
    await mkdir(`${folder}/open`);
    await writeFile(`${folder}/open/key`, 'x');
    await chmod(`${folder}/open`, mode);
    await refused(`${folder}/open/key`, /leads through the folder “open”, which other accounts can write to/);
    await rm(`${folder}/open`, { recursive: true });
  }
  for (const mode of [0o620, 0o602]) {
    await chmod(`${folder}/key`, mode);
    await refused(`${folder}/key`, /Other accounts can write to/);
  }
});

test('in a folder such as /tmp each entry is its owner’s', async (context) => {
  const { folder } = await place(context);
  await mkdir(`${folder}/tmp`);
  await chmod(`${folder}/tmp`, 0o1777);
  await writeFile(`${folder}/tmp/key`, 'of root');
  assert.equal(await textOf(`${folder}/tmp/key`), 'of root');
  await symlink(`${folder}/key`, `${folder}/tmp/link`);
  await lchown(`${folder}/tmp/link`, ACME, ACME);
  await assert.rejects(textOf(`${folder}/tmp/link`), /account number 12345/);
});

test('what is no file is not even opened', async (context) => {
  const { folder } = await place(context);
  execFileSync('/usr/bin/mkfifo', [`${folder}/fifo`]);
  await symlink('circle', `${folder}/circle`);
  for (const [path, reason] of [
    [`${folder}/fifo`, /not a regular file/],
    ['/dev/zero', /not a regular file/],
    [folder, /is a folder/],
    ['/', /is a folder/],
    [`${folder}/circle`, /contains a loop of symbolic links/],
    [`${folder}/key/below`, /not a regular file/],
    [`${folder}/nothing`, /ENOENT/],
  ] as const)
    await assert.rejects(textOf(path), reason, path);
});

test('in a race with the owner of the folder, what is read is never another’s', async (context) => {
  const { folder, home } = await place(context);
  await symlink(`${folder}/key`, `${home}/link`);
  await lchown(`${home}/link`, ACME, ACME);
  await mkdir(`${home}/real`);
  await writeFile(`${home}/real/key`, 'of acme', { mode: 0o600 });
  for (const path of [`${home}/real`, `${home}/real/key`]) await chown(path, ACME, ACME);
  await symlink(folder, `${home}/swap`);
  await lchown(`${home}/swap`, ACME, ACME);
  // renameat2(2) with RENAME_EXCHANGE, as often as it can.
  const program = `
    use strict;
    while (1) { for (['key', 'link'], ['real', 'swap']) {
      syscall(316, -100, "$ARGV[0]/$$_[0]", -100, "$ARGV[0]/$$_[1]", 2) == 0 or die $!;
    } }`;
  const racer = spawn('setpriv', [
    `--reuid=${ACME}`,
    `--regid=${ACME}`,
    '--clear-groups',
    'perl',
    '-e',
    program,
    home,
  ]);
  context.after(() => racer.kill('SIGKILL'));
  await once(racer, 'spawn');
  const seen = new Map<string, number>();
  for (let tries = 0; tries < 4000; tries += 1) {
    const path = tries % 2 === 0 ? `${home}/key` : `${home}/real/key`;
    const said = await textOf(path).catch((error: unknown) => (error instanceof Error ? error.message : ''));
    const kind = /^of |account number|no regular|EINVAL|ENOENT/.exec(said)?.[0] ?? said;
    seen.set(kind === 'of ' ? said : kind, (seen.get(kind === 'of ' ? said : kind) ?? 0) + 1);
  }
  assert.equal(racer.exitCode, null, 'it raced to the end');
  racer.kill('SIGKILL');
  context.diagnostic(JSON.stringify([...seen]));
  assert.equal(seen.get('of root'), undefined);
  assert.ok((seen.get('of acme') ?? 0) > 0 && (seen.get('account number') ?? 0) > 0, 'both were met');
});
