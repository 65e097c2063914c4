import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, readdir, rm, symlink } from 'node:fs/promises';
import { test } from 'node:test';
import { jabber } from '../../../src/modules/jabber/index.js';
import { pathsOf } from '../../../src/modules/jabber/paths.js';
import { copyStorage, makeRooms, makeStorage } from '../../../src/modules/jabber/storage.js';
import type { SupervisedMachine } from '../../../src/system/machine.js';
import { chatSettings } from '../../helpers/jabberd2.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { setUpOldServer } from '../../helpers/old-server.js';

const query = (database: string, sql: string): string =>
  execFileSync('/usr/bin/sqlite3', [database, sql], { encoding: 'utf8' });

/** A database that only root can read, in root's own folder. */
async function rootsDatabase({ layout }: SupervisedMachine): Promise<string> {
  const path = `${layout.backups}/roots.db`;
  query(path, 'CREATE TABLE "roster-items" (x); INSERT INTO "roster-items" VALUES (\'secret\');');
  await chmod(path, 0o600);
  return path;
}

test('a copy of the storage holds what is in it, and belongs to the panel', async (context) => {
  const machine = await temporaryMachine(context);
  const { layout, files } = machine;
  await files.makeFolder(pathsOf(layout).data, 'chat', 0o700);
  await makeStorage(machine);
  await makeRooms(machine, 'example.org');
  query(pathsOf(layout).storage, "INSERT INTO active VALUES (1, 'alice@example.org', 1);");
  await copyStorage(machine);
  const [copy = ''] = await readdir(layout.backups);
  assert.equal(
    query(`${layout.backups}/${copy}/storage.db`, 'SELECT "collection-owner" FROM active;'),
    'alice@example.org\n',
  );
  assert.deepEqual(
    (await readdir(pathsOf(layout).data)).filter((name) => name.includes('copy')),
    [],
  );
});

test('a storage that the chat account turned into a link leads the copy nowhere', async (context) => {
  const machine = await temporaryMachine(context);
  const { layout, files } = machine;
  await files.makeFolder(pathsOf(layout).data, 'chat', 0o700);
  await symlink(await rootsDatabase(machine), pathsOf(layout).storage);
  await assert.rejects(copyStorage(machine), { code: 'command-failed' });
});

test('nor does it lead the undoing of a take-over', async (context) => {
  const old = await setUpOldServer(context);
  const machine = await temporaryMachine(context, old.root);
  const { layout } = machine;
  const settings = { ...chatSettings, domain: old.domain };
  const steps = jabber.enableSteps.slice(0, -1);
  for (const step of steps) await step.run(machine, settings);
  const victim = await rootsDatabase(machine);
  const { storage } = pathsOf(layout);
  await rm(storage);
  await symlink(victim, storage);
  await assert.rejects(async () => steps.at(-1)?.undo(machine), { code: 'command-failed' });
  assert.equal(query(victim, 'SELECT x FROM "roster-items";'), 'secret\n');
});
