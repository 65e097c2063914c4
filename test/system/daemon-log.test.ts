import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { lastLogLines } from '../../src/system/daemon-log.js';
import { temporaryFolder } from '../helpers/folder.js';

test('when the current file was just begun, the newest one before it is read too', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(`${folder}/@400000006921a0000000000a.s`, 'one\ntwo\n');
  await writeFile(`${folder}/@400000006921b0000000000a.u`, 'three\nfour\n');
  await writeFile(`${folder}/current`, 'five\nsi');
  await writeFile(`${folder}/state`, 'no line');
  assert.deepEqual(await lastLogLines(folder, 2), ['five', 'si']);
  assert.deepEqual(await lastLogLines(folder, 3), ['four', 'five', 'si']);
  assert.deepEqual(await lastLogLines(folder, 99), ['three', 'four', 'five', 'si']);
});

test('a log that is not there yet has no lines, and a symlink is none', async (context) => {
  const folder = await temporaryFolder(context);
  assert.deepEqual(await lastLogLines(`${folder}/nowhere`, 5), []);
  assert.deepEqual(await lastLogLines(folder, 5), []);
  await symlink('/etc/passwd', `${folder}/current`);
  await assert.rejects(lastLogLines(folder, 5), { code: 'ELOOP' });
});

test('of a large file only the end is read, and no half line is given', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(
    `${folder}/current`,
    Array.from({ length: 50_000 }, (_, index) => `line ${index}\n`).join(''),
  );
  await writeFile(`${folder}/@400000006921b0000000000a.u`, 'before a hole\n');
  const lines = await lastLogLines(folder, 50_000);
  assert.ok(lines.length < 40_000);
  assert.equal(lines.at(-1), 'line 49999');
  assert.equal(lines[0], `line ${50_000 - lines.length}`);
});
