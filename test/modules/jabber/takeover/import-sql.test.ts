import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { importSql, readTables, TABLES_QUERY } from '../../../../src/modules/jabber/takeover/import-sql.js';
import { taken, withRooms } from '../../../../src/modules/jabber/takeover/room-list.js';
import { temporaryFolder } from '../../../helpers/folder.js';

const read = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const ourTables = read('templates/jabberd2/storage.sql');
const theirTables = read('test/fixtures/debian-jabberd2/db-setup.sqlite');

const sqlite = (path: string, input: string): string =>
  execFileSync('/usr/bin/sqlite3', ['-bail', path], { input, encoding: 'utf8' });

/** Imports an old database of these statements into a new one of ours; returns a question put to it afterwards. */
function imported(
  folder: string,
  old: string,
  respelling: Parameters<typeof importSql>[2] = null,
): (query: string) => string {
  sqlite(`${folder}/old.db`, old);
  sqlite(`${folder}/ours.db`, ourTables);
  const tables = (name: string) => readTables(sqlite(`${folder}/${name}.db`, TABLES_QUERY));
  const sql = importSql(tables('ours'), tables('old'), respelling);
  sqlite(`${folder}/ours.db`, `ATTACH '${folder}/old.db' AS old;\n${sql}`);
  return (query) => sqlite(`${folder}/ours.db`, query);
}

test('every table that we have and Debian’s database has too is copied, row by row in its order', async (context) => {
  const folder = await temporaryFolder(context);
  const ask = imported(
    folder,
    `${theirTables}
     INSERT INTO "queue" ("collection-owner", "object-sequence", "xml") VALUES ('a@x.lan', 9, 'second'), ('a@x.lan', 2, 'first');
     INSERT INTO "privacy-items" ("collection-owner", "list", "deny", "order") VALUES ('a@x.lan', 'l', 1, 3);
     INSERT INTO "vcard" ("collection-owner", "fn", "photo-binval") VALUES ('a@x.lan', 'O''Brien', 'AAAA');
     INSERT INTO "authreg" VALUES ('a', 'x.lan', 'canary');`,
  );
  assert.equal(ask('SELECT "xml" FROM "queue" ORDER BY "object-sequence"'), 'first\nsecond\n');
  assert.equal(ask('SELECT "deny", "order" FROM "privacy-items"'), '1|3\n');
  assert.equal(ask('SELECT "fn", "photo-binval" FROM "vcard"'), "O'Brien|AAAA\n");
  assert.doesNotMatch(ask('.dump'), /canary|authreg/);
  const tables = (name: string) => readTables(sqlite(`${folder}/${name}.db`, TABLES_QUERY));
  for (const [table, columns] of tables('ours')) {
    assert.deepEqual(
      columns.filter((column) => tables('old').get(table)?.includes(column) !== true),
      [],
      `Debian’s ${table} has all that ours has`,
    );
  }
});

test('tables and columns that are missing, strange or of other names are left out', async (context) => {
  const ask = imported(
    await temporaryFolder(context),
    `CREATE TABLE "queue" ("collection-owner" TEXT, "xml" TEXT, "e""vil" TEXT);
     CREATE TABLE "x"";DROP TABLE queue;--" ("collection-owner" TEXT);
     CREATE TABLE "status" ("nothing" TEXT);
     INSERT INTO "queue" VALUES ('a@x.lan', 'm', '');`,
  );
  assert.equal(ask('SELECT "collection-owner", "xml" FROM "queue"'), 'a@x.lan|m\n');
});

test('a domain in another spelling gets ours, in owners and contacts, and other domains stay', async (context) => {
  const ask = imported(
    await temporaryFolder(context),
    `${theirTables}
     INSERT INTO "roster-items" ("collection-owner", "jid", "to", "from", "ask") VALUES
       ('a@xn--bcher-kva.example', 'b@xn--bcher-kva.example', 1, 1, 0), ('a@two.lan', 'b@other.lan', 0, 0, 0);`,
    { from: 'xn--bcher-kva.example', to: 'bücher.example' },
  );
  assert.equal(
    ask('SELECT "collection-owner", "jid" FROM "roster-items"'),
    'a@bücher.example|b@bücher.example\na@two.lan|b@other.lan\n',
  );
});

test('rooms get the name of the host here, and are added to the list once', () => {
  const hash = 'cc17d0b84e4318185dd9a8cc901784c0c83a7f21';
  const found = {
    host: 'rooms.lan',
    folder: '/srv',
    list: [{ jid: "o'tea@rooms.lan", file: 'f'.repeat(40) }],
  };
  const rooms = taken(found, 'conference.x.lan');
  assert.deepEqual(rooms, [
    {
      jid: "o'tea@conference.x.lan",
      from: 'f'.repeat(40),
      to: '13608be20c516b880aa264d5265acbf40053f741',
    },
  ]);
  assert.deepEqual(taken({ ...found, list: [{ jid: 'tea@rooms.lan', file: hash }] }, 'rooms.lan'), [
    { jid: 'tea@rooms.lan', from: hash, to: hash },
  ]);
  const list = withRooms(null, rooms, 'conference.x.lan');
  assert.equal(
    list,
    `<xdb><registered xdbns='muc:room:list'><item name='o&apos;tea@conference.x.lan' jid='13608be20c516b880aa264d5265acbf40053f741@conference.x.lan'/></registered></xdb>\n`,
  );
  assert.equal(withRooms(list, rooms, 'conference.x.lan'), list);
});
