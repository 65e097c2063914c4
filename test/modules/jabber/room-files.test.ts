import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { layoutOf } from '../../../src/core/layout.js';
import { roomsFolder } from '../../../src/modules/jabber/paths.js';
import { roomFiles } from '../../../src/modules/jabber/rooms/room-files.js';
import { rightsOf, withRightsAmong } from '../../../src/modules/jabber/rooms/room-rights.js';
import { lookUpAccounts } from '../../helpers/accounts.js';
import { createCommands } from '../../../src/system/commands.js';
import { temporaryFolder } from '../../helpers/folder.js';

const domain = 'chat.lan';

test('rooms with huge subjects do not hide who owns the rooms', async (context) => {
  const state = await temporaryFolder(context);
  const ports = { client: 5222, clientTls: 5223, server: 5269, router: 5347, dns: 53 };
  const layout = layoutOf(state, ports, '/usr/bin/node');
  const folder = roomsFolder(layout, domain);
  await mkdir(folder, { recursive: true });
  const names = Array.from({ length: 45 }, (_, number) => `room${number}`);
  const huge = 'Black &gt; green? '.repeat(17_000);
  for (const name of names)
    await writeFile(
      `${folder}/${name}.xml`,
      `<xdb><room xdbns='muc:room:config'>\n<subject>${huge}</subject><creator>${name}@${domain}/a &gt; b</creator>` +
        `<description>${name === 'room7' ? huge.repeat(4) : huge}</description></room>` +
        `<list xdbns='muc:list:owner'><item jid='bob@${domain}'>${huge}</item></list>` +
        `<list xdbns='muc:list:member'><item jid='eve@${domain}/a &gt; b'/></list></xdb>`,
    );
  const items = names.map((name) => `<item name='${name}@conference.${domain}' jid='${name}@x'/>`);
  await writeFile(`${folder}/rooms.xml`, `<xdb><registered>${items.join('')}</registered></xdb>`);
  const commands = createCommands(await lookUpAccounts());
  const files = await roomFiles({ commands, layout }, domain);
  assert.deepEqual(
    files,
    names.map((name) => ({
      room: `${name}@conference.${domain}`,
      creator: `${name}@${domain}`,
      owners: [`bob@${domain}`],
      moreOwners: 0,
    })),
  );
  assert.deepEqual(await rightsOf({ commands, layout }, domain, `room7@${domain}`), [
    { room: `room7@conference.${domain}`, isCreator: true },
  ]);
  const asked = [`room7@${domain}`, `eve@${domain}`, `room99@${domain}`];
  assert.deepEqual(await withRightsAmong({ commands, layout }, domain, asked), [
    `eve@${domain}`,
    `room7@${domain}`,
  ]);
});

test('rooms with lists of any length hide neither the owners of others nor who has rights', async (context) => {
  const state = await temporaryFolder(context);
  const ports = { client: 5222, clientTls: 5223, server: 5269, router: 5347, dns: 53 };
  const layout = layoutOf(state, ports, '/usr/bin/node');
  const folder = roomsFolder(layout, domain);
  await mkdir(folder, { recursive: true });
  const list = (name: string, jids: readonly string[]): string =>
    `<list xdbns='muc:list:${name}'>${jids.map((jid) => `<item jid='${jid}'/>`).join('')}</list>`;
  const many = Array.from({ length: 60_000 }, (_, number) => `member${number}@${domain}`);
  const long = `${'a'.repeat(1000)}@${'b'.repeat(1000)}`;
  const outcast = `<list xdbns='muc:list:outcast'><item jid='eve@${domain}'><reason>x</reason></item></list>`;
  const lists: Readonly<Record<string, string>> = {
    crowd: list('owner', [`bob@${domain}`, long, ...many]) + list('admin', many) + list('member', many),
    tea: list('owner', [`alice@${domain}`]) + list('member', [...many, `carol@${domain}`]) + outcast,
    cake: list('owner', [`bob@${domain}`]) + list('admin', [`carol@${domain}/desk`, `a-carol@${domain}`]),
  };
  const rooms = Object.entries(lists);
  for (const [name, content] of rooms)
    await writeFile(`${folder}/${name}.xml`, `<xdb><room xdbns='muc:room:config'/>${content}</xdb>`);
  const items = rooms.map(([name]) => `<item name='${name}@conference.${domain}' jid='${name}@x'/>`);
  await writeFile(`${folder}/rooms.xml`, `<xdb><registered>${items.join('')}</registered></xdb>`);
  const machine = { commands: createCommands(await lookUpAccounts()), layout };
  const [crowd, tea, cake] = await roomFiles(machine, domain);
  assert.deepEqual(
    [crowd?.owners.length, crowd?.owners[0], crowd?.moreOwners],
    [20, `bob@${domain}`, 60_002 - 20],
  );
  assert.deepEqual([tea?.owners, tea?.moreOwners], [[`alice@${domain}`], 0]);
  assert.deepEqual(cake?.owners, [`bob@${domain}`]);
  const rights = async (user: string) =>
    (await rightsOf(machine, domain, `${user}@${domain}`)).map(({ room }) => room.split('@')[0]);
  assert.deepEqual(await rights('carol'), ['cake', 'tea']);
  assert.deepEqual(await rights('member59999'), ['crowd', 'tea']);
  assert.deepEqual([await rights('eve'), await rights('nobody')], [[], []]);
  const asked = ['bob', 'carol', 'a-carol', 'eve', 'member59999', 'nobody'].map(
    (user) => `${user}@${domain}`,
  );
  assert.deepEqual(
    await withRightsAmong(machine, domain, asked),
    ['a-carol', 'bob', 'carol', 'member59999'].map((user) => `${user}@${domain}`),
    'of many at once',
  );
});
