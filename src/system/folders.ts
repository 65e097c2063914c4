import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  isTemporary,
  nullWhenMissing,
  openRegularFile,
  own,
  type Ownership,
  syncFolder,
  temporaryFor,
  writeNewFile,
} from './atomic-file.js';

/** Makes a folder that must not be there yet. `mode` holds from the first instant, under any umask. */
export async function makeNewFolder(path: string, ownership: Ownership): Promise<void> {
  await mkdir(path, ownership.mode & 0o700);
  await ownFolder(path, ownership);
}

/**
 * Makes the folder if it is not there, and sets its owner and mode either way. Missing parents are made as `parents`.
 * A folder of this name that another owner has is never seen, not even after a crash.
 */
export async function makeFolder(path: string, ownership: Ownership, parents: Ownership): Promise<void> {
  if ((await lstat(path).catch(nullWhenMissing)) !== null) return ownFolder(path, ownership);
  if ((await lstat(dirname(path)).catch(nullWhenMissing)) === null)
    await makeFolder(dirname(path), parents, parents);
  const temporary = temporaryFor(path);
  await makeNewFolder(temporary, ownership);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

async function ownFolder(path: string, ownership: Ownership): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    await own(folder, ownership);
  } finally {
    await folder.close();
  }
}

/**
 * Copies a file or a folder with everything in it. The copy, which must not be there yet, belongs to `owner`: folders
 * 0700, files 0600. Symlinks, sockets and the like are left out.
 */
export async function copyTree(from: string, to: string, owner: Omit<Ownership, 'mode'>): Promise<void> {
  const found = await lstat(from);
  if (found.isDirectory()) {
    await makeNewFolder(to, { ...owner, mode: 0o700 });
    await eachInside(from, (inside, name) => copyTree(inside, `${to}/${name}`, owner));
    await syncFolder(to);
  } else if (found.isFile()) {
    const source = await openRegularFile(from);
    try {
      await writeNewFile(to, source.createReadStream({ autoClose: false }), { ...owner, mode: 0o600 });
    } finally {
      await source.close();
    }
  }
}

/** Removes a file, or a folder with everything in it. Nothing happens when it is not there. */
export async function removeTree(path: string): Promise<void> {
  const found = await lstat(path).catch(nullWhenMissing);
  if (found === null) return;
  if (!found.isDirectory()) return unlink(path);
  await eachInside(path, removeTree);
  await rmdir(path);
}

/**
 * Removes what a killed panel never finished, in a folder and so many levels below it. Nothing else may be at work there.
 */
export async function removeUnfinished(path: string, levels: number): Promise<void> {
  await eachInside(path, async (inside, name) => {
    if (isTemporary(name)) return removeTree(inside);
    const found = await lstat(inside).catch(nullWhenMissing);
    if (found?.isDirectory() === true && levels > 0) await removeUnfinished(inside, levels - 1);
  });
}

/**
 * Calls `use` with each entry of a folder. The paths that it gets go through the opened folder (openat(2), by way of
 * /proc): whoever owns the folder and swaps it for a symlink meanwhile leads root nowhere.
 */
async function eachInside(path: string, use: (inside: string, name: string) => Promise<void>): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const opened = `/proc/self/fd/${folder.fd}`;
    for (const name of await readdir(opened)) await use(`${opened}/${name}`, name);
  } finally {
    await folder.close();
  }
}
