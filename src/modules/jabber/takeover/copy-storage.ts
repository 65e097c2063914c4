import type { Machine } from '../../../core/ports.js';
import { PanelError } from '../../../errors.js';
import { backUp, removeDatabase, sqlite } from '../database.js';
import type { Made } from '../made.js';
import { pathsOf } from '../paths.js';
import { copyDatabase } from './database-copy.js';
import type { FoundServer } from './found-server.js';
import {
  countSql,
  importSql,
  missingIn,
  readCounts,
  readTables,
  TABLES_QUERY,
  text,
  type Counts,
  type Respelling,
  type Tables,
} from './import-sql.js';
import { allOf, say } from '../../../core/words/sentence.js';

/**
 * Copies contact lists, messages and all else that sm kept in a SQLite database into ours, and counts what arrived. The
 * old one is only read, with the rights of the chat server's own account; a copy of it stays in `aside`.
 * @param path the old database
 * @param aside a folder for copies, the panel's
 * @param onMade told of each thing and how it is taken back, before it is made
 * @throws PanelError `command-failed`; `host-unsuitable` when not all arrived
 */
export async function copyStorage(
  machine: Machine,
  path: string,
  respelling: Respelling | null,
  aside: string,
  onMade: (made: Made) => Promise<void>,
): Promise<void> {
  const { files, layout, commands } = machine;
  const { storage: ours, data } = pathsOf(layout);
  const copy = `${data}/taken-over.db`;

  await removeDatabase(machine, copy);
  try {
    await copyDatabase(commands, path, copy);
    // Opening it merges what the old server had not merged yet: the copy aside is then one file.
    const theirs = await tablesOf(machine, copy);
    await files.copy(copy, `${aside}/storage.db`);
    const before = `${aside}/storage-before.db`;
    await backUp(machine, ours, before);
    await onMade({ undo: 'restore', path: ours, from: before });

    const tables = [await tablesOf(machine, ours), theirs, respelling] as const;
    const withOld = (sql: string): Promise<string> =>
      sqlite(machine, [ours], `ATTACH ${text(copy)} AS old;\n${sql}`);
    const count = async (): Promise<Counts> => readCounts(await withOld(countSql(...tables)));
    const expected = await count();
    await withOld(importSql(...tables));
    const missing = missingIn(expected, await count());
    if (missing.length > 0)
      throw new PanelError('host-unsuitable', {
        reason: say`Not everything from ${{ file: path }} was copied. Incomplete tables: ${{ tables: allOf(missing) }}.`,
      });
  } finally {
    await removeDatabase(machine, copy);
  }
}

async function tablesOf(machine: Machine, path: string): Promise<Tables> {
  return readTables(await sqlite(machine, [path, TABLES_QUERY]));
}

/** jabberd2 keeps names in lower case, as its configuration spells the domain otherwise. */
export function respellingOf({ domains: [configured = ''] }: FoundServer, domain: string): Respelling | null {
  const from = configured.toLowerCase();
  return from === domain ? null : { from, to: domain };
}
