import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../core/ports.js';
import type { Accounts, SystemUser } from './accounts.js';
import { entryAt } from './atomic-file.js';
import { withSafePath } from './safe-path.js';

/** Numbers of accounts on the machine that the state comes from → those of the same accounts here. */
interface Numbers {
  readonly uids: ReadonlyMap<number, number>;
  readonly gids: ReadonlyMap<number, number>;
}

/** A folder of the state, and who must own it: its owner tells which number that account had elsewhere. */
interface Home {
  readonly path: string;
  readonly user: SystemUser;
  readonly found: Stats;
}

/**
 * Gives a state folder that was copied from another machine, with the numbers of its accounts there, to the same
 * accounts here, by their names. Nothing happens where the numbers are right, or when it is not known whose they were.
 * Run it as root, before anything else works on the folder. After a crash in the middle it is done again.
 * @param panel the account of a panel that is not root, or null
 */
export async function settleIn(
  state: string,
  accounts: Accounts,
  panel: SystemUser | null,
  log: Log,
): Promise<void> {
  if (!accounts.separate) return;
  const homes = await homesOf(state, accounts, panel);
  const numbers = numbersOf(homes);
  if (numbers === null) return;
  // The homes tell the numbers: they go last.
  const last = new Set(homes.map(({ path }) => path));
  await renumber(state, numbers, last);
  for (const { path } of homes) await opened(path, (file) => give(file, numbers));
  log.info(
    'The state folder comes from a machine where its accounts had other numbers: it is theirs here now.',
  );
}

async function homesOf(
  state: string,
  accounts: Accounts,
  panel: SystemUser | null,
): Promise<readonly Home[]> {
  const all: readonly (readonly [string, SystemUser])[] = [
    ...accounts.known().map((account) => [`data/${account}`, accounts.of(account)] as const),
    ...(panel === null ? [] : [['panel', panel] as const]),
  ];
  const homes: Home[] = [];
  for (const [name, user] of all) {
    const path = join(state, name);
    const found = await entryAt(path);
    // A folder of root's was not moved here: it was never given to its account, or is given to it elsewhere.
    if (found?.isDirectory() === true && found.uid !== 0) homes.push({ path, user, found });
  }
  return homes;
}

/** Null when nothing is to be done, or two accounts would have had one number. */
function numbersOf(homes: readonly Home[]): Numbers | null {
  const uids = new Map(homes.map(({ found, user }) => [found.uid, user.uid]));
  const gids = new Map(homes.map(({ found, user }) => [found.gid, user.gid]));
  if (uids.size < homes.length || gids.size < homes.length || gids.has(0)) return null;
  const isRight = homes.every(({ found, user }) => found.uid === user.uid && found.gid === user.gid);
  return isRight ? null : { uids, gids };
}

/** Gives a file, or a folder with everything in it, to the accounts here, but for the `last` folders themselves. */
async function renumber(path: string, numbers: Numbers, last: ReadonlySet<string>): Promise<void> {
  await opened(path, async (file, found) => {
    if (found.isDirectory())
      for (const name of await readdir(`/proc/self/fd/${file.fd}`))
        await renumber(join(path, name), numbers, last);
    // A file with a second hard link may belong to another folder.
    const isAlone = found.isDirectory() || (found.isFile() && found.nlink === 1);
    if (isAlone && !last.has(path)) await give(file, numbers);
  });
}

async function give(file: FileHandle, { uids, gids }: Numbers): Promise<void> {
  const { uid, gid } = await file.stat();
  const [newUid, newGid] = [uids.get(uid) ?? uid, gids.get(gid) ?? gid];
  if (newUid !== uid || newGid !== gid) await file.chown(newUid, newGid);
}

/** Opens it for `use`. Symlinks, sockets and files that are gone are passed over. */
async function opened(path: string, use: (file: FileHandle, found: Stats) => Promise<void>): Promise<void> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await withSafePath(path, (safe) => open(safe, flags)).catch(nullWhenNoFile);
  if (file === null) return;
  try {
    await use(file, await file.stat());
  } finally {
    await file.close();
  }
}

function nullWhenNoFile(error: unknown): null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (['ELOOP', 'ENXIO', 'ENOENT', 'ENOTDIR'].includes(code)) return null;
  throw error;
}
