import assert from 'node:assert/strict';
import { chmod, lchown, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { before, test, type TestContext } from 'node:test';
import type { Files } from '../../src/core/ports.js';
import { lookUpAccounts } from '../helpers/accounts.js';
import type { Accounts } from '../../src/system/accounts.js';
import { createFiles } from '../../src/system/files.js';
import { removeUnfinished } from '../../src/system/folders.js';
import { temporaryFolder } from '../helpers/folder.js';
import { ownershipOf } from '../helpers/ownership.js';
import { whileSwapping } from '../helpers/swapper.js';
import { pathsBelow } from '../helpers/paths-below.js';

/** How often each verb runs against the swapping account: what goes by path loses within some twenty times. */
const TRIES = 500;

let accounts: Accounts;

before(async () => {
  accounts = await lookUpAccounts();
});

/** Root's own folder, and one of jabber's in which `rooms` is a folder or leads to root's, as jabber likes. */
interface Scene {
  readonly files: Files;
  /** Root's: `secret`, `rooms/.a.0123456789ab` and an empty folder `place` lie in it. */
  readonly victim: string;
  /** Jabber's: `rooms` and `link` are swapped. */
  readonly chat: string;
}

async function scene(context: TestContext): Promise<Scene> {
  const folder = await temporaryFolder(context);
  const victim = `${folder}/victim`;
  const chat = `${folder}/data/chat`;
  const files = createFiles(accounts);
  await mkdir(`${victim}/place`, { recursive: true });
  await writeFile(`${victim}/secret`, 'root’s');
  await chmod(`${victim}/secret`, 0o600);
  await writeFile(`${victim}/.unfinished.0123456789ab`, 'root’s');
  await files.makeFolder(`${chat}/rooms/place`, 'chat', 0o700);
  await files.makeFolder(`${chat}/rooms`, 'chat', 0o700);
  await files.makeFolder(chat, 'chat', 0o700);
  await files.write(`${chat}/rooms/secret`, 'jabber’s', 'chat', 0o600);
  await symlink(victim, `${chat}/link`);
  await lchown(`${chat}/link`, accounts.of('chat').uid, accounts.of('chat').gid);
  return { files, victim, chat };
}

/** What lies in root's folder: path, owner and mode, in one text. */
async function whatIsIn(folder: string): Promise<string> {
  const names = ['', ...(await pathsBelow(folder)).sort()];
  return (
    await Promise.all(names.map(async (name) => `${name} ${await ownershipOf(`${folder}/${name}`)}`))
  ).join('\n');
}

/** Does it while jabber swaps; what fails because of that fails. */
async function attempt(scene: Scene, work: (number: number) => Promise<unknown>): Promise<number> {
  let done = 0;
  const names = [`${scene.chat}/rooms`, `${scene.chat}/link`] as const;
  await whileSwapping(accounts.of('chat'), names, async () => {
    for (let number = 0; number < TRIES; number += 1)
      await work(number).then(
        () => (done += 1),
        () => undefined,
      );
  });
  return done;
}

const verbs: Readonly<Record<string, (scene: Scene, number: number) => Promise<unknown>>> = {
  'a folder is made': ({ files, chat }, number) =>
    files.makeFolder(`${chat}/rooms/made-${number}`, 'chat', 0o777),
  'folders are made with their parents': ({ files, chat }, number) =>
    files.makeFolder(`${chat}/rooms/parent-${number}/made`, 'chat', 0o777),
  'a folder that is there gets its owner': ({ files, chat }) =>
    files.makeFolder(`${chat}/rooms/place`, 'chat', 0o777),
  'a file is written': ({ files, chat }) => files.write(`${chat}/rooms/secret`, 'jabber’s', 'chat', 0o666),
  'a file is removed': async ({ files, chat }) => {
    await files.write(`${chat}/rooms/secret`, 'jabber’s', 'chat', 0o666);
    await files.remove(`${chat}/rooms/secret`);
  },
  'a folder is removed': async ({ files, chat }) => {
    await files.makeFolder(`${chat}/rooms/place`, 'chat', 0o700);
    await files.remove(`${chat}/rooms/place`);
  },
};

for (const [what, verb] of Object.entries(verbs)) {
  test(`${what}: never outside, however jabber swaps its folders`, async (context) => {
    const there = await scene(context);
    const before = await whatIsIn(there.victim);
    assert.ok((await attempt(there, (number) => verb(there, number))) > 0, 'it never got through');
    assert.equal(await whatIsIn(there.victim), before);
    assert.equal(await readFile(`${there.victim}/secret`, 'utf8'), 'root’s');
  });
}

test('what a killed helper left is removed: never outside, and nobody keeps it from its work', async (context) => {
  const there = await scene(context);
  const before = await whatIsIn(there.victim);
  assert.equal(await attempt(there, () => removeUnfinished(`${there.chat}/..`, 3)), TRIES);
  assert.equal(await whatIsIn(there.victim), before);
});

test('what is read or copied is never root’s, however jabber swaps its folders', async (context) => {
  const there = await scene(context);
  const { files, chat, victim } = there;
  const seen = new Set<string | null>();
  await attempt(there, async () => seen.add(await files.read(`${chat}/rooms/secret`)));
  assert.deepEqual([...seen], ['jabber’s']);
  const copy = `${victim}/../copy`;
  await attempt(there, async () => {
    await rm(copy, { recursive: true, force: true });
    await files.copy(`${chat}/rooms/secret`, copy);
    seen.add(await readFile(copy, 'utf8'));
  });
  await attempt(there, async () => {
    await rm(copy, { recursive: true, force: true });
    await files.copy(`${chat}/rooms`, copy);
    seen.add(await readFile(`${copy}/secret`, 'utf8').catch(() => 'jabber’s'));
  });
  assert.deepEqual([...seen], ['jabber’s']);
});

test('root’s own symlinks are followed, another account’s never', async (context) => {
  const folder = await temporaryFolder(context);
  const files = createFiles(accounts);
  await files.makeFolder(`${folder}/disk/state`, 'panel', 0o755);
  await symlink('disk', `${folder}/here`);
  await files.write(`${folder}/here/state/a`, 'one', 'chat', 0o600);
  assert.equal(await files.read(`${folder}/disk/state/a`), 'one');
  await files.makeFolder(`${folder}/here/state/chat/deep`, 'chat', 0o700);
  await files.makeFolder(`${folder}/here/state/chat`, 'chat', 0o700);
  await symlink('deep', `${folder}/disk/state/chat/link`);
  await assert.rejects(files.write(`${folder}/here/state/chat/link/a`, 'two', 'chat', 0o600), {
    code: 'ENOTDIR',
  });
  await assert.rejects(files.read(`${folder}/here/state/chat/link/a`), { code: 'ENOTDIR' });
  await files.write(`${folder}/here/state/chat/deep/a`, 'three', 'chat', 0o600);
  assert.equal(await files.read(`${folder}/here/state/chat/deep/a`), 'three');
  await symlink('circle', `${folder}/circle`);
  await assert.rejects(files.read(`${folder}/circle/a`), /contains a loop of symbolic links/);
});
