import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { SystemUser } from '../../src/system/accounts.js';

/** renameat2(2) by its number, since Perl has no name for it. */
const numbers: Readonly<Record<string, number>> = { x64: 316, arm64: 276 };

/** Exchanges two names in a loop (RENAME_EXCHANGE), until it is killed. */
const program = `
  my ($number, $one, $other) = @ARGV;
  syscall($number + 0, -100, $one, -100, $other, 2) == 0 or die "renameat2: $!\\n";
  $| = 1;
  print "swapping\\n";
  1 while 1 + syscall($number + 0, -100, $one, -100, $other, 2) or 1;
`;

/** Lets an account swap two names again and again, as one that was taken over would, while `work` is done. */
export async function whileSwapping(
  { uid, gid }: SystemUser,
  [one, other]: readonly [string, string],
  work: () => Promise<void>,
): Promise<void> {
  const child = spawn('perl', ['-e', program, String(numbers[process.arch]), one, other], {
    uid,
    gid,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(() => {
      throw new Error('nothing was swapped');
    }),
  ]);
  try {
    await work();
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}
