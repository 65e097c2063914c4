import { constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { say } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
import { makeFolder } from './folders.js';
import { holdersOf, sendSignal } from './processes.js';
import { holdsWithin } from './wait.js';

/** Milliseconds that a killed process takes at most. */
const grace = 5_000;

/**
 * Makes this process the only helper of a state folder: one that still is there is killed. The panel has given it up,
 * and what it might do later would be done behind the panel's back. Being killed is something that every verb bears.
 * @param folder the helper's own folder; made, with its parents, if there is none
 */
export async function becomeSoleHelper(folder: string): Promise<void> {
  const { uid, gid } = userInfo();
  await makeFolder(folder, { uid, gid, mode: 0o700 }, { uid, gid, mode: 0o755 });
  const lock = join(folder, 'lock');
  // Never closed: the process that has it open is the helper. The children of this process do not inherit it (O_CLOEXEC).
  openSync(lock, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  const former = async (): Promise<readonly number[]> =>
    (await holdersOf(lock)).filter((pid) => pid !== process.pid);
  for (const pid of await former()) sendSignal(pid, 'SIGKILL');
  if (await holdsWithin(grace, async () => (await former()).length === 0)) return;
  throw new Trouble(say`The previous helper does not stop: it has ${{ path: lock }} open.`);
}
