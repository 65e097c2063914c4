import { lstat, lutimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiveFile } from '../core/ports.js';
import { nullWhenMissing } from './atomic-file.js';

/** Seconds: the steps of the times that we set, which a double and the disk hold exactly. */
const STEP = 1 / 64;

/** A generation: its folder, and its files as they are on the disk. */
export interface GenerationOnDisk {
  readonly folder: string;
  readonly files: readonly LiveFile[];
}

/**
 * Sets the modification times of a generation that is about to be live: a file that is the same as the live one gets its
 * time, any other a later one. Daemons such as named read a file again only when its time rose, and complain of one that
 * rose without a change; on the way back to an older generation the times would fall.
 */
export async function setFileTimes(next: GenerationOnDisk, live: GenerationOnDisk): Promise<void> {
  const contents = new Map(live.files.map(({ path, content }) => [path, content]));
  for (const { path, content } of next.files) {
    if (content === null) continue;
    const found = await lstat(join(live.folder, path)).catch(nullWhenMissing);
    const before = found === null ? 0 : inSteps(found.mtimeMs);
    const time = contents.get(path) === content ? before : Math.max(inSteps(Date.now()), before + STEP);
    await lutimes(join(next.folder, path), time, time);
  }
}

/** Milliseconds as seconds, no later than they are. */
function inSteps(milliseconds: number): number {
  return Math.floor(milliseconds / 1000 / STEP) * STEP;
}
