import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  entryAt,
  isTemporary,
  nullWhenMissing,
  openRegularFile,
  own,
  type Ownership,
  syncFolder,
  temporaryFor,
  writeNewFile,
} from './atomic-file.js';
import { withSafePath } from './safe-path.js';

/** Makes a folder that must not be there yet. `mode` holds from the first instant, under any umask. */
export async function makeNewFolder(path: string, ownership: Ownership): Promise<void> {
  await withSafePath(path, async (safe) => {
    await mkdir(safe, ownership.mode & 0o700);
    await ownFolder(safe, ownership);
  });
}

/**
 * Makes the folder if it is not there, and sets its owner and mode either way. Missing parents are made as `parents`.
 * A folder of this name that another owner has is never seen, not even after a crash.
 */
export async function makeFolder(path: string, ownership: Ownership, parents: Ownership): Promise<void> {
  if ((await entryAt(path)) !== null) return withSafePath(path, (safe) => ownFolder(safe, ownership));
  if ((await entryAt(dirname(path))) === null) await makeFolder(dirname(path), parents, parents);
  await withSafePath(path, async (safe) => {
    const temporary = temporaryFor(safe);
    await makeNewFolder(temporary, ownership);
    await rename(temporary, safe);
    await syncFolder(dirname(safe));
  });
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
  await withSafePath(from, async (source) => {
    const found = await lstat(source);
    if (found.isDirectory()) {
      await makeNewFolder(to, { ...owner, mode: 0o700 });
      await eachInside(source, (inside, name) => copyTree(inside, `${to}/${name}`, owner));
      await syncFolder(to);
    } else if (found.isFile()) {
      const file = await openRegularFile(source);
      try {
        await writeNewFile(to, file.createReadStream({ autoClose: false }), { ...owner, mode: 0o600 });
      } finally {
        await file.close();
      }
    }
  });
}

/** Removes a file, or a folder with everything in it. Nothing happens when it is not there. */
export async function removeTree(path: string): Promise<void> {
  await withSafePath(path, async (safe) => {
    const found = await lstat(safe);
    if (!found.isDirectory()) return unlink(safe);
    await eachInside(safe, removeTree);
    await rmdir(safe);
  }).catch(nullWhenMissing);
}

/**
 * Removes what a killed panel never finished, in a folder and so many levels below it. Nothing else may be at work there,
 * but for another account in a folder of its own, which may get in the way: what lies there then stays.
 */
export async function removeUnfinished(path: string, levels: number): Promise<void> {
  await eachInside(path, async (inside, name) => {
    if (isTemporary(name)) return removeTree(inside);
    const found = await entryAt(inside);
    if (found?.isDirectory() !== true || levels === 0) return;
    await removeUnfinished(inside, levels - 1).catch((error: unknown) => {
      if (found.uid === process.getuid?.()) throw error;
    });
  });
}

/**
 * Calls `use` with each entry of a folder. The paths that it gets go through the opened folder (openat(2), by way of
 * /proc): an account that owns the folder and swaps it for a symlink meanwhile leads root nowhere.
 */
async function eachInside(path: string, use: (inside: string, name: string) => Promise<void>): Promise<void> {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  const folder = await withSafePath(path, (safe) => open(safe, flags));
  try {
    const opened = `/proc/self/fd/${folder.fd}`;
    for (const name of await readdir(opened)) await use(`${opened}/${name}`, name);
  } finally {
    await folder.close();
  }
}
