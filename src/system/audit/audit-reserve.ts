import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nullWhenMissing } from '../atomic-file.js';

/** Bytes that are kept free for the records of what was begun, should the disk become full meanwhile. */
const RESERVE = 65_536;

/** Room on the disk that is held for the audit log. */
export class AuditReserve {
  readonly #path: string;

  /** @param folder that of the log */
  constructor(folder: string) {
    this.#path = join(folder, 'audit.reserve');
  }

  /** Takes the room, if it is not held already. Throws when there is none. */
  async fill(): Promise<void> {
    if ((await stat(this.#path).catch(nullWhenMissing))?.size === RESERVE) return;
    const { O_WRONLY, O_CREAT, O_NOFOLLOW } = constants;
    const file = await open(this.#path, O_WRONLY | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      // Bytes that no file system folds away.
      await file.writeFile(randomBytes(RESERVE));
      await file.sync();
    } catch (error) {
      await this.give();
      throw error;
    } finally {
      await file.close();
    }
  }

  /** Gives the room back to the disk. */
  async give(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
