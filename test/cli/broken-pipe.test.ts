import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

test('whoever reads may stop before the end (eboxctl help | head -1)', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/eboxctl-main.ts', 'help'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const [complaint] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  assert.equal(complaint, '');
  assert.equal(child.exitCode, 0);
});
