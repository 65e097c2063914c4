import { statfs } from 'node:fs/promises';
import type { FreeSpace } from '../core/free-space.js';

/** What is free on the disk that this folder is on. */
export async function freeSpace(folder: string): Promise<FreeSpace> {
  const { bavail, bsize, ffree, files } = await statfs(folder);
  return { bytes: bavail * bsize, files: files > 0 ? ffree : null };
}
