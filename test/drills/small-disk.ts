import { execFileSync } from 'node:child_process';

/** Does `work` while a folder has a small file system of its own, with what was in it. */
export async function onSmallDisk(folder: string, work: () => Promise<void>): Promise<void> {
  const copy = `${folder}.copy`;
  execFileSync('cp', ['-a', folder, copy]);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=711', 'tmpfs', folder]);
  try {
    execFileSync('cp', ['-a', `${copy}/.`, folder]);
    execFileSync('rm', ['-r', copy]);
    await work();
  } finally {
    execFileSync('umount', ['-l', folder]);
  }
}
