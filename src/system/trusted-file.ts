import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, readlink } from 'node:fs/promises';
import { say, type Sentence } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
import { MOST_LINKS, O_PATH } from './safe-path.js';

const ROOT = 0;

/** A path that an account other than root and the file's owner could lead elsewhere. */
export class UntrustedPath extends Trouble {}

/** A path at whose end there is no regular file. */
export class NoRegularFile extends Trouble {}

/** What is at a path instead of a regular file. */
export function folder(file: string): Sentence {
  return say`${{ file }} is a folder.`;
}

/** See {@link folder}. */
export function circle(file: string): Sentence {
  return say`The path ${{ file }} contains a loop of symbolic links.`;
}

/** See {@link folder}. */
export function notRegular(file: string): Sentence {
  return say`${{ file }} is not a regular file.`;
}

/**
 * Opens a file that root named by its path, so that no other account leads root to another one: the path is walked name by
 * name from `/`, links included (certbot's live/ has nothing else), each in the folder that was opened before. Every folder
 * and link on the way belongs to root or to the owner of the file found, and others may write none of it; in a folder such as
 * /tmp (sticky) each entry is its owner's. So an account that can lead the path elsewhere leads it only to a file of its own.
 * @throws UntrustedPath; NoRegularFile; errors of the system (ENOENT, ELOOP …)
 */
export async function openTrusted(path: string): Promise<FileHandle> {
  const walk = new Walk(path);
  const waiting = path.split('/');
  let below = await open('/', O_PATH | constants.O_DIRECTORY);
  try {
    walk.passes('/', await below.stat());
    for (let links = 0; ;) {
      const name = waiting.shift();
      if (name === undefined) throw new NoRegularFile(folder(path));
      if (name === '' || name === '.') continue;
      const entry = `/proc/self/fd/${below.fd}/${name}`;
      const found = await open(entry, O_PATH | constants.O_NOFOLLOW);
      try {
        const stats = await found.stat();
        walk.passes(name, stats);
        if (stats.isSymbolicLink()) {
          if ((links += 1) > MOST_LINKS) throw new NoRegularFile(circle(path));
          const target = await readlink(entry);
          waiting.unshift(...target.split('/'));
          if (target.startsWith('/')) below = await instead(below, '/');
        } else if (stats.isDirectory()) {
          below = await instead(below, `/proc/self/fd/${found.fd}/.`);
        } else {
          if (!stats.isFile() || waiting.some((more) => more !== ''))
            throw new NoRegularFile(notRegular(path));
          walk.endsAt(stats);
          // The same file by its descriptor: no name is looked up again.
          return await open(`/proc/self/fd/${found.fd}`, constants.O_RDONLY | constants.O_NONBLOCK);
        }
      } finally {
        await found.close();
      }
    }
  } finally {
    await below.close();
  }
}

/** Closes one folder and opens another. */
async function instead(folder: FileHandle, path: string): Promise<FileHandle> {
  const next = await open(path, O_PATH | constants.O_DIRECTORY);
  await folder.close();
  return next;
}

/** The owners of what was walked so far: each could lead the path elsewhere. */
class Walk {
  readonly #path: string;
  readonly #owners = new Set<number>();

  constructor(path: string) {
    this.#path = path;
  }

  passes(name: string, { uid, mode }: Stats): void {
    this.#owners.add(uid);
    const isFolder = (mode & constants.S_IFMT) === constants.S_IFDIR;
    const isSticky = (mode & 0o1000) !== 0;
    if (isFolder && !isSticky && (mode & 0o022) !== 0)
      throw new UntrustedPath(
        say`The path ${{ file: this.#path }} leads through the folder “${{ folder: name }}”, which other accounts can write to.`,
      );
  }

  endsAt({ uid, mode }: Stats): void {
    if ((mode & 0o022) !== 0)
      throw new UntrustedPath(say`Other accounts can write to ${{ file: this.#path }}.`);
    const other = [...this.#owners].find((owner) => owner !== ROOT && owner !== uid);
    if (other !== undefined)
      throw new UntrustedPath(
        say`The path ${{ file: this.#path }} leads through a folder or link that belongs to account number ${{ uid: other }}. That account could put another file there.`,
      );
  }
}
