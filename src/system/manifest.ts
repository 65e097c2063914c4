import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { LiveFile, RenderedFile } from '../core/ports.js';
import { say } from '../core/words/sentence.js';
import { PanelError, troubleOf } from '../errors.js';
import type { Accounts } from './accounts.js';
import { nullWhenMissing, type Ownership, readRegularFile } from './atomic-file.js';

/**
 * What the panel wrote, whole, so that a change by hand can be shown: kept inside the generation's folder, which only the
 * panel can write to. Accounts stand in it by what they are here: their numbers differ from machine to machine.
 */
const entrySchema = z.strictObject({
  path: z.string(),
  content: z.string(),
  readableBy: z.string(),
  executable: z.boolean(),
});
/** As the first versions wrote it: with the numbers of the machine that wrote it. */
const numberedSchema = z.strictObject({
  path: z.string(),
  content: z.string(),
  uid: z.number(),
  gid: z.number(),
  mode: z.number(),
});
const manifestSchema = z.strictObject({ files: z.array(z.union([entrySchema, numberedSchema])) });

/** The list of what the panel wrote into a generation. */
export type Manifest = z.infer<typeof manifestSchema>;

/** The name of the file, in the generation's folder. */
export const manifestName = 'manifest.json';

/** More than any list of ours, in bytes. */
const readLimit = 10_000_000;

/**
 * Reads a generation's list.
 * @throws PanelError `host-unsuitable` when it is damaged
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, manifestName);
  try {
    return manifestSchema.parse(JSON.parse((await readRegularFile(path, readLimit)) ?? ''));
  } catch (error) {
    throw new PanelError(
      'host-unsuitable',
      {
        reason: say`The panel’s list of its files, ${{ path }}, cannot be read: ${{ reason: troubleOf(error) }}. Restore it from a backup, or remove ${{ link: join(dirname(folder), 'current') }}: the next save then writes every file again.`,
      },
      error,
    );
  }
}

/**
 * Whose a file must be. Where only numbers stand, the state may come from another machine: then the group that the file,
 * or its folder, has by now counts, if it is one of the daemons'.
 */
export async function ownershipOf(
  entry: Manifest['files'][number],
  folder: string,
  accounts: Accounts,
): Promise<Ownership> {
  if ('readableBy' in entry) return fileOwnership(entry, accounts);
  const { uid, gid } = accounts.of('panel');
  const groups = [gid, ...accounts.known().map((account) => accounts.of(account).gid)].filter(
    (one) => one !== 0,
  );
  const path = join(folder, entry.path);
  const found = await Promise.all([path, dirname(path)].map((one) => lstat(one).catch(nullWhenMissing)));
  const ours = found.find((one) => one !== null && groups.includes(one.gid));
  return { uid, gid: ours?.gid ?? entry.gid, mode: entry.mode };
}

/** The accounts that a file was written for. Where only numbers stand: every account that they let read it. */
export function accessOf(
  entry: Manifest['files'][number],
  { gid, mode }: Ownership,
  accounts: Accounts,
): NonNullable<LiveFile['access']> {
  if ('readableBy' in entry) return { readableBy: [entry.readableBy], executable: entry.executable };
  const readableBy = ['panel', ...accounts.known()].filter((account) => accounts.of(account).gid === gid);
  return { readableBy, executable: (mode & 0o100) !== 0 };
}

/** A file that is rendered belongs to the panel, and the group of its account reads it. */
export function fileOwnership(
  { readableBy, executable }: Pick<RenderedFile, 'readableBy' | 'executable'>,
  accounts: Accounts,
): Ownership {
  return {
    uid: accounts.of('panel').uid,
    gid: accounts.of(readableBy).gid,
    mode: executable ? 0o750 : 0o640,
  };
}
