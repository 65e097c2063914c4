import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { eventually } from './eventually.js';

/** Stops a process in the middle of whatever it does. When this returns none of its threads answers any more. */
export async function freeze(pid: number): Promise<void> {
  assert.ok(pid > 0, 'there is no such process');
  process.kill(pid, 'SIGSTOP');
  await eventually(async () => {
    const tasks = await readdir(`/proc/${pid}/task`);
    for (const task of tasks) {
      // proc(5): T is stopped by a signal.
      assert.match(await readFile(`/proc/${pid}/task/${task}/stat`, 'utf8'), /\) T /);
    }
  });
}
