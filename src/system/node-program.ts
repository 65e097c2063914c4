import { createReadStream } from 'node:fs';
import { lstat, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Account } from '../core/layout.js';
import type { Commands } from '../core/ports.js';
import { say } from '../core/words/sentence.js';
import { PanelError } from '../errors.js';
import type { Accounts } from './accounts.js';
import { nullWhenMissing, replaceFile } from './atomic-file.js';
import { createCommands } from './commands.js';
import { makeFolder } from './folders.js';

/**
 * A node executable that the daemons' accounts can execute: the one that runs the panel, or, when it lies where they
 * cannot go (a person's home), a copy of it below the state folder, refreshed when it differs.
 * @param state the state folder, which must exist
 * @throws PanelError `host-unsuitable` when the daemons' accounts cannot reach the state folder
 */
export async function nodeForDaemons(state: string, accounts: Accounts): Promise<string> {
  const commands = createCommands(accounts);
  const all = accounts.known();
  for (const account of all) await requireReachable(state, account, accounts, commands);
  const own = process.execPath;
  const can = await Promise.all(all.map((account) => canExecute(own, account, commands)));
  return can.every(Boolean) ? own : copyOf(own, state, accounts);
}

async function copyOf(program: string, state: string, accounts: Accounts): Promise<string> {
  const copy = join(state, 'program/node');
  const { size, mtime } = await stat(program);
  const copied = await lstat(copy).catch(nullWhenMissing);
  if (copied?.isFile() === true && copied.size === size && copied.mtime.getTime() === mtime.getTime())
    return copy;
  const ownership = { uid: accounts.of('panel').uid, gid: accounts.of('panel').gid, mode: 0o755 };
  await makeFolder(dirname(copy), ownership, ownership);
  await replaceFile(copy, createReadStream(program), ownership);
  await utimes(copy, mtime, mtime);
  return copy;
}

async function requireReachable(
  folder: string,
  account: Account,
  accounts: Accounts,
  commands: Commands,
): Promise<void> {
  if (await canExecute(folder, account, commands)) return;
  const closed = await topmostClosed(folder, account, commands);
  throw new PanelError('host-unsuitable', {
    reason: say`The user "${{ user: accounts.of(account).name }}", who runs daemons, cannot enter ${{ folder: closed }}. Set EBOX_STATE_DIR to a folder that this user can reach, such as /var/lib/ebox-jabber, or allow it with: chmod o+x ${{ path: closed }}`,
  });
}

/** The folder on the way to a closed one where the way ends. */
async function topmostClosed(path: string, account: Account, commands: Commands): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  return (await canExecute(parent, account, commands)) ? path : topmostClosed(parent, account, commands);
}

/** Whether the account may execute the file or enter the folder (test(1)). */
async function canExecute(path: string, account: Account, commands: Commands): Promise<boolean> {
  return commands.run(['test', '-x', path], { account }).then(
    () => true,
    () => false,
  );
}
