import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nullWhenMissing, removeFile, replaceFile } from '../atomic-file.js';
import { makeFolder } from '../folders.js';

const root = { uid: 0, gid: 0 };

/** Which daemons are wanted: a file each below `wanted/` in the state folder, without which its unit does not begin. */
export class Wanted {
  readonly #folder: string;

  /** @param state the state folder */
  constructor(state: string) {
    this.#folder = join(state, 'wanted');
  }

  async makeFolder(): Promise<void> {
    await makeFolder(this.#folder, { ...root, mode: 0o755 }, { ...root, mode: 0o755 });
  }

  async add(name: string): Promise<void> {
    await replaceFile(join(this.#folder, name), '', { ...root, mode: 0o644 });
  }

  async remove(name: string): Promise<void> {
    await removeFile(join(this.#folder, name)).catch(nullWhenMissing);
  }

  /** When the panel last asked for it to run, in milliseconds since 1970; null when it is not to run. */
  async since(name: string): Promise<number | null> {
    const marker = await stat(join(this.#folder, name)).catch(nullWhenMissing);
    return marker === null ? null : marker.mtimeMs;
  }
}
