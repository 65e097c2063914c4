import { PanelError } from '../errors.js';

/** What the system's error codes (errno(3)) say of a place that is written to, and what to do about it. */
const troubles: Readonly<Record<string, (place: string) => string>> = {
  ENOSPC: (place) =>
    `The disk of ${place} is full. Make room on it (df shows how much there is), then try again.`,
  EDQUOT: (place) => `The quota of the disk of ${place} is used up. Make room, then try again.`,
  EROFS: (place) =>
    `The disk of ${place} is mounted read-only, which also happens after an error of the disk (dmesg tells). Mount it writable, then try again.`,
  EIO: (place) =>
    `The disk of ${place} reports an error: it may be failing (dmesg tells). Save what is on it.`,
  EMFILE: () =>
    'The panel has too many files open. Try again; when it happens again, start the panel with a higher limit (ulimit -n).',
  ENFILE: () =>
    'The machine has too many files open (sysctl fs.file-max). Try again when fewer programs run.',
};

/**
 * Does work on the disk. What goes wrong with the disk itself is said in words.
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
