import { constants, type Stats } from 'node:fs';
import { lstat, open, readlink } from 'node:fs/promises';
import { join, normalize, resolve } from 'node:path';
import { say } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';

/** open(2): only names a file or folder, which needs no right to read it and never waits. Node has no name for it. */
export const O_PATH = 0o10000000;
const FOLDER = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** As many symlinks as the kernel follows (path_resolution(7)). */
export const MOST_LINKS = 40;

/** A folder that this process has open: its entries are found through proc(5), wherever its path leads by now. */
const opened = /^\/proc\/self\/fd\/\d+/;

/** The way to a file as far as nobody but root can change it, and the names that are left from there on. */
interface Way {
  readonly folder: string;
  readonly names: readonly string[];
}

/**
 * Calls `use` with a path to the same file that root can use although other accounts own folders on the way. Node has no
 * openat(2), so from the first folder that another account can write to each one is opened by itself, and never through
 * a symlink: an account that swaps them meanwhile leads root nowhere. Symlinks in folders that only root can write to are
 * followed. The last name is for the caller to look at, who must not follow it.
 *
 * Another account than root can be led only where it may go anyway: it gets the path as it is.
 * @param use the path holds until it returns
 * @throws Error `ENOTDIR` for a symlink of another account, `ENOENT` for a folder that is missing
 */
export async function withSafePath<T>(path: string, use: (safe: string) => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return use(path);
  const { folder, names } = await rootsPart(path);
  return descend(folder, names, use);
}

async function descend<T>(
  folder: string,
  [name, ...rest]: readonly string[],
  use: (safe: string) => Promise<T>,
): Promise<T> {
  if (name === undefined) return use(folder);
  if (rest.length === 0) return use(join(folder, name));
  const next = await open(join(folder, name), FOLDER);
  try {
    return await descend(`/proc/self/fd/${next.fd}`, rest, use);
  } finally {
    await next.close();
  }
}

async function rootsPart(path: string, links = 0): Promise<Way> {
  if (links > MOST_LINKS) throw new Trouble(say`${{ path }} contains a loop of symbolic links.`);
  const [start = '/'] = opened.exec(path) ?? [];
  const names = normalize(path)
    .slice(start.length)
    .split('/')
    .filter((name) => name !== '');
  return start === '/' ? rootsPartBelow('/', names, links) : { folder: start, names };
}

async function rootsPartBelow(start: string, names: readonly string[], links: number): Promise<Way> {
  let folder = start;
  let rest = names;
  let here = await lstat(folder);
  for (let [name] = rest; name !== undefined && rest.length > 1; [name] = rest) {
    const next = join(folder, name);
    const found = await lstat(next);
    if (!isRootsAlone(here, found)) break;
    rest = rest.slice(1);
    if (found.isSymbolicLink())
      return rootsPart(join(resolve(folder, await readlink(next)), ...rest), links + 1);
    [folder, here] = [next, found];
  }
  return { folder, names: rest };
}

/** Whether only root can replace what a folder holds. In a sticky one others cannot take root's away. */
function isRootsAlone(folder: Stats, inside: Stats): boolean {
  if (folder.uid !== 0) return false;
  const isSticky = (folder.mode & 0o1000) !== 0;
  return (folder.mode & 0o022) === 0 || (isSticky && inside.uid === 0);
}
