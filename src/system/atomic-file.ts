import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { quantity, say } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
import { withSafePath } from './safe-path.js';

/** The owner of a file or folder, and its permission bits. */
export interface Ownership {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** What a file is filled with: a text (UTF-8), bytes, or a stream of bytes. */
export type Content = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Makes a file that must not be there yet: owner and mode before content, and on the disk when this returns.
 * It never has wider permissions than the final ones, under any umask.
 */
export async function writeNewFile(path: string, content: Content, ownership: Ownership): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = await withSafePath(path, (safe) => open(safe, flags, ownership.mode & 0o600));
  try {
    await own(file, ownership);
    await writeFile(file, content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Sets owner, then mode: in between the permissions are still the narrow ones of its making. */
export async function own(file: FileHandle, { uid, gid, mode }: Ownership): Promise<void> {
  await file.chown(uid, gid);
  await file.chmod(mode);
}

/** Replaces a file: readers find the whole old one or the whole new one, also after a power cut. */
export async function replaceFile(path: string, content: Content, ownership: Ownership): Promise<void> {
  await replace(path, (temporary) => writeNewFile(temporary, content, ownership));
}

/** Replaces a symlink in the same way. */
export async function replaceSymlink(path: string, target: string): Promise<void> {
  await replace(path, (temporary) => symlink(target, temporary));
}

async function replace(path: string, make: (temporary: string) => Promise<void>): Promise<void> {
  await withSafePath(path, async (safe) => {
    const temporary = temporaryFor(safe);
    // Opened first: after the rename, a lack of open files must not make it look as if the rename had failed.
    const folder = await open(dirname(safe), constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      try {
        await make(temporary);
        await rename(temporary, safe);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await folder.sync();
    } finally {
      await folder.close();
    }
  });
}

/** A name beside `path` for what is going to be renamed to it. See {@link isTemporary}. */
export function temporaryFor(path: string): string {
  // A name may have 255 bytes, and some of ours are nearly as long already.
  return join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}`);
}

/** Whether this is the name of something that was never finished, because the process that made it was killed. */
export function isTemporary(name: string): boolean {
  return /^\..+\.[0-9a-f]{12}$/.test(name);
}

/** Removes a file or symlink for good; nothing happens when it is not there. */
export async function removeFile(path: string): Promise<void> {
  await withSafePath(path, async (safe) => {
    await rm(safe, { force: true });
    await syncFolder(dirname(safe));
  });
}

/** Brings a folder's entries to the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await withSafePath(path, (safe) => open(safe, constants.O_RDONLY | constants.O_DIRECTORY));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Opens an existing regular file for reading. Throws when it is something else or a symlink. */
export async function openRegularFile(path: string): Promise<FileHandle> {
  // O_NONBLOCK: opening a FIFO must not wait until a program writes to it.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await withSafePath(path, (safe) => open(safe, flags));
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Trouble(say`${{ path }} is not a regular file.`);
}

/**
 * The text of a regular file, or null when there is none.
 * Throws when it is larger than `limit` bytes, not a regular file, or a symlink.
 */
export async function readRegularFile(path: string, limit: number): Promise<string | null> {
  const file = await openRegularFile(path).catch(nullWhenMissing);
  if (file === null) return null;
  try {
    if ((await file.stat()).size > limit)
      throw new Trouble(say`${{ path }} is larger than ${{ count: quantity(limit) }} bytes.`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** What lies at a path, a symlink itself; null when nothing does. */
export async function entryAt(path: string): Promise<Stats | null> {
  return withSafePath(path, (safe) => lstat(safe)).catch(nullWhenMissing);
}

/** For `catch`: null when nothing is there, otherwise the error again. */
export function nullWhenMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
