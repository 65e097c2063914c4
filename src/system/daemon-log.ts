import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nullWhenMissing, openRegularFile } from './atomic-file.js';

/** The most that is read of one log file, in bytes. */
const readLimit = 256_000;

/**
 * The last lines of a folder that s6-log writes to, oldest first. When the current file was just begun, the one before
 * it is read too.
 */
export async function lastLogLines(folder: string, count: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const name of await newestFiles(folder)) {
    const part = await lastPart(join(folder, name));
    lines.unshift(...part.lines);
    // What stands before a part that is cut would not join on to it.
    if (part.isCut || lines.length >= count) break;
  }
  return count === 0 ? [] : lines.slice(-count);
}

/** `current`, then the newest archived one: their names are TAI64N times, which sort as text. */
async function newestFiles(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder).catch(nullWhenMissing)) ?? [];
  const archived = names.filter((name) => name.startsWith('@')).sort();
  return [...names.filter((name) => name === 'current'), ...archived.slice(-1)];
}

/** The whole lines among the last {@link readLimit} bytes. */
async function lastPart(
  path: string,
): Promise<{ readonly lines: readonly string[]; readonly isCut: boolean }> {
  const file = await openRegularFile(path).catch(nullWhenMissing);
  if (file === null) return { lines: [], isCut: false };
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - readLimit);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
    return { lines: lines.slice(start === 0 ? 0 : 1).filter((line) => line !== ''), isCut: start > 0 };
  } finally {
    await file.close();
  }
}
