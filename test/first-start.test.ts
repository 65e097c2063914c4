import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { temporaryFolder } from './helpers/folder.js';

test('a first start that cannot listen has shown the password that it made: it is never shown again', async (context) => {
  const state = await temporaryFolder(context);
  const taken = createServer().listen(0, '127.0.0.1');
  context.after(() => taken.close());
  await once(taken, 'listening');
  const address = taken.address();
  assert.ok(address !== null && typeof address === 'object');
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    EBOX_LISTEN: `127.0.0.1:${address.port}`,
    EBOX_STATE_DIR: state,
  };
  delete environment['EBOX_ADMIN_PASSWORD'];
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], { env: environment });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended: readonly unknown[] = await once(child, 'close');
  assert.equal(ended[0], 1, said);
  assert.match(said, /sign in as "admin" with the password (?:[a-z2-9]{5}-){3}[a-z2-9]{5}[^]*cannot listen/);
});
