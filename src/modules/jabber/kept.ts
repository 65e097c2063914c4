import type { KeptForName } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { isUserName } from '../../core/user-name.js';
import { say } from '../../core/words/sentence.js';
import { Trouble } from '../../errors.js';
import { pathsOf } from './paths.js';
import { rightsOf } from './room-rights.js';

/** What sm keeps for a name, as its tables say it (templates/jabberd2/storage.sql), and in words. */
const KINDS = [
  { table: 'roster-items', one: 'contact', many: 'contacts' },
  { table: 'queue', one: 'waiting message', many: 'waiting messages' },
  { table: 'vcard', one: 'vCard', many: 'vCards' },
  {
    table: 'private',
    one: 'setting of a client, such as bookmarks',
    many: 'settings of clients, such as bookmarks',
  },
  { table: 'privacy-items', one: 'rule of a privacy list', many: 'rules of privacy lists' },
  { table: 'vacation-settings', one: 'vacation message', many: 'vacation messages' },
] as const;

/**
 * What the chat server keeps for a name, read from its files as its own account, whether it runs or not.
 * @throws PanelError `command-failed`
 */
export async function keptFor(machine: Machine, domain: string, userName: string): Promise<KeptForName> {
  if (!isUserName(userName)) return { own: [], places: [] };
  const jid = `${userName}@${domain}`;
  const rights = await rightsOf(machine, domain, jid);
  return {
    own: await counted(machine, jid),
    places: rights.map(({ room, isCreator }) => ({
      id: room,
      title: `the room ${room}`,
      isOwned: isCreator,
    })),
  };
}

async function counted({ files, commands, layout }: Machine, jid: string): Promise<readonly string[]> {
  const { storage } = pathsOf(layout);
  if (!(await files.exists(storage))) return [];
  const owner = `'${jid.replaceAll("'", "''")}'`;
  const counts = KINDS.map(
    ({ table }) => `SELECT count(*) FROM "${table}" WHERE "collection-owner" = ${owner};`,
  );
  const { stdout } = await commands.run(['/usr/bin/sqlite3', '-bail', '-batch', storage], {
    input: ['PRAGMA query_only = 1;', ...counts].join('\n'),
    account: 'chat',
  });
  const numbers = stdout.trim().split('\n').map(Number);
  return KINDS.flatMap(({ one, many }, index) => {
    const count = numbers[index] ?? Number.NaN;
    if (!Number.isInteger(count)) throw new Trouble(say`The database of the chat server cannot be read.`);
    if (count === 0) return [];
    return [count === 1 ? `1 ${one}` : `${count} ${many}`];
  });
}
