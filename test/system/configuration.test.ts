import assert from 'node:assert/strict';
import {
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { before, test } from 'node:test';
import type { Configuration, RenderedFile } from '../../src/core/ports.js';
import { lookUpAccounts } from '../helpers/accounts.js';
import type { Accounts } from '../../src/system/accounts.js';
import { createConfiguration } from '../../src/system/configuration.js';
import { temporaryFolder } from '../helpers/folder.js';
import { ownershipOf } from '../helpers/ownership.js';

let accounts: Accounts;

before(async () => {
  accounts = await lookUpAccounts();
  process.umask(0);
});

const generationsIn = (configuration: string, backups = '/nonexistent'): Configuration =>
  createConfiguration({ configuration, backups }, accounts);

const file = (path: string, content: string, more: Partial<RenderedFile> = {}): RenderedFile => ({
  path,
  content,
  readableBy: 'chat',
  executable: false,
  ...more,
});

const someFiles = [
  file('jabberd2/c2s.xml', '<c2s/>'),
  file('jabberd2/sm.xml', '<sm/>'),
  file('slapd/slapd.conf', 'database mdb', { readableBy: 'directory' }),
  file('sign-in/relay', '#!/usr/bin/perl', { executable: true }),
];

test('the time of a file rises when what is live changes, and only then', async (context) => {
  const folder = await temporaryFolder(context);
  const configuration = generationsIn(folder);
  const timeOf = async (path: string): Promise<number> => (await stat(`${folder}/current/${path}`)).mtimeMs;
  const stays = file('bind/stays.zone', 'the same');
  const go = async (generation: number): Promise<readonly [number, number]> => {
    await configuration.activate(generation);
    return [await timeOf('bind/stays.zone'), await timeOf('bind/school.zone')];
  };
  const first = await configuration.write([stays, file('bind/school.zone', 'one')]);
  const [stayed, one] = await go(first);
  const second = await configuration.write([stays, file('bind/school.zone', 'two')]);
  const [still, two] = await go(second);
  assert.equal(still, stayed);
  assert.ok(two > one);
  const [back, again] = await go(first);
  assert.equal(back, stayed, 'exactly');
  assert.ok(again > two, 'on the way back, too');
  await writeFile(`${folder}/current/bind/school.zone`, 'by hand');
  const byHand = await timeOf('bind/school.zone');
  assert.ok((await go(second))[1] > byHand);
});

test('there is nothing at first', async (context) => {
  const configuration = generationsIn(await temporaryFolder(context));
  assert.equal(await configuration.liveNumber(), 0);
  assert.deepEqual(await configuration.live(), []);
});

test('a generation is only live once it is activated, and then is what was written', async (context) => {
  const folder = await temporaryFolder(context);
  const configuration = generationsIn(folder);
  assert.equal(await configuration.write(someFiles), 1);
  assert.equal(await configuration.liveNumber(), 0);
  await configuration.activate(1);
  assert.equal(await configuration.liveNumber(), 1);
  assert.equal(await readlink(`${folder}/current`), 'gen-1');
  assert.deepEqual(
    await configuration.live(),
    someFiles.map(({ path, content, readableBy, executable }) => ({
      path,
      content,
      written: content,
      hasDrifted: false,
      access: { readableBy: [readableBy], executable },
    })),
  );
  assert.equal(await configuration.write([]), 2);
  assert.equal(await configuration.liveNumber(), 1);
  assert.deepEqual((await readdir(folder)).sort(), ['current', 'gen-1', 'gen-2']);
});

test('each account reads its own files and writes none', async (context) => {
  const folder = await temporaryFolder(context);
  await generationsIn(folder).write([
    ...someFiles,
    file('both/a', ''),
    file('both/b', '', { readableBy: 'panel' }),
  ]);
  const root = accounts.of('panel').uid;
  const chat = accounts.of('chat').gid;
  const directory = accounts.of('directory').gid;
  assert.equal(await ownershipOf(`${folder}/gen-1`), `${root}:${accounts.of('panel').gid} 711`);
  assert.equal(await ownershipOf(`${folder}/gen-1/manifest.json`), `${root}:${accounts.of('panel').gid} 600`);
  assert.equal(await ownershipOf(`${folder}/gen-1/jabberd2`), `${root}:${chat} 750`);
  assert.equal(await ownershipOf(`${folder}/gen-1/jabberd2/c2s.xml`), `${root}:${chat} 640`);
  assert.equal(await ownershipOf(`${folder}/gen-1/slapd`), `${root}:${directory} 750`);
  assert.equal(await ownershipOf(`${folder}/gen-1/slapd/slapd.conf`), `${root}:${directory} 640`);
  assert.equal(await ownershipOf(`${folder}/gen-1/sign-in/relay`), `${root}:${chat} 750`);
  assert.equal(await ownershipOf(`${folder}/gen-1/both`), `${root}:${accounts.of('panel').gid} 711`);
});

test('every way of changing a live file by hand is noticed, and nothing else', async (context) => {
  const folder = await temporaryFolder(context);
  const configuration = generationsIn(folder);
  const names = ['content', 'truncated', 'mode', 'missing', 'symlink', 'folder', 'untouched', 'rewritten'];
  await configuration.write(names.map((name) => file(`jabberd2/${name}`, `this is ${name}`)));
  await configuration.activate(1);
  const at = (name: string): string => `${folder}/gen-1/jabberd2/${name}`;
  await writeFile(at('content'), 'this is another content');
  await writeFile(at('truncated'), '');
  await chmod(at('mode'), 0o644);
  await rm(at('missing'));
  await rename(at('symlink'), `${folder}/moved`);
  await symlink(`${folder}/moved`, at('symlink'));
  await rm(at('folder'));
  await mkdir(at('folder'));
  await writeFile(at('rewritten'), 'this is rewritten');
  const found = (await configuration.live()).map(({ path, content, hasDrifted }) => [
    path.slice(9),
    content,
    hasDrifted,
  ]);
  assert.deepEqual(found, [
    ['content', 'this is another content', true],
    ['truncated', '', true],
    ['mode', 'this is mode', true],
    ['missing', null, true],
    ['symlink', null, true],
    ['folder', null, true],
    ['untouched', 'this is untouched', false],
    ['rewritten', 'this is rewritten', false],
  ]);
});

test('a list of an older version, with the numbers of another machine, is read for what the files are here', async (context) => {
  const folder = await temporaryFolder(context);
  const configuration = generationsIn(folder);
  await configuration.activate(await configuration.write(someFiles));
  const files = someFiles.map(({ path, content, executable }) => ({
    path,
    content,
    uid: 0,
    gid: path.includes('slapd') ? 4712 : 4711,
    mode: executable ? 0o750 : 0o640,
  }));
  await writeFile(`${folder}/gen-1/manifest.json`, JSON.stringify({ files }));
  const changed = async (): Promise<readonly string[]> =>
    (await configuration.live()).flatMap(({ path, hasDrifted }) => (hasDrifted ? [path] : []));
  assert.deepEqual(await changed(), []);
  const chat = accounts.of('chat').gid;
  await chown(`${folder}/gen-1/jabberd2/sm.xml`, 0, 0);
  await rm(`${folder}/gen-1/jabberd2/c2s.xml`);
  assert.deepEqual(await changed(), ['jabberd2/c2s.xml', 'jabberd2/sm.xml']);
  await configuration.restore(1);
  assert.deepEqual(await changed(), []);
  assert.equal(await ownershipOf(`${folder}/gen-1/jabberd2/sm.xml`), `0:${chat} 640`);
});

test('numbers only grow, and what a crash left is cleared away', async (context) => {
  const folder = await temporaryFolder(context);
  const configuration = generationsIn(folder);
  for (const number of [1, 2, 3]) assert.equal(await configuration.write([file('a', `${number}`)]), number);
  await configuration.activate(2);
  await configuration.prune([3]);
  assert.deepEqual((await readdir(folder)).sort(), ['current', 'gen-2', 'gen-3']);
  await mkdir(`${folder}/.growing/jabberd2`, { recursive: true });
  await writeFile(`${folder}/.growing/jabberd2/half`, '<c2');
  assert.equal(await configuration.write([file('a', '4')]), 4);
  assert.deepEqual((await readdir(folder)).sort(), ['current', 'gen-2', 'gen-3', 'gen-4']);
  assert.deepEqual(await readdir(`${folder}/gen-4`), ['a', 'manifest.json']);
});

test('a generation that is not there cannot become live, and none can be live again', async (context) => {
  const configuration = generationsIn(await temporaryFolder(context));
  await assert.rejects(configuration.activate(1), /there is no generation 1/);
  await configuration.write(someFiles);
  await configuration.activate(1);
  await configuration.activate(0);
  assert.equal(await configuration.liveNumber(), 0);
  assert.deepEqual(await configuration.live(), []);
});

test('no path leads out of a generation', async (context) => {
  const folder = await temporaryFolder(context);
  const configuration = generationsIn(folder);
  for (const path of ['../a', '/etc/a', 'a/../b', 'a//b', '', 'a/', '.a', 'manifest.json', 'a\nb']) {
    await assert.rejects(configuration.write([file(path, '')]), /not a path of a generation/, path);
  }
  assert.deepEqual(await readdir(folder), []);
});

test('a damaged list of what was written is said, with what to do', async (context) => {
  const folder = await temporaryFolder(context);
  const configuration = generationsIn(folder);
  await configuration.write(someFiles);
  await configuration.activate(1);
  await writeFile(
    `${folder}/gen-1/manifest.json`,
    (await readFile(`${folder}/gen-1/manifest.json`, 'utf8')).slice(0, 40),
  );
  await assert.rejects(configuration.live(), (error: Error) => {
    assert.equal('code' in error && error.code, 'host-unsuitable');
    assert.ok(error.message.includes(`remove ${folder}/current`));
    return true;
  });
});

test('files that were changed by hand are copied as they are, for the panel only', async (context) => {
  const [folder, backups] = [await temporaryFolder(context), await temporaryFolder(context)];
  const configuration = generationsIn(folder, backups);
  await configuration.activate(await configuration.write(someFiles));
  await writeFile(`${folder}/current/jabberd2/c2s.xml`, '<c2s>mine</c2s>');
  await rm(`${folder}/current/jabberd2/sm.xml`);
  const copies = await configuration.setAside(['jabberd2/c2s.xml', 'jabberd2/sm.xml']);
  assert.match(copies, /^\/tmp\/.*\/changed-by-hand-\d{4}-\d\d-\d\dT/);
  assert.deepEqual(await readdir(`${copies}/jabberd2`), ['c2s.xml']);
  assert.equal(await readFile(`${copies}/jabberd2/c2s.xml`, 'utf8'), '<c2s>mine</c2s>');
  assert.equal(await ownershipOf(copies), '0:0 700');
  assert.equal(await ownershipOf(`${copies}/jabberd2/c2s.xml`), '0:0 600');
  await assert.rejects(configuration.setAside(['../../etc/passwd']), /the generation has no file/);
});
