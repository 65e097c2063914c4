import { constants } from 'node:fs';
import { lstat, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { SystemUser } from './accounts.js';
import { isTemporary, nullWhenMissing, syncFolder } from './atomic-file.js';
import { makeFolder, removeTree, removeUnfinished } from './folders.js';

/** What a panel that runs as root keeps in its folder, and a panel without root must not read or choose. */
const ofTheHelper = ['secrets.json', 'ports.json'];

/** How deep below the state folder the helper writes: data/NAME/FOLDER/FOLDER. */
const LEVELS = 3;

/** What {@link handOver} is told: two folders, and whose the first one is to be. */
export interface HandOver {
  readonly panel: string;
  readonly helper: string;
  readonly to: SystemUser;
}

/**
 * Sees to it that the panel's folder belongs to the panel's account. One that a panel which ran as root has left is
 * handed over: the secrets go to the helper's folder, all else to the account. Its folder goes last, so that nobody else
 * gets in before all is done, and so that a crash in between begins it again.
 */
export async function handOver({ panel, helper, to: { uid, gid } }: HandOver): Promise<void> {
  const found = await lstat(panel).catch(nullWhenMissing);
  if (found?.uid === 0) {
    for (const name of await readdir(panel)) {
      if (ofTheHelper.includes(name)) await rename(join(panel, name), join(helper, name));
      else await give(join(panel, name), uid, gid);
    }
    await syncFolder(helper);
  }
  if (found?.uid !== uid) await makeFolder(panel, { uid, gid, mode: 0o700 }, { uid: 0, gid: 0, mode: 0o755 });
}

async function give(path: string, uid: number, gid: number): Promise<void> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    await file.chown(uid, gid);
  } finally {
    await file.close();
  }
}

/** Removes what a killed helper never finished. The panel, which has a folder of its own, may be at work meanwhile. */
export async function clearHelperFolders(state: string): Promise<void> {
  for (const name of await readdir(state)) {
    const path = join(state, name);
    if (isTemporary(name)) await removeTree(path);
    else if (name !== 'panel' && (await lstat(path)).isDirectory()) await removeUnfinished(path, LEVELS - 1);
  }
}
