import assert from 'node:assert/strict';
import { chmod, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { test, type TestContext } from 'node:test';
import { findServer } from '../../../../src/modules/jabber/takeover/found.js';
import type { FoundServer } from '../../../../src/modules/jabber/takeover/found-server.js';
import { temporaryFolder } from '../../../helpers/folder.js';
import { temporaryMachine } from '../../../helpers/machine.js';
import { setUpOldServer } from '../../../helpers/old-server.js';
import { english } from '../../../../src/core/words/english.js';
import { passage } from '../../../../src/core/words/sentence.js';

const shipped = fileURLToPath(new URL('../../../fixtures/debian-jabberd2', import.meta.url));

/** A machine on which the packages were installed and nothing else was done: their files, and dpkg's record of them. */
async function installed(context: TestContext): Promise<string> {
  const root = await temporaryFolder(context);
  await mkdir(`${root}/etc`);
  await cp(shipped, `${root}/etc/jabberd2`, { recursive: true });
  const sums = await Promise.all(
    (await readdir(shipped)).map(async (name) => {
      const sum = createHash('md5').update(await readFile(`${shipped}/${name}`));
      return ` /etc/jabberd2/${name} ${sum.digest('hex')}\n`;
    }),
  );
  for (const folder of ['info', 'updates'])
    await mkdir(`${root}/var/lib/dpkg/${folder}`, { recursive: true });
  const entry = `Package: jabberd2\nStatus: install ok installed\nMaintainer: x\nArchitecture: all\nVersion: 1\nConffiles:\n${sums.join('')}Description: x\n`;
  await writeFile(`${root}/var/lib/dpkg/status`, entry);
  return root;
}

async function foundBelow(context: TestContext, root: string): Promise<FoundServer | null> {
  return findServer(await temporaryMachine(context, root));
}

test('packages that were installed and left as they were are no server that somebody set up', async (context) => {
  const root = await installed(context);
  assert.equal(await foundBelow(context, root), null);
  const text = await readFile(`${shipped}/sm.xml`, 'utf8');
  await writeFile(`${root}/etc/jabberd2/sm.xml`, text.replace('localhost.localdomain', 'chat.example.org'));
  assert.deepEqual((await foundBelow(context, root))?.domains, ['chat.example.org']);
});

test('where there is no jabberd2, nothing is found', async (context) => {
  assert.equal(await foundBelow(context, await temporaryFolder(context)), null);
});

test('what was found of a server, with how much is in its database', async (context) => {
  const old = await setUpOldServer(context);
  await mkdir(`${old.root}/etc/default`);
  await writeFile(`${old.root}/etc/default/jabberd2`, 'S2S_RUN=0\n');
  assert.deepEqual(await foundBelow(context, old.root), {
    folder: `${old.root}/etc/jabberd2`,
    domains: ['old.lan'],
    ssl: 'disabled',
    certificate: null,
    otherServers: false,
    rooms: { host: 'conference.old.lan', folder: `${old.root}/var/spool/jabber-muc/rooms`, list: [] },
    storage: {
      driver: 'sqlite',
      path: `${old.root}/var/lib/jabberd2/sqlite.db`,
      content: { owners: ['alice@old.lan', 'bob@old.lan', 'carol@old.lan'], contacts: 0, messages: 0 },
    },
    accounts: 'sqlite',
    troubles: [],
  });
});

test('a database that is none, and a folder that is not there, are said', async (context) => {
  const old = await setUpOldServer(context);
  await writeFile(
    `${old.root}/var/lib/jabberd2/sqlite.db`,
    'this is no database, and canary is its password',
  );
  await rm(`${old.root}/var/spool`, { recursive: true });
  const found = await foundBelow(context, old.root);
  assert.equal(found?.storage.content, null);
  assert.match(
    english(passage(...found.troubles)),
    /cannot read the database .*sqlite\.db\. .* cannot read the rooms in /,
  );
  assert.doesNotMatch(JSON.stringify(found), /canary/);
});

test('a planted link leads to nothing that the chat server’s account could not read', async (context) => {
  const old = await setUpOldServer(context);
  const secret = `${old.root}/secret`;
  await writeFile(secret, '<sm><local><id>canary.lan</id></local></sm>');
  await chmod(secret, 0);
  await rm(`${old.root}/etc/jabberd2/sm.xml`);
  await symlink(secret, `${old.root}/etc/jabberd2/sm.xml`);
  const found = await foundBelow(context, old.root);
  assert.deepEqual(found?.domains, []);
  assert.match(english(passage(...found.troubles)), /cannot read sm\.xml/);
  assert.doesNotMatch(JSON.stringify(found), /canary/);
});
