import type { FoundServer } from '../../../core/found-server.js';
import type { Machine } from '../../../core/ports.js';
import { backUp, quoted, removeDatabase, restore, sqlite } from '../database.js';
import { pathsOf } from '../paths.js';
import { importSql, readTables, TABLES_QUERY, text, type Respelling, type Tables } from './import-sql.js';

/**
 * Copies contact lists, messages and all else that sm kept in a SQLite database into ours. The old one is only read,
 * with the rights of the chat server's own account; a copy of it stays in `aside`.
 * @param aside a folder for copies, the panel's
 * @param onUndo told how each thing that was made is taken back, before it is made
 * @throws PanelError `command-failed`
 */
export async function copyStorage(
  machine: Machine,
  { storage, domains }: FoundServer,
  domain: string,
  aside: string,
  onUndo: (undo: () => Promise<void>) => void,
): Promise<void> {
  const { files, layout } = machine;
  if (storage.path === null || storage.content === null) return;
  const ours = pathsOf(layout).storage;
  const copy = `${layout.chatData}/taken-over.db`;

  await removeDatabase(machine, copy);
  try {
    await sqlite(machine, ['-readonly', storage.path, `.backup ${quoted(copy)}`]);
    await files.copy(copy, `${aside}/storage.db`);
    const before = `${aside}/storage-before.db`;
    await backUp(machine, ours, before);
    onUndo(() => restore(machine, ours, before));

    const tablesOf = async (path: string): Promise<Tables> =>
      readTables(await sqlite(machine, [path, TABLES_QUERY]));
    const sql = importSql(await tablesOf(ours), await tablesOf(copy), respelling(domains[0] ?? '', domain));
    await sqlite(machine, [ours], `ATTACH ${text(copy)} AS old;\n${sql}`);
  } finally {
    await removeDatabase(machine, copy);
  }
}

/** jabberd2 keeps names in lower case, as its configuration spells the domain otherwise. */
function respelling(configured: string, domain: string): Respelling | null {
  const from = configured.toLowerCase();
  return from === domain ? null : { from, to: domain };
}
