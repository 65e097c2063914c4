import { access, stat } from 'node:fs/promises';
import type { Commands } from '../core/ports.js';
import type { Account } from '../core/layout.js';
import type { Accounts } from './accounts.js';
import { nullWhenMissing } from './atomic-file.js';

/** Seconds that the kernel may take to list what a process runs. */
const SECONDS = 3;

/**
 * The programs and libraries that a process runs and that were replaced on the disk since: an upgrade brought new ones.
 * Only its own account, or root with all its powers, sees what a process runs (proc(5), ptrace(2)).
 */
export async function replacedFiles(
  commands: Commands,
  accounts: Accounts,
  pid: number,
): Promise<readonly string[]> {
  const found = await stat(`/proc/${pid}`).catch(nullWhenMissing);
  if (found === null) return [];
  const names: readonly Account[] = ['panel', ...accounts.known()];
  const account = names.find((name) => accounts.of(name).uid === found.uid);
  const { stdout } = await commands.run(['/bin/cat', `/proc/${pid}/maps`], {
    seconds: SECONDS,
    ...(account === undefined ? {} : { account }),
  });
  const there = await Promise.all(
    replacedIn(stdout).map((path) =>
      access(path).then(
        () => [path],
        () => [],
      ),
    ),
  );
  return there.flat();
}

/** Paths of what is executed and is no longer what lies there, in the lines of /proc/PID/maps. */
export function replacedIn(maps: string): readonly string[] {
  const paths = maps
    .split('\n')
    .flatMap((line) => /^\S+ ..x. \S+ \S+ \d+ +(\/.+) \(deleted\)$/.exec(line)?.[1] ?? []);
  return [...new Set(paths)];
}
