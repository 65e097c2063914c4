import type { FreeSpace } from '../free-space.js';
import type { Account } from '../layout.js';

/** Plain files and folders outside the generations (data folders, backups, program files). Paths are absolute. */
export interface Files {
  /** What is free on the disk that this folder is on. */
  space(folder: string): Promise<FreeSpace>;
  exists(path: string): Promise<boolean>;
  /** The file's text, or null when there is none. At most 10 MB; throws when larger or not a regular file. */
  read(path: string): Promise<string | null>;
  /** Replaces the file atomically (temporary file, owner and mode before content, fsync, rename, fsync of the folder). */
  write(path: string, content: string, owner: Account, mode: number): Promise<void>;
  /**
   * Makes the folder, and its parents, if it is not there, and sets its owner and mode either way.
   * @param group the account whose group it has, when that is not its owner's
   */
  makeFolder(path: string, owner: Account, mode: number, group?: Account): Promise<void>;
  /** Copies a file or a folder with everything in it; the copy belongs to `owner`, else to the panel, 0700 or 0600. */
  copy(from: string, to: string, owner?: Account): Promise<void>;
  /** Removes a file or a folder with everything in it; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
}
