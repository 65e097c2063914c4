import { lstat } from 'node:fs/promises';

/** Owner, group and permission bits, e.g. `0:0 640`. */
export async function ownershipOf(path: string): Promise<string> {
  const { uid, gid, mode } = await lstat(path);
  return `${uid}:${gid} ${(mode & 0o7777).toString(8)}`;
}
