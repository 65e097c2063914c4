import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import type { Log } from '../core/ports.js';
import { reasonOf } from '../errors.js';

/**
 * Sees to it that this process leaves no picture of its memory, with the secrets in it, on the disk when it crashes
 * (RLIMIT_CORE; Node cannot set a limit of its own). What it starts inherits that. A panel that may not set it, and for
 * which nobody did, says so and goes on.
 */
export async function forbidCoreDumps(log: Log): Promise<void> {
  try {
    if (/^Max core file size +0 +0 /m.test(await readFile('/proc/self/limits', 'utf8'))) return;
    await execa('/usr/bin/prlimit', ['--pid', String(process.pid), '--core=0:0']);
  } catch (error) {
    log.error(`a crash of the panel may leave its memory on the disk: ${reasonOf(error)}`);
  }
}
