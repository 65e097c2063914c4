import { problem, warning, well, type Finding } from './finding.js';
import { many, quantity, say, type Message } from './words/sentence.js';

/** What is free on the disk that a folder is on, for an account that is not root. */
export interface FreeSpace {
  readonly bytes: number;
  /** How many more files can be made; null where the file system knows no limit. */
  readonly files: number | null;
}

/** Free space from which on it is too little, in bytes and files. */
const LITTLE = { warning: 1_000_000_000, problem: 100_000_000, files: 1000 } as const;

const advice = say`Free some space: on a full disk no save succeeds and nothing new is stored.`;

/** Whether there is enough room below the folder. */
export function judgeSpace({ bytes, files }: FreeSpace, folder: string): readonly Finding[] {
  const sentence = freeBelow(bytes, folder);
  const judge = bytes < LITTLE.problem ? problem : bytes < LITTLE.warning ? warning : null;
  const space = judge === null ? well('disk', sentence) : judge('disk', sentence, advice);
  return files !== null && files < LITTLE.files
    ? [space, problem('disk', moreFiles(files), advice)]
    : [space];
}

function freeBelow(bytes: number, folder: string): Message {
  return bytes < 1e9
    ? say`${{ size: quantity(Math.floor(bytes / 1e6)) }} MB are free below ${{ folder }}.`
    : say`${{ size: quantity(Math.round(bytes / 1e8) / 10) }} GB are free below ${{ folder }}.`;
}

function moreFiles(count: number): Message {
  return many(
    count,
    say`Only one more file can be created there.`,
    say`Only ${{ count: quantity(count) }} more files can be created there.`,
  );
}
