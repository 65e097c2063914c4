import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The paths of all that lies below a folder, relative to it, through symbolic links too. Node 18's own way takes a socket
 * for a folder.
 */
export async function pathsBelow(folder: string, below = ''): Promise<string[]> {
  const names = await readdir(join(folder, below));
  const found = names.map(async (name) => {
    const path = join(below, name);
    const what = await stat(join(folder, path)).catch(() => null);
    return what?.isDirectory() === true ? [path, ...(await pathsBelow(folder, path))] : [path];
  });
  return (await Promise.all(found)).flat();
}
