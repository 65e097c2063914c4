import { constants, openSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { say } from '../core/words/sentence.js';
import { PanelError } from '../errors.js';
import { holdersOf } from './processes.js';
import { holdsWithin } from './wait.js';

/** Milliseconds for which another program may look into the folder without being a panel. */
const PASSING = 2_000;

/**
 * Makes this process the only panel of a state folder for as long as it lives: it keeps the folder open, and the kernel
 * closes it with the process, however that ends. Of two that start at the same instant, neither goes on. (An abstract unix
 * socket would do, but Node 18 gives every one the same name, and any account could take the name first.)
 * Makes the folder if there is none; nothing else in it is touched before.
 * @throws PanelError `host-unsuitable` when another panel has it
 */
export async function becomeSolePanel(state: string): Promise<void> {
  await mkdir(state, { recursive: true, mode: 0o755 });
  // Never closed. The children of this process do not inherit it (O_CLOEXEC).
  openSync(state, constants.O_RDONLY | constants.O_DIRECTORY);
  if (await holdsWithin(PASSING, async () => (await othersAt(state)).length === 0)) return;
  throw new PanelError('host-unsuitable', {
    reason: say`Another panel already uses ${{ folder: state }}. Use that one, or choose another folder with EBOX_STATE_DIR.`,
  });
}

/** Processes of this account, but for this one, that have the folder open. Other accounts keep no panel from starting. */
async function othersAt(folder: string): Promise<readonly number[]> {
  const pids = (await holdersOf(folder)).filter((pid) => pid !== process.pid);
  const owners = await Promise.all(pids.map((pid) => stat(`/proc/${pid}`).catch(() => null)));
  return pids.filter((_, index) => owners[index]?.uid === process.getuid?.());
}
