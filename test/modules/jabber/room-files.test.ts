import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { layoutOf } from '../../../src/core/layout.js';
import { roomsFolder } from '../../../src/modules/jabber/paths.js';
import { roomFiles } from '../../../src/modules/jabber/rooms/room-files.js';
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
      admins: [],
      members: [`eve@${domain}`],
    })),
  );
  assert.equal((await roomFiles({ commands, layout }, domain, `room7@${domain}`)).length, 1);
});
