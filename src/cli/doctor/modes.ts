import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { allOf, many, quantity, say, type Value } from '../../core/words/sentence.js';
import { problem, warning, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** Folders below the state folder that only some accounts may open, and so all that is in them. */
const PRIVATE = ['panel', 'helper', 'certificates', 'configuration', 'data', 'backups', 'logs'];
/** Of these even the list of what is in them is only for their owner. */
const CLOSED = ['panel', 'helper', 'certificates', 'backups', 'logs'];
/** So many files and folders are looked at. */
const MOST = 20_000;
/** So many of the wrong ones are named. */
const NAMED = 5;

/** Whether only the right accounts can read what is private, and the panel's own files belong to the panel. */
export async function examineModes({
  state,
  modules,
}: Pick<Patient, 'state' | 'modules'>): Promise<readonly Finding[]> {
  const owner = (await lstat(join(state, 'panel'))).uid;
  const data = modules
    .flatMap(({ accounts }) => accounts.flatMap(({ writes }) => writes))
    .filter((path) => path.startsWith('data/'));
  const closed = [...CLOSED, ...data];
  const wrong: Value[] = [];
  let seen = 0;
  const look = async (path: string): Promise<void> => {
    if ((seen += 1) > MOST) return;
    const found = await lstat(join(state, path)).catch(() => null);
    if (found === null || found.isSymbolicLink()) return;
    // Others may pass through a folder (x) without seeing what is in it.
    const forOthers = found.mode & (found.isDirectory() ? 0o006 : 0o007);
    const isClosed = closed.includes(path) && (found.mode & 0o077) !== 0;
    if (forOthers !== 0 || isClosed) wrong.push(`${path} (${(found.mode & 0o7777).toString(8)})`);
    if (path.startsWith('panel') && found.uid !== owner)
      wrong.push(say`${{ path }} (owner: account ${{ uid: found.uid }})`);
    // Daemons write there as they like: what counts is that no other account can enter.
    if (!found.isDirectory() || path.startsWith('data/')) return;
    for (const name of await readdir(join(state, path)).catch(() => [])) await look(join(path, name));
  };
  for (const folder of PRIVATE) await look(folder);
  if (seen > MOST)
    return [
      warning(
        'modes',
        say`Only ${{ count: quantity(MOST) }} files and folders below ${{ folder: state }} were checked.`,
        say`Check the rest by hand.`,
      ),
    ];
  if (wrong.length === 0)
    return [
      well(
        'modes',
        say`Only their owners can read the private files below ${{ folder: state }} (${{ count: quantity(seen) }} files and folders checked).`,
      ),
    ];
  return [
    problem(
      'modes',
      say`These have the wrong owner, or other accounts may read or change them: ${{ files: allOf(some(wrong)) }}.`,
      say`Remove the rights of others: chmod o-rwx FILE. What is in the folder “panel” must belong to the owner of that folder.`,
    ),
  ];
}

/** The first of them, and how many more there are. */
function some(all: readonly Value[]): readonly Value[] {
  const more = all.length - NAMED;
  if (more <= 0) return all;
  return [...all.slice(0, NAMED), many(more, say`one more`, say`${{ count: quantity(more) }} more`)];
}
