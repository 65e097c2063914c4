import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularFile } from '../../system/atomic-file.js';
import type { Contents } from './contents.js';

/** Bytes of a configuration file. */
const LARGEST = 1_000_000;
/** The panel's own record of a generation, which repeats what the files say. */
const MANIFEST = 'manifest.json';

/** The files of the live generation: path → text. Of our own programs only size and digest are told. */
export async function readConfiguration(state: string): Promise<Contents> {
  const folder = join(state, 'configuration/current');
  const contents = new Map<string, string>();
  const look = async (path: string): Promise<void> => {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) await look(below);
      if (entry.isFile() && below !== MANIFEST) contents.set(below, await textOf(join(folder, below)));
    }
  };
  await look('');
  return contents;
}

async function textOf(path: string): Promise<string> {
  try {
    const text = (await readRegularFile(path, LARGEST)) ?? '';
    const isProgram = ((await stat(path)).mode & 0o111) !== 0 || path.endsWith('.cjs');
    if (!isProgram) return text;
    const digest = createHash('sha256').update(text).digest('hex');
    return `A program of ${Buffer.byteLength(text)} bytes, SHA-256 ${digest}.\n`;
  } catch {
    return 'cannot be read\n';
  }
}
