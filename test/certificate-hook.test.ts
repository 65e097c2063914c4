import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from './helpers/folder.js';

const hook = fileURLToPath(new URL('../templates/hooks/certificate-hook', import.meta.url));
const run = promisify(execFile);

test('the deploy hook puts a renewed certificate and its key into one file, whole or not at all', async (context) => {
  const folder = await temporaryFolder(context);
  const target = join(folder, 'chat.pem');
  await writeFile(join(folder, 'fullchain.pem'), 'chain\n');
  await writeFile(join(folder, 'privkey.pem'), 'key\n');

  // As certbot calls it.
  await run(hook, [target], { env: { ...process.env, RENEWED_LINEAGE: folder } });
  assert.equal(await readFile(target, 'utf8'), 'chain\nkey\n');
  assert.equal((await stat(target)).mode & 0o777, 0o600);

  // As acme.sh calls it; what somebody set for the file stays.
  await chmod(target, 0o640);
  await writeFile(join(folder, 'fullchain.pem'), 'renewed\n');
  await run(hook, [target, join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')]);
  assert.equal(await readFile(target, 'utf8'), 'renewed\nkey\n');
  assert.equal((await stat(target)).mode & 0o777, 0o640);

  await assert.rejects(run(hook, [target, join(folder, 'fullchain.pem'), join(folder, 'nothing')]));
  await assert.rejects(run(hook, []), /usage/);
  await assert.rejects(run(hook, [target], { env: { PATH: process.env['PATH'] } }), /RENEWED_LINEAGE/);
  assert.equal(await readFile(target, 'utf8'), 'renewed\nkey\n');
  assert.deepEqual((await readdir(folder)).sort(), ['chat.pem', 'fullchain.pem', 'privkey.pem']);
});
