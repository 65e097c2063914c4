import type { KeptForName } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import { isUserName } from '../../core/user-name.js';
import { many, quantity, say, type Sentence } from '../../core/words/sentence.js';
import { Trouble } from '../../errors.js';
import { pathsOf } from './paths.js';
import { rightsOf, withRightsAmong } from './rooms/room-rights.js';

/** What sm keeps for a name, by its tables (templates/jabberd2/storage.sql). */
const KINDS: readonly { readonly table: string; readonly said: (count: number) => Sentence }[] = [
  {
    table: 'roster-items',
    said: (count) => many(count, say`1 contact`, say`${{ count: quantity(count) }} contacts`),
  },
  {
    table: 'queue',
    said: (count) => many(count, say`1 waiting message`, say`${{ count: quantity(count) }} waiting messages`),
  },
  {
    table: 'vcard',
    said: (count) => many(count, say`1 vCard`, say`${{ count: quantity(count) }} vCards`),
  },
  {
    table: 'private',
    said: (count) =>
      many(
        count,
        say`1 setting of a client, such as bookmarks`,
        say`${{ count: quantity(count) }} settings of clients, such as bookmarks`,
      ),
  },
  {
    table: 'privacy-items',
    said: (count) =>
      many(count, say`1 rule of a privacy list`, say`${{ count: quantity(count) }} rules of privacy lists`),
  },
  {
    table: 'vacation-settings',
    said: (count) =>
      many(count, say`1 vacation message`, say`${{ count: quantity(count) }} vacation messages`),
  },
];

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
      title: say`the room ${{ room }}`,
      isOwned: isCreator,
    })),
  };
}

/**
 * Those of these names for which the chat server keeps anything. Looks at everything once, however many names there are.
 * @throws PanelError `command-failed`
 */
export async function keptAmong(
  machine: Machine,
  domain: string,
  userNames: readonly string[],
): Promise<ReadonlySet<string>> {
  const jids = userNames.filter(isUserName).map((name) => `${name}@${domain}`);
  if (jids.length === 0) return new Set();
  const known = new Set([
    ...(await withRightsAmong(machine, domain, jids)),
    ...(await ownersAmong(machine, jids)),
  ]);
  return new Set(userNames.filter((name) => known.has(`${name}@${domain}`)));
}

/** Those of these JIDs for whom sm keeps one of {@link KINDS}. */
async function ownersAmong(
  { files, commands, layout }: Machine,
  jids: readonly string[],
): Promise<readonly string[]> {
  const { storage } = pathsOf(layout);
  if (!(await files.exists(storage))) return [];
  const asked = jids.map((jid) => `(${quoted(jid)})`).join(', ');
  const any = KINDS.map(({ table }) => `EXISTS (SELECT 1 FROM "${table}" WHERE "collection-owner" = jid)`);
  const { stdout } = await commands.run(['/usr/bin/sqlite3', '-bail', '-batch', storage], {
    input: [
      'PRAGMA query_only = 1;',
      `WITH asked (jid) AS (VALUES ${asked}) SELECT jid FROM asked WHERE ${any.join(' OR ')};`,
    ].join('\n'),
    account: 'chat',
  });
  return stdout.split('\n').filter((line) => line !== '');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

async function counted({ files, commands, layout }: Machine, jid: string): Promise<readonly Sentence[]> {
  const { storage } = pathsOf(layout);
  if (!(await files.exists(storage))) return [];
  const counts = KINDS.map(
    ({ table }) => `SELECT count(*) FROM "${table}" WHERE "collection-owner" = ${quoted(jid)};`,
  );
  const { stdout } = await commands.run(['/usr/bin/sqlite3', '-bail', '-batch', storage], {
    input: ['PRAGMA query_only = 1;', ...counts].join('\n'),
    account: 'chat',
  });
  const numbers = stdout.trim().split('\n').map(Number);
  return KINDS.flatMap(({ said }, index) => {
    const count = numbers[index] ?? Number.NaN;
    if (!Number.isInteger(count)) throw new Trouble(say`The database of the chat server cannot be read.`);
    return count === 0 ? [] : [said(count)];
  });
}
