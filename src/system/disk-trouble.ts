import { say, type Sentence } from '../core/words/sentence.js';
import { PanelError } from '../errors.js';

/** What the system's error codes (errno(3)) say of a place that is written to, and what to do about it. */
const troubles: Readonly<Record<string, (place: string) => Sentence>> = {
  ENOSPC: (place) =>
    say`The disk of ${{ folder: place }} is full. Free disk space (df shows how much is used), then try again.`,
  EDQUOT: (place) => say`The disk quota of ${{ folder: place }} is used up. Free disk space, then try again.`,
  EROFS: (place) =>
    say`The disk of ${{ folder: place }} is mounted read-only, which can follow a disk error (dmesg shows it). Mount it writable, then try again.`,
  EIO: (place) =>
    say`The disk of ${{ folder: place }} reports an error and may be failing (dmesg shows it). Back up what is on it.`,
  EMFILE: () =>
    say`The panel has too many files open. Try again. If it happens again, start the panel with a higher limit (ulimit -n).`,
  ENFILE: () =>
    say`The machine has too many files open (sysctl fs.file-max). Try again when fewer programs run.`,
};

/**
 * Does work on the disk. A fault of the disk itself becomes a sentence for people.
 * @param place the folder or file that is worked on
 * @throws PanelError `host-unsuitable` for a trouble with the disk; every other error as it is
 */
export async function onDisk<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const trouble = troubles[code];
    if (trouble === undefined) throw error;
    throw new PanelError('host-unsuitable', { reason: trouble(place) }, error);
  }
}
