import { access, stat } from 'node:fs/promises';
import type { Commands } from '../core/ports.js';
import type { Account } from '../core/layout.js';
import type { Accounts } from './accounts.js';
import { nullWhenMissing } from './atomic-file.js';
import { commandLineOf, startOf } from './processes.js';

/** Seconds that the kernel may take to list what a process runs. */
const SECONDS = 3;

/**
 * The programs and libraries that a process runs and that were replaced on the disk since: an upgrade brought new ones.
 * Only its own account, or root with all its powers, sees what a process runs (proc(5), ptrace(2)), and of a process with
 * a capability only who has that too. Where nobody here may look, its program alone is known, by its age.
 */
export async function replacedFiles(
  commands: Commands,
  accounts: Accounts,
  pid: number,
): Promise<readonly string[]> {
  const found = await stat(`/proc/${pid}`).catch(nullWhenMissing);
  if (found === null) return [];
  const names: readonly Account[] = ['panel', ...accounts.known()];
  const owner = names.find((name) => accounts.of(name).uid === found.uid);
  const maps = await mapsOf(commands, pid, owner).catch(() => mapsOf(commands, pid).catch(() => null));
  if (maps === null) return newerProgram(pid);
  const there = await Promise.all(
    replacedIn(maps).map((path) =>
      access(path).then(
        () => [path],
        () => [],
      ),
    ),
  );
  return there.flat();
}

async function mapsOf(commands: Commands, pid: number, account?: Account): Promise<string> {
  const options = { seconds: SECONDS, ...(account === undefined ? {} : { account }) };
  return (await commands.run(['/bin/cat', `/proc/${pid}/maps`], options)).stdout;
}

/** Milliseconds by which the start of a process may be told too early: the kernel counts it in ticks, cut off. */
const IMPRECISION = 100;

/** The program of a process, where its file is newer than the process; none where it is not, or where that is not known. */
export async function newerProgram(pid: number): Promise<readonly string[]> {
  const [program = ''] = await commandLineOf(pid);
  const since = await startOf(pid);
  const file = await stat(program).catch(() => null);
  return since !== null && file !== null && file.ctimeMs > since + IMPRECISION ? [program] : [];
}

/** Paths of executed files that were replaced since, in the lines of /proc/PID/maps. */
export function replacedIn(maps: string): readonly string[] {
  const paths = maps
    .split('\n')
    .flatMap((line) => /^\S+ ..x. \S+ \S+ \d+ +(\/.+) \(deleted\)$/.exec(line)?.[1] ?? []);
  return [...new Set(paths)];
}
