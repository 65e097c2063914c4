import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { say } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
import { minimalEnvironment } from './commands.js';
import { withSafePath } from './safe-path.js';

/** Status with which flock(1) is told to end when it has waited in vain. */
const IN_VAIN = 75;
/** The number under which flock(1) gets our open file. */
const LOCK = 3;

/**
 * Does `work` while no other process works under the same lock. The lock is flock(2) on a file that stays: the kernel takes
 * it back from a process that ends, however it ends. Node cannot lock a file, so flock(1) locks ours, which stays locked
 * until we close it.
 * @param path the file; made, for this account alone, when there is none
 * @param seconds how long to wait for the lock
 * @throws Trouble when another program still has the lock then
 */
export async function withFileLock<T>(path: string, seconds: number, work: () => Promise<T>): Promise<T> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = await withSafePath(path, (safe) => open(safe, flags, 0o600));
  try {
    await lock(file.fd, path, seconds);
    return await work();
  } finally {
    await file.close();
  }
}

async function lock(file: number, path: string, seconds: number): Promise<void> {
  const words = ['--exclusive', '--wait', String(seconds), '--conflict-exit-code', String(IN_VAIN)];
  const flock = spawn('flock', [...words, String(LOCK)], {
    stdio: ['ignore', 'ignore', 'ignore', file],
    env: minimalEnvironment,
  });
  await once(flock, 'exit');
  if (flock.exitCode === IN_VAIN)
    throw new Trouble(say`Another program has locked ${{ path }} for ${{ seconds }} s.`);
  if (flock.exitCode !== 0)
    throw new Trouble(
      say`${{ path }} cannot be locked (flock, status ${{ status: String(flock.exitCode) }}).`,
    );
}
