import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createSecrets } from '../../src/system/secrets.js';
import { createStore } from '../../src/system/store.js';
import { temporaryFolder } from '../helpers/folder.js';
import { ownershipOf } from '../helpers/ownership.js';

process.umask(0);

test('a document is null until it is written, and then what was written, for a later panel too', async (context) => {
  const folder = await temporaryFolder(context);
  assert.equal(await createStore(folder).document('state').read(), null);
  await createStore(folder).document('state').write({ domain: 'bücher.example', tick: true });
  assert.deepEqual(await createStore(folder).document('state').read(), {
    domain: 'bücher.example',
    tick: true,
  });
  assert.match(await ownershipOf(`${folder}/state.json`), / 600$/);
  assert.deepEqual(await readdir(folder), ['state.json']);
});

test('a damaged document is not taken for one that was never written', async (context) => {
  const folder = await temporaryFolder(context);
  for (const text of ['', '{"domain":']) {
    await writeFile(`${folder}/state.json`, text);
    await assert.rejects(createStore(folder).document('state').read(), /state\.json is damaged/);
  }
});

test('a name of a document is no path', async (context) => {
  const store = createStore(await temporaryFolder(context));
  for (const name of ['../state', 'a/b', '', 'A', '.state']) assert.throws(() => store.document(name));
});

test('secrets are made once, differ, and are kept', async (context) => {
  const folder = await temporaryFolder(context);
  const secrets = createSecrets(createStore(folder));
  const made = await Promise.all(['router-sm', 'router-c2s', 'router-sm'].map((name) => secrets.named(name)));
  const [sm, c2s, again] = made.map((secret) => secret.reveal());
  assert.match(sm ?? '', /^[0-9a-f]{32}$/);
  assert.notEqual(sm, c2s);
  assert.equal(again, sm);
  const later = createSecrets(createStore(folder));
  assert.equal((await later.named('router-sm')).reveal(), sm);
  assert.deepEqual((await later.all()).map((secret) => secret.reveal()).sort(), [sm, c2s].sort());
  assert.match(await ownershipOf(`${folder}/secrets.json`), / 600$/);
});

test('a secret that could not be kept is not given out', async (context) => {
  const folder = await temporaryFolder(context);
  const secrets = createSecrets(createStore(folder));
  await writeFile(`${folder}/secrets.json`, 'damaged');
  await assert.rejects(secrets.named('router-sm'));
  assert.equal(await readFile(`${folder}/secrets.json`, 'utf8'), 'damaged');
  await writeFile(`${folder}/secrets.json`, '{}');
  const { reveal } = { reveal: (await secrets.named('router-sm')).reveal() };
  assert.ok((await readFile(`${folder}/secrets.json`, 'utf8')).includes(reveal));
});
