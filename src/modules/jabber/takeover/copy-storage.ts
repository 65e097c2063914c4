import type { FoundServer } from '../../../core/found-server.js';
import type { Machine } from '../../../core/ports.js';
import { pathsOf } from '../paths.js';
import { importSql, readTables, TABLES_QUERY, text, type Respelling, type Tables } from './import-sql.js';

const SQLITE = '/usr/bin/sqlite3';
/** Seconds that a large database may take in each step. */
const SECONDS = 100;

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
  const { files, commands, layout } = machine;
  if (storage.path === null || storage.content === null) return;
  const ours = pathsOf(layout).storage;
  const copy = `${layout.chatData}/taken-over.db`;
  const removeCopy = async (): Promise<void> => {
    for (const end of ['', '-wal', '-shm', '-journal']) await files.remove(`${copy}${end}`);
  };

  await removeCopy();
  try {
    const asChat = { account: 'chat', seconds: SECONDS } as const;
    await commands.run([SQLITE, '-readonly', '-bail', storage.path, `.backup ${quoted(copy)}`], asChat);
    await files.copy(copy, `${aside}/storage.db`);
    const before = `${aside}/storage-before.db`;
    await commands.run([SQLITE, '-bail', ours, `.backup ${quoted(before)}`], { seconds: SECONDS });
    onUndo(async () => {
      await commands.run([SQLITE, '-bail', ours, `.restore ${quoted(before)}`], { seconds: SECONDS });
    });

    const tablesOf = async (path: string): Promise<Tables> =>
      readTables((await commands.run([SQLITE, '-bail', path, TABLES_QUERY], asChat)).stdout);
    const sql = importSql(await tablesOf(ours), await tablesOf(copy), respelling(domains[0] ?? '', domain));
    await commands.run([SQLITE, '-bail', ours], {
      ...asChat,
      input: `ATTACH ${text(copy)} AS old;\n${sql}`,
    });
  } finally {
    await removeCopy();
  }
}

/** jabberd2 keeps names in lower case, as its configuration spells the domain otherwise. */
function respelling(configured: string, domain: string): Respelling | null {
  const from = configured.toLowerCase();
  return from === domain ? null : { from, to: domain };
}

/** An argument of sqlite3's dot-commands. */
function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}
