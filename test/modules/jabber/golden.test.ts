import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { goldenSets, renderGolden, type GoldenSet } from './golden-sets.js';

/** `UPDATE_GOLDEN=1` writes the files anew; look at the difference before you commit it. */
const update = process.env['UPDATE_GOLDEN'] === '1';
const folder = fileURLToPath(new URL('../../golden/jabberd2', import.meta.url));

async function renderXml(set: GoldenSet): Promise<ReadonlyMap<string, string>> {
  const files = await renderGolden(set);
  return new Map(
    files
      .filter(({ path }) => /^jabberd2\/.*\.xml$/.test(path))
      .map(({ path, content }) => [path.slice('jabberd2/'.length), content]),
  );
}

for (const set of goldenSets) {
  test(`golden: ${set.name}`, async () => {
    const rendered = await renderXml(set);
    if (update) {
      await mkdir(`${folder}/${set.name}`, { recursive: true });
      for (const [name, content] of rendered) await writeFile(`${folder}/${set.name}/${name}`, content);
    }
    assert.deepEqual((await readdir(`${folder}/${set.name}`)).sort(), [...rendered.keys()].sort());
    for (const [name, content] of rendered) {
      assert.equal(content, await readFile(`${folder}/${set.name}/${name}`, 'utf8'), name);
    }
  });
}

test('there is a set for every folder of golden files', async () => {
  assert.deepEqual((await readdir(folder)).sort(), goldenSets.map(({ name }) => name).sort());
});

/** A set whose parts are read one by one below. */
const [first] = goldenSets;
assert.ok(first !== undefined);

test('switching rooms, other servers or new accounts changes no file: only a daemon starts or stops', async () => {
  const files = await renderXml(first);
  for (const change of [{ muc: true }, { otherServers: true }, { newUsersGetAccount: false }]) {
    const changed = await renderXml({ ...first, settings: { ...first.settings, ...change } });
    assert.deepEqual(changed, files);
  }
});

test('who creates rooms changes the file of the chat rooms alone', async () => {
  const files = await renderXml(first);
  const change = { roomsByAdministrators: true };
  const changed = await renderXml({ ...first, settings: { ...first.settings, ...change } });
  const others = [...files.keys()].filter((name) => changed.get(name) !== files.get(name));
  assert.deepEqual(others, ['muc.xml']);
  assert.match(changed.get('muc.xml') ?? '', /<roomlock\/>/);
});

test('keeping users of other servers out of the rooms changes the filter, and restarts the rooms', async () => {
  const files = await renderXml(first);
  const change = { muc: true, roomsForOwnUsers: true };
  const changed = await renderXml({ ...first, settings: { ...first.settings, ...change } });
  const others = [...files.keys()].filter((name) => changed.get(name) !== files.get(name));
  assert.deepEqual(others.sort(), ['muc.xml', 'router-filter.xml']);
});

test('no setting changes the files for which the router must restart', async () => {
  const routers = await Promise.all(
    goldenSets.map(async (set) => {
      const files = await renderXml(set);
      return ['router.xml', 'router-users.xml'].map((name) => files.get(name));
    }),
  );
  for (const router of routers) assert.deepEqual(router, routers[0]);
});

/** What jabberd2 takes for "on" when it is there at all, whatever it says, and what must never be there. */
const neverElements = [
  'traditional',
  'stats',
  'pbx',
  'websocket',
  'compression',
  'digest-md5',
  'anonymous',
  'external',
];
const neverAttributes = ['register-enable', 'register-oob', 'password-change', 'dump', 'verify-mode'];

test('nothing that must stay off is there', async () => {
  for (const set of goldenSets) {
    for (const [name, content] of await renderXml(set)) {
      const parser = new SaxesParser();
      parser.on('opentag', (tag) => {
        assert.ok(!neverElements.includes(tag.name), `${set.name}/${name}: <${tag.name}>`);
        for (const attribute of Object.keys(tag.attributes)) {
          assert.ok(!neverAttributes.includes(attribute), `${set.name}/${name}: ${attribute}`);
        }
      });
      parser.write(content).close();
    }
  }
});

test('an administrator whose name is no part of a JID is left out', async () => {
  const odd = [
    'a@b',
    ' alice',
    'al ice',
    'al/ice',
    'ALICE',
    'al<ice',
    '${x}',
    '',
    'ü',
    'a'.repeat(65),
    'carol',
  ];
  const files = await renderXml({ ...first, administrators: odd });
  assert.match(
    files.get('sm.xml') ?? '',
    /<jid>panel\.ebox\.invalid<\/jid>\s*<jid>carol@chat\.example\.org<\/jid>\s*<\/acl>/,
  );
  assert.match(
    files.get('muc.xml') ?? '',
    /<sadmin>\s*<user>rooms@panel\.ebox\.invalid<\/user>\s*<user>carol@chat\.example\.org<\/user>\s*<\/sadmin>/,
  );
});

test('whatever the directory says, the files are rendered and name exactly the administrators that can be', async () => {
  const names = fc.array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/)),
  );
  await fc.assert(
    fc.asyncProperty(names, async (administrators) => {
      const sm = (await renderXml({ ...first, administrators })).get('sm.xml') ?? '';
      const named = [...sm.matchAll(/<jid>([^<]*)@chat\.example\.org<\/jid>/g)].map(([, name]) => name);
      const possible = administrators.filter((name) => /^[a-z0-9][a-z0-9._-]{0,63}$/.test(name));
      assert.deepEqual(named, [...possible].sort());
    }),
    { numRuns: 200 },
  );
});
