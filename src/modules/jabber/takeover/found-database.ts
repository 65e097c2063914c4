import type { StorageContent } from './found-server.js';
import type { Commands } from '../../../core/ports.js';
import { removeDatabase, type DatabaseTools } from '../database.js';
import { copyDatabase } from './database-copy.js';
import { pathsOf } from '../paths.js';

/** The most names that are listed. */
const MOST_OWNERS = 10_000;

/** What is kept for somebody: the tables in which a name counts. */
const TABLES = ['active', 'roster-items', 'queue', 'private', 'vcard', 'privacy-items'];

/**
 * Counts what is in a SQLite database of sm's, which may be in use: in a copy, as it is taken over.
 * @throws PanelError `command-failed`
 */
export async function contentOf(tools: DatabaseTools, path: string): Promise<StorageContent> {
  const scratch = `${pathsOf(tools.layout).run}/found.db`;
  await removeDatabase(tools, scratch);
  try {
    await copyDatabase(tools.commands, path, scratch);
    return await count(tools.commands, scratch);
  } finally {
    await removeDatabase(tools, scratch);
  }
}

async function count(commands: Commands, path: string): Promise<StorageContent> {
  const ask = async (query: string): Promise<readonly string[]> => {
    const { stdout } = await commands.run(['/usr/bin/sqlite3', '-bail', '-batch', path, query], {
      account: 'chat',
    });
    return stdout.split('\n').filter((line) => line !== '');
  };
  const tables = (await ask("SELECT name FROM sqlite_master WHERE type = 'table'")).filter((name) =>
    TABLES.includes(name),
  );
  const rowsIn = async (table: string): Promise<number> =>
    tables.includes(table) ? Number((await ask(`SELECT count(*) FROM "${table}"`))[0]) : 0;
  const owners = tables.map((table) => `SELECT "collection-owner" AS owner FROM "${table}"`);
  return {
    owners:
      owners.length === 0
        ? []
        : await ask(
            `SELECT DISTINCT owner FROM (${owners.join(' UNION ')}) WHERE owner LIKE '%@%' ORDER BY owner LIMIT ${MOST_OWNERS}`,
          ),
    contacts: await rowsIn('roster-items'),
    messages: await rowsIn('queue'),
  };
}
