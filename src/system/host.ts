import { createReadStream } from 'node:fs';
import { lstat, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Account, Layout } from '../core/layout.js';
import type { Commands, Files } from '../core/ports.js';
import { PanelError } from '../errors.js';
import type { Accounts } from './accounts.js';
import { nullWhenMissing, replaceFile } from './atomic-file.js';

/** The accounts that run daemons. */
const daemonAccounts = ['chat', 'directory'] as const;

/**
 * Makes the state folder, if it is not there, and the panel's own folder in it.
 * Throws `host-unsuitable` when the daemons' accounts cannot reach it.
 * @param state absolute
 */
export async function prepareState(
  state: string,
  accounts: Accounts,
  files: Files,
  commands: Commands,
): Promise<void> {
  await files.makeFolder(state, 'panel', 0o755);
  await files.makeFolder(`${state}/panel`, 'panel', 0o700);
  for (const account of daemonAccounts) {
    const closed = await firstClosedFolder(state, account, commands);
    if (closed === null) continue;
    throw new PanelError('host-unsuitable', {
      reason:
        `The user "${accounts.of(account).name}", who runs daemons, cannot enter ${closed}. Set EBOX_STATE_DIR to a ` +
        `folder that it can reach, such as /var/lib/ebox-jabber, or allow it with: chmod o+x ${closed}`,
    });
  }
}

/** The topmost folder on the way to `path`, itself included, that the account cannot enter; null when it gets there. */
async function firstClosedFolder(path: string, account: Account, commands: Commands): Promise<string | null> {
  if (await canExecute(path, account, commands)) return null;
  return (path === '/' ? null : await firstClosedFolder(dirname(path), account, commands)) ?? path;
}

/** Whether the account may execute the file or enter the folder (test(1)). */
async function canExecute(path: string, account: Account, commands: Commands): Promise<boolean> {
  return commands.run(['test', '-x', path], { account }).then(
    () => true,
    () => false,
  );
}

/**
 * A node executable that the daemons' accounts can execute: the one that runs the panel, or, when it lies where they
 * cannot go (somebody's home), a copy of it below the state folder, refreshed when it differs.
 * @param state the state folder, prepared
 */
export async function nodeForDaemons(
  state: string,
  accounts: Accounts,
  files: Files,
  commands: Commands,
): Promise<string> {
  const own = process.execPath;
  if (await canExecute(own, 'chat', commands)) return own;
  const copy = join(state, 'program/node');
  const { size, mtime } = await stat(own);
  const copied = await lstat(copy).catch(nullWhenMissing);
  if (copied?.isFile() === true && copied.size === size && copied.mtime.getTime() === mtime.getTime())
    return copy;
  await files.makeFolder(dirname(copy), 'panel', 0o755);
  const { uid, gid } = accounts.of('panel');
  await replaceFile(copy, createReadStream(own), { uid, gid, mode: 0o755 });
  await utimes(copy, mtime, mtime);
  return copy;
}

/** Makes the folders that every module counts on, with the owners and modes that keep the accounts apart. */
export async function makeStateFolders(layout: Layout, files: Files): Promise<void> {
  await files.makeFolder(layout.configuration, 'panel', 0o711);
  await files.makeFolder(dirname(layout.chatData), 'panel', 0o711);
  await files.makeFolder(layout.chatData, 'chat', 0o700);
  await files.makeFolder(layout.directoryData, 'directory', 0o700);
  await files.makeFolder(layout.run, 'panel', 0o711);
  await files.makeFolder(dirname(layout.signInSocket), 'chat', 0o750);
  await files.makeFolder(dirname(layout.directorySocket), 'directory', 0o755);
  await files.makeFolder(layout.logs, 'panel', 0o700);
  await files.makeFolder(layout.services, 'panel', 0o700);
  await files.makeFolder(layout.backups, 'panel', 0o700);
}
