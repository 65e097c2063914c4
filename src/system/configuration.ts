import { readdir, readlink, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Layout } from '../core/layout.js';
import type { Configuration, LiveFile } from '../core/ports.js';
import type { Accounts } from './accounts.js';
import { nullWhenMissing, removeFile, replaceSymlink, syncFolder } from './atomic-file.js';
import { onDisk } from './disk-trouble.js';
import { setFileTimes } from './file-times.js';
import { removeTree } from './folders.js';
import { copyGenerationFiles, readGeneration, restoreGeneration, writeGeneration } from './generation.js';

/** The symlink that says which generation is live. */
const current = 'current';
/** Where a generation grows before it gets its number. */
const growing = '.growing';

/**
 * The generations below the layout's folder of configuration, which must exist, as that of backups must. A generation
 * never changes once it has its number, but for the times of its files.
 */
export function createConfiguration(
  { configuration: folder, backups }: Pick<Layout, 'configuration' | 'backups'>,
  accounts: Accounts,
): Configuration {
  const pathOf = (generation: number): string => join(folder, `gen-${generation}`);

  async function liveNumber(): Promise<number> {
    const target = await readlink(join(folder, current)).catch(nullWhenMissing);
    return target === null ? 0 : (numberOf(target) ?? 0);
  }

  async function numbers(): Promise<readonly number[]> {
    return (await readdir(folder)).flatMap((name) => numberOf(name) ?? []);
  }

  async function liveFiles(): Promise<readonly LiveFile[]> {
    const number = await liveNumber();
    return number === 0 ? [] : readGeneration(pathOf(number), accounts);
  }

  return {
    liveNumber,
    live: liveFiles,
    write: (files) =>
      onDisk(folder, async () => {
        const number = Math.max(0, await liveNumber(), ...(await numbers())) + 1;
        await removeTree(join(folder, growing));
        await writeGeneration(join(folder, growing), files, accounts);
        await rename(join(folder, growing), pathOf(number));
        await syncFolder(folder);
        return number;
      }),
    activate: (generation) =>
      onDisk(folder, async () => {
        if (generation === 0) return removeFile(join(folder, current));
        if (!(await numbers()).includes(generation)) throw new Error(`there is no generation ${generation}`);
        const live = { folder: pathOf(await liveNumber()), files: await liveFiles() };
        const next = {
          folder: pathOf(generation),
          files: await readGeneration(pathOf(generation), accounts),
        };
        await setFileTimes(next, live);
        return replaceSymlink(join(folder, current), `gen-${generation}`);
      }),
    restore: (generation) => onDisk(folder, () => restoreGeneration(pathOf(generation), accounts)),
    async setAside(paths) {
      const copies = join(backups, `changed-by-hand-${new Date().toISOString().replaceAll(':', '')}`);
      await onDisk(copies, async () =>
        copyGenerationFiles(pathOf(await liveNumber()), paths, copies, accounts),
      );
      return copies;
    },
    async prune(keep) {
      const kept = new Set([...keep, await liveNumber()]);
      await removeTree(join(folder, growing));
      for (const number of await numbers()) if (!kept.has(number)) await removeTree(pathOf(number));
      await syncFolder(folder);
    },
  };
}

function numberOf(name: string): number | null {
  const [, digits] = /^gen-([1-9][0-9]*)$/.exec(name) ?? [];
  return digits === undefined ? null : Number(digits);
}
