import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { link, lchown, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { before, test, type TestContext } from 'node:test';
import type { RenderedFile } from '../../src/core/ports.js';
import { lookUpAccounts } from '../helpers/accounts.js';
import type { Accounts, SystemUser } from '../../src/system/accounts.js';
import { createConfiguration } from '../../src/system/configuration.js';
import { settleIn } from '../../src/system/moved-state.js';
import { KeptLog } from '../helpers/memory-machine.js';
import { temporaryFolder } from '../helpers/folder.js';
import { ownershipOf } from '../helpers/ownership.js';
import { whileSwapping } from '../helpers/swapper.js';

let accounts: Accounts;
/** The number that jabber has elsewhere is openldap's here; the other two are nobody's. */
let elsewhere: Readonly<Record<'chat' | 'directory' | 'panel', SystemUser>>;
const panel: SystemUser = { name: 'ebox-jabber', uid: 60_001, gid: 60_002 };

before(async () => {
  accounts = await lookUpAccounts();
  elsewhere = {
    chat: accounts.of('directory'),
    directory: { name: 'openldap', uid: 60_003, gid: 60_004 },
    panel: { name: 'ebox-jabber', uid: 60_005, gid: 60_006 },
  };
});

const file = (path: string, readableBy: RenderedFile['readableBy'], executable = false): RenderedFile => ({
  path,
  content: path,
  readableBy,
  executable,
});

/** A state folder as it is on the other machine, copied here by the numbers of its accounts. */
async function copiedState(context: TestContext): Promise<string> {
  const state = await temporaryFolder(context);
  const there: Accounts = {
    separate: true,
    of: (account) =>
      account === 'panel'
        ? { name: 'root', uid: 0, gid: elsewhere.panel.gid }
        : elsewhere[account === 'chat' ? 'chat' : 'directory'],
    known: () => ['chat', 'directory'],
  };
  await mkdir(`${state}/configuration`);
  const configuration = createConfiguration(
    { configuration: `${state}/configuration`, backups: '/none' },
    there,
  );
  await configuration.write([
    file('c2s.xml', 'chat'),
    file('slapd/slapd.conf', 'directory'),
    file('panel/a.pem', 'panel'),
  ]);
  await configuration.activate(1);
  for (const [path, account] of [
    ['data/chat/rooms', 'chat'],
    ['data/directory', 'directory'],
    ['panel', 'panel'],
  ] as const) {
    await mkdir(`${state}/${path}`, { recursive: true });
    await writeFile(`${state}/${path}/file`, '');
    const { uid, gid } = elsewhere[account];
    const top = path.split('/').slice(0, 2).join('/');
    execFileSync('chown', ['-R', `${uid}:${gid}`, `${state}/${top}`]);
  }
  return state;
}

test('each account has by its name what it had on the other machine, whoever has its number here', async (context) => {
  const state = await copiedState(context);
  const log = new KeptLog();
  await settleIn(state, accounts, panel, log);
  const owner = async (path: string): Promise<string> =>
    (await ownershipOf(`${state}/${path}`)).replace(/ .*/, '');
  const [chat, directory] = [accounts.of('chat'), accounts.of('directory')];
  for (const path of ['data/chat', 'data/chat/rooms', 'data/chat/rooms/file'])
    assert.equal(await owner(path), `${chat.uid}:${chat.gid}`);
  for (const path of ['data/directory', 'data/directory/file'])
    assert.equal(await owner(path), `${directory.uid}:${directory.gid}`);
  for (const path of ['panel', 'panel/file']) assert.equal(await owner(path), `${panel.uid}:${panel.gid}`);
  assert.equal(await owner('configuration/gen-1/c2s.xml'), `0:${chat.gid}`);
  assert.equal(await owner('configuration/gen-1/slapd'), `0:${directory.gid}`);
  const here: Accounts = {
    ...accounts,
    of: (account) => (account === 'panel' ? { ...panel, uid: 0 } : accounts.of(account)),
  };
  const live = await createConfiguration(
    { configuration: `${state}/configuration`, backups: '/none' },
    here,
  ).live();
  assert.deepEqual(
    live.filter(({ hasDrifted }) => hasDrifted),
    [],
  );
  assert.equal(live.length, 3);
  assert.equal(log.lines.length, 1);

  await settleIn(state, accounts, panel, log);
  assert.equal(log.lines.length, 1, 'a second time there is nothing to do');
});

test('a state that belongs to one person, or of which nobody can tell, stays as it is', async (context) => {
  const state = await copiedState(context);
  execFileSync('chown', ['-R', '60003:60004', `${state}/data`, `${state}/panel`]);
  const log = new KeptLog();
  await settleIn(state, accounts, panel, log);
  assert.equal(await ownershipOf(`${state}/data/chat/rooms/file`), '60003:60004 644');
  assert.deepEqual(log.lines, []);
});

test('what leads out of the folder is left alone, however its former owner swaps it', async (context) => {
  const state = await copiedState(context);
  const { uid, gid } = elsewhere.chat;
  const victim = await temporaryFolder(context);
  await writeFile(`${victim}/file`, '');
  await lchown(`${victim}/file`, uid, gid);
  await lchown(victim, uid, gid);
  await symlink(victim, `${state}/data/chat/link`);
  await lchown(`${state}/data/chat/link`, uid, gid);
  await link(`${victim}/file`, `${state}/data/chat/other-name`);
  const before = await ownershipOf(`${victim}/file`);
  const chat = `${state}/data/chat`;
  await whileSwapping(elsewhere.chat, [`${chat}/rooms`, `${chat}/link`], async () => {
    for (let number = 0; number < 300; number += 1) {
      await settleIn(state, accounts, panel, new KeptLog());
      execFileSync('chown', ['-h', `${uid}:${gid}`, chat, `${chat}/rooms`, `${chat}/link`]);
    }
  });
  assert.equal(await ownershipOf(`${victim}/file`), before);
  assert.deepEqual((await readdir(victim)).sort(), ['file']);
});
