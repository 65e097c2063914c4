import { problem, warning, well, type Finding } from './finding.js';

/** What is free on the disk that a folder is on, for an account that is not root. */
export interface FreeSpace {
  readonly bytes: number;
  /** How many more files can be made; null where the file system knows no limit. */
  readonly files: number | null;
}

/** Free space from which on it is too little, in bytes and files. */
const LITTLE = { warning: 1_000_000_000, problem: 100_000_000, files: 1000 } as const;

const advice =
  'Make room: a full disk lets no save go well, nothing new be kept, and nobody sign in for the first time.';

/** Whether there is enough room below the folder. */
export function judgeSpace({ bytes, files }: FreeSpace, folder: string): readonly Finding[] {
  const sentence = `${(bytes / 1e9).toFixed(1)} GB are free below ${folder}.`;
  const judge = bytes < LITTLE.problem ? problem : bytes < LITTLE.warning ? warning : null;
  const space = judge === null ? well('disk', sentence) : judge('disk', sentence, advice);
  return files !== null && files < LITTLE.files
    ? [space, problem('disk', `Only ${files} more files can be made there.`, advice)]
    : [space];
}
