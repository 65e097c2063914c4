import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, rename } from 'node:fs/promises';
import { test } from 'node:test';
import { eventually } from '../helpers/eventually.js';
import { temporaryFolder } from '../helpers/folder.js';
import { commandLineOf } from '../../src/system/processes.js';
import { newerProgram, replacedIn } from '../../src/system/running-process.js';

test('only files that are executed and lie there no more are replaced, each once', () => {
  const maps = [
    '55a0-55a1 r--p 00000000 00:35 1042 /usr/sbin/jabberd2-c2s (deleted)',
    '55a1-55a2 r-xp 00001000 00:35 1042                    /usr/sbin/jabberd2-c2s (deleted)',
    '55a2-55a3 r-xp 00002000 00:35 1042                    /usr/sbin/jabberd2-c2s (deleted)',
    '7f00-7f01 r-xp 00000000 00:35 77                      /usr/lib/a name (1)/libssl.so.3 (deleted)',
    '7f01-7f02 r-xp 00000000 00:35 78                      /usr/lib/libc.so.6',
    '7f02-7f03 rw-s 00000000 00:01 79                      /dev/zero (deleted)',
    '7f03-7f04 rwxp 00000000 00:00 0 ',
    '7ffd-7ffe r-xp 00000000 00:00 0                       [vdso]',
    '',
  ].join('\n');
  assert.deepEqual(replacedIn(maps), ['/usr/sbin/jabberd2-c2s', '/usr/lib/a name (1)/libssl.so.3']);
});

test('what a process was started with is known word by word, and nothing of one that is gone', async () => {
  assert.equal((await commandLineOf(process.pid))[0], process.argv0);
  assert.deepEqual(await commandLineOf(0), []);
  assert.deepEqual(await commandLineOf(2 ** 30), []);
});

test('of a process that nobody may look into, the program is known to be replaced by its age', async (context) => {
  const folder = await temporaryFolder(context);
  const program = `${folder}/program`;
  await copyFile('/bin/sleep', program);
  const child = spawn(program, ['100']);
  context.after(() => child.kill());
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  assert.deepEqual(await newerProgram(pid), []);
  await eventually(async () => {
    // As dpkg does: another file takes the name.
    await copyFile('/bin/sleep', `${program}.new`);
    await rename(`${program}.new`, program);
    assert.deepEqual(await newerProgram(pid), [program]);
  });
  assert.deepEqual(await newerProgram(2 ** 30), []);
});
