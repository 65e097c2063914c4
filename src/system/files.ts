import type { Account } from '../core/layout.js';
import type { Files } from '../core/ports.js';
import type { Accounts } from './accounts.js';
import { entryAt, type Ownership, readRegularFile, replaceFile } from './atomic-file.js';
import { onDisk } from './disk-trouble.js';
import { freeSpace } from './free-space.js';
import { copyTree, makeFolder, removeTree } from './folders.js';

/** The most that is read, in bytes: more is not a text that the panel works with. */
const readLimit = 10_000_000;

/** Plain files and folders of this machine. */
export function createFiles(accounts: Accounts): Files {
  const owned = (owner: Account, mode: number, group: Account = owner): Ownership => ({
    uid: accounts.of(owner).uid,
    gid: accounts.of(group).gid,
    mode,
  });
  return {
    space: freeSpace,
    exists: async (path) => (await entryAt(path)) !== null,
    read: (path) => readRegularFile(path, readLimit),
    write: (path, content, owner, mode) => onDisk(path, () => replaceFile(path, content, owned(owner, mode))),
    makeFolder: (path, owner, mode, group) =>
      onDisk(path, () => makeFolder(path, owned(owner, mode, group), owned('panel', 0o711))),
    copy: (from, to, owner = 'panel') => onDisk(to, () => copyTree(from, to, accounts.of(owner))),
    remove: removeTree,
  };
}
