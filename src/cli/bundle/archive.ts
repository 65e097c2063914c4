import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { say } from '../../core/words/sentence.js';
import type { Patient } from '../doctor/patient.js';
import { CommandFailure } from '../../core/shell/failure.js';
import type { Contents } from './contents.js';

/** The folder inside the archive. */
const FOLDER = 'ebox-jabber';

/**
 * Writes the archive, 0600, by tar(1).
 * @throws CommandFailure when there is such a file already, or it cannot be written
 */
export async function writeArchive(
  path: string,
  contents: Contents,
  output: Patient['output'],
): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new CommandFailure(
      isThere
        ? say`The file ${{ path }} exists already. Name another one.`
        : say`${{ path }} cannot be written.`,
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'ebox-bundle-'));
  try {
    for (const [name, text] of contents) {
      const file = join(folder, FOLDER, name);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, text, { mode: 0o600 });
    }
    const made = await output(['tar', '--owner=0', '--group=0', '-czf', path, '-C', folder, FOLDER]);
    if (made !== null) return;
    await rm(path, { force: true });
    throw new CommandFailure(say`${{ path }} could not be written by tar. Check whether the disk is full.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
