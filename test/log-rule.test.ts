import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { temporaryFolder } from './helpers/folder.js';
import { expectLog, judgeLogs } from './helpers/log-rule.js';

const usual = '2026-11-25 20:51:46.248009207  Wed Nov 25 20:51:46 2026 [notice] starting up';
const strange = '2026-11-25 20:51:46.248009207  Wed Nov 25 20:51:46 2026 [error] something broke';

test('a line that nobody expected fails a test by the name of its daemon, also in a file that was rotated', async (context) => {
  const folder = await temporaryFolder(context);
  await mkdir(`${folder}/sm`);
  await writeFile(
    `${folder}/sm/current`,
    `${usual}\n2026-11-25 20:51:46.2  ebox-jabber: ended with status 0\n`,
  );
  await judgeLogs(folder, ['2026-11-25T20:51:46.000Z info admin signed in from 127.0.0.1']);
  await writeFile(`${folder}/sm/@400000006bea6c8b2c8d1d7a.s`, `${strange}\n`);
  await assert.rejects(judgeLogs(folder, []), /sm: .* \[error\] something broke/);
  await assert.rejects(
    judgeLogs(folder, [usual]),
    /panel: .* \[notice\] starting up/,
    'each has its own list',
  );
});

test('what a test expects is forgiven once, and to the daemon that it names only', async (context) => {
  const folder = await temporaryFolder(context);
  await mkdir(`${folder}/sm`);
  await writeFile(`${folder}/sm/current`, `${strange}\n`);
  expectLog('sm', /something broke$/);
  await judgeLogs(folder, []);
  await assert.rejects(judgeLogs(folder, []));
  expectLog('c2s', /something broke$/);
  await assert.rejects(judgeLogs(folder, []));
});
