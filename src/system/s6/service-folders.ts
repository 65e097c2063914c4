import { readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  nullWhenMissing,
  type Ownership,
  readRegularFile,
  replaceFile,
  writeNewFile,
} from '../atomic-file.js';
import { makeNewFolder, removeTree } from '../folders.js';
import type { ServiceFile } from './service-directory.js';

/** More than any file of a service directory, in bytes. */
const readLimit = 100_000;

/** The service directories of a state folder: all that s6-svscan reads. */
export interface ServiceFolders {
  names(): Promise<readonly string[]>;
  pathOf(name: string): string;
  /** Makes a service directory, down; or brings its files up to date, which its process only sees at its next start. */
  write(name: string, files: readonly ServiceFile[]): Promise<void>;
  /** Keeps s6-supervise from starting the daemon when it begins. */
  keepDown(name: string): Promise<void>;
  /** Hides a service directory from s6-svscan; {@link removeHidden} finishes it once nothing runs there. */
  hide(name: string): Promise<void>;
  removeHidden(name: string): Promise<void>;
}

/**
 * @param services layout.services, which must exist before anything but `names` is called
 * @param owner who runs the panel
 */
export function createServiceFolders(services: string, owner: Omit<Ownership, 'mode'>): ServiceFolders {
  const folderOwnership = { ...owner, mode: 0o700 };
  const ownershipOf = (file: ServiceFile): Ownership => ({ ...owner, mode: file.executable ? 0o700 : 0o600 });
  const pathOf = (name: string): string => join(services, name);
  /** s6-svscan passes over names that begin with a dot. */
  const hiddenPathOf = (name: string): string => join(services, `.${name}`);

  async function make(name: string, files: readonly ServiceFile[]): Promise<void> {
    const folder = hiddenPathOf(name);
    await removeTree(folder);
    await makeNewFolder(folder, folderOwnership);
    await makeNewFolder(join(folder, 'log'), folderOwnership);
    for (const file of files) await writeNewFile(join(folder, file.path), file.content, ownershipOf(file));
    await putDownFile(folder);
    await rename(folder, pathOf(name));
  }

  async function update(name: string, files: readonly ServiceFile[]): Promise<void> {
    for (const file of files) {
      const path = join(pathOf(name), file.path);
      if ((await readRegularFile(path, readLimit)) === file.content) continue;
      await replaceFile(path, file.content, ownershipOf(file));
    }
  }

  async function putDownFile(folder: string): Promise<void> {
    await replaceFile(join(folder, 'down'), '', { ...owner, mode: 0o600 });
  }

  return {
    async names() {
      const names = (await readdir(services).catch(nullWhenMissing)) ?? [];
      return names.filter((name) => !name.startsWith('.')).sort();
    },
    pathOf,
    async write(name, files) {
      const there = (await stat(pathOf(name)).catch(nullWhenMissing)) !== null;
      await (there ? update(name, files) : make(name, files));
    },
    keepDown: (name) => putDownFile(pathOf(name)),
    hide: (name) => rename(pathOf(name), hiddenPathOf(name)),
    removeHidden: (name) => removeTree(hiddenPathOf(name)),
  };
}
