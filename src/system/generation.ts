import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Account } from '../core/layout.js';
import type { LiveFile, RenderedFile } from '../core/ports.js';
import type { Accounts } from './accounts.js';
import {
  nullWhenMissing,
  type Ownership,
  readRegularFile,
  replaceFile,
  syncFolder,
  writeNewFile,
} from './atomic-file.js';
import { makeFolder, makeNewFolder, removeTree } from './folders.js';
import {
  accessOf,
  fileOwnership,
  manifestName,
  ownershipOf,
  readManifest,
  type Manifest,
} from './manifest.js';

/** More than any configuration file of ours, in bytes. */
const readLimit = 10_000_000;

/** A relative path without `.` or `..`, of names that need no escaping anywhere. */
const filePath = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

/**
 * Writes a generation into `folder`, which must not be there yet: files owned by the panel, each readable by the group
 * of its account; folders enterable by the account whose files lie in them. On the disk when this returns.
 */
export async function writeGeneration(
  folder: string,
  files: readonly RenderedFile[],
  accounts: Accounts,
): Promise<void> {
  for (const { path } of files) {
    if (!filePath.test(path) || path === manifestName) throw new Error(`not a path of a generation: ${path}`);
  }
  const panel = accounts.of('panel');
  const folders = foldersOf(files);
  await makeNewFolder(folder, { ...panel, mode: 0o711 });
  for (const [path, readers] of folders) {
    await makeNewFolder(join(folder, path), folderOwnership(readers, accounts));
  }
  for (const file of files)
    await writeNewFile(join(folder, file.path), file.content, fileOwnership(file, accounts));
  const manifest: Manifest = {
    files: files.map(({ path, content, readableBy, executable }) => ({
      path,
      content,
      readableBy,
      executable,
    })),
  };
  await writeNewFile(join(folder, manifestName), JSON.stringify(manifest, null, 2), {
    ...panel,
    mode: 0o600,
  });
  for (const path of folders.keys()) await syncFolder(join(folder, path));
  await syncFolder(folder);
}

/** A generation's files as they are on the disk now, compared with what was written. */
export async function readGeneration(folder: string, accounts: Accounts): Promise<readonly LiveFile[]> {
  const { files } = await readManifest(folder);
  return Promise.all(
    files.map(async (entry) => {
      const { path, content: written } = entry;
      const found = await lstat(join(folder, path)).catch(nullWhenMissing);
      const content = found?.isFile() === true ? await readRegularFile(join(folder, path), readLimit) : null;
      const ownership = await ownershipOf(entry, folder, accounts);
      const same = found !== null && content === written && isOwned(found, ownership);
      const access = accessOf(entry, ownership, accounts);
      return { path, content, written, hasDrifted: !same, access };
    }),
  );
}

/** Puts every file of a generation back as it was written, where it is no longer so. */
export async function restoreGeneration(folder: string, accounts: Accounts): Promise<void> {
  const { files } = await readManifest(folder);
  const changed = new Set(
    (await readGeneration(folder, accounts)).flatMap(({ path, hasDrifted }) => (hasDrifted ? [path] : [])),
  );
  for (const entry of files.filter((file) => changed.has(file.path))) {
    const path = join(folder, entry.path);
    const found = await lstat(path).catch(nullWhenMissing);
    if (found?.isDirectory() === true) await removeTree(path);
    await replaceFile(path, entry.content, await ownershipOf(entry, folder, accounts));
  }
}

/**
 * Copies files of a generation, as they are now, to the same paths below `copies`: for the panel only, folders 0700,
 * files 0600. One that is missing is left out. Throws when the generation has no such file.
 */
export async function copyGenerationFiles(
  folder: string,
  paths: readonly string[],
  copies: string,
  accounts: Accounts,
): Promise<void> {
  const files = new Map((await readGeneration(folder, accounts)).map((file) => [file.path, file]));
  const { uid, gid } = accounts.of('panel');
  const folders = { uid, gid, mode: 0o700 };
  for (const path of paths) {
    const file = files.get(path);
    if (file === undefined) throw new Error(`the generation has no file ${path}`);
    if (file.content === null) continue;
    await makeFolder(dirname(join(copies, path)), folders, folders);
    await replaceFile(join(copies, path), file.content, { uid, gid, mode: 0o600 });
  }
}

function isOwned(found: Stats, { uid, gid, mode }: Ownership): boolean {
  return found.uid === uid && found.gid === gid && (found.mode & 0o7777) === mode;
}

/** Each folder of the files, parents first, with the accounts that read something in it. */
function foldersOf(files: readonly RenderedFile[]): ReadonlyMap<string, ReadonlySet<Account>> {
  const folders = new Map<string, Set<Account>>();
  for (const file of files) {
    const names = file.path.split('/').slice(0, -1);
    for (const length of names.keys()) {
      const folder = names.slice(0, length + 1).join('/');
      folders.set(folder, (folders.get(folder) ?? new Set()).add(file.readableBy));
    }
  }
  return folders;
}

function folderOwnership(readers: ReadonlySet<Account>, accounts: Accounts): Ownership {
  const { uid, gid } = accounts.of('panel');
  const [reader, other] = readers;
  if (reader === undefined || other !== undefined) return { uid, gid, mode: 0o711 };
  return { uid, gid: accounts.of(reader).gid, mode: 0o750 };
}
