import type { Machine } from '../../core/ports.js';
import { pathsOf } from './paths.js';

/** What is needed to work on a database of sm's. */
export type DatabaseTools = Pick<Machine, 'files' | 'commands' | 'layout'>;

/** Seconds that a large database may take in each step. */
const SECONDS = 100;

/**
 * Runs sqlite3(1) on a database of the chat server's, with the rights of its account: SQLite also writes, and removes,
 * what lies beside a database (journals), and that is what whoever owns the folder puts there.
 * @param input statements; none when `words` say all
 * @throws PanelError `command-failed`
 */
export async function sqlite(
  { commands }: Pick<DatabaseTools, 'commands'>,
  words: readonly string[],
  input?: string,
): Promise<string> {
  const { stdout } = await commands.run(['/usr/bin/sqlite3', '-bail', '-batch', ...words], {
    account: 'chat',
    seconds: SECONDS,
    ...(input === undefined ? {} : { input }),
  });
  return stdout;
}

/**
 * Copies a database, as it is at one instant although sm may be at work, to a file of the panel's.
 * @throws PanelError `command-failed`
 */
export async function backUp(tools: DatabaseTools, database: string, to: string): Promise<void> {
  await withCopy(tools, async (copy) => {
    await sqlite(tools, [database, `.backup ${quoted(copy)}`]);
    await tools.files.copy(copy, to);
  });
}

/**
 * Puts {@link backUp}'s copy back into the database. sm must not be at work.
 * @throws PanelError `command-failed`
 */
export async function restore(tools: DatabaseTools, database: string, from: string): Promise<void> {
  await withCopy(tools, async (copy) => {
    await tools.files.copy(from, copy, 'chat');
    await sqlite(tools, [database, `.restore ${quoted(copy)}`]);
  });
}

/** Removes a database with what SQLite keeps beside it. */
export async function removeDatabase({ files }: Pick<DatabaseTools, 'files'>, path: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await files.remove(`${path}${end}`);
}

/** Gives a path for a copy in the chat server's own folder, and removes what was made there. */
async function withCopy(tools: DatabaseTools, use: (copy: string) => Promise<void>): Promise<void> {
  const copy = `${pathsOf(tools.layout).data}/copy.db`;
  await removeDatabase(tools, copy);
  try {
    await use(copy);
  } finally {
    await removeDatabase(tools, copy);
  }
}

/** An argument of sqlite3's dot-commands. */
export function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}
