import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { issue } from '../helpers/certificates.js';
import { shellOf } from '../helpers/eboxctl.js';
import { temporaryFolder } from '../helpers/folder.js';
import { allowedListOf } from '../helpers/helper-socket.js';
import { ownershipOf } from '../helpers/ownership.js';
import { initialState } from '../../src/core/draft.js';
import { createRegistry } from '../../src/core/registry.js';
import { modules } from '../../src/modules/index.js';

async function open(context: TestContext) {
  const state = await temporaryFolder(context);
  context.after(() => rm(allowedListOf(state), { force: true }));
  const { pem, key } = await issue({ names: ['chat.lan'] });
  await writeFile(`${state}/full chain.pem`, pem);
  await writeFile(`${state}/chat.pem`, pem + key, { mode: 0o600 });
  await writeFile(`${state}/key.pem`, key, { mode: 0o600 });
  await writeFile(`${state}/other.key`, (await issue({ names: ['x.lan'] })).key, { mode: 0o600 });
  await writeFile(`${state}/cert.pem`, pem);
  return { both: pem + key, list: allowedListOf(state), ...shellOf(state) };
}

test('allow, list and forbid: the list is root’s, each is done once, and who did it stands there', async (context) => {
  const { type, state, list } = await open(context);
  assert.match((await type('certificates list')).out, /^What was made or uploaded in the panel +for chat\n$/);
  const pair = `${state}/cert.pem ${state}/key.pem`;
  const allowed = await type(`certificates allow ${pair} --detailed-exitcode`);
  assert.deepEqual([allowed.code, allowed.err], [10, '']);
  assert.match(allowed.out, /It is allowed\. Try again in the panel/);
  assert.equal(await ownershipOf(list), '0:0 600');
  assert.equal((await type(`certificates allow ${pair} --detailed-exitcode`)).code, 0);
  assert.equal((await type(`certificates allow --panel ${pair} --detailed-exitcode`)).code, 10);
  assert.equal((await type(`certificates allow ${state}/chat.pem --detailed-exitcode`)).code, 10);
  assert.equal((await type('certificates allow --panel --detailed-exitcode')).code, 10);
  const today = new Date().toISOString().slice(0, 10);
  const { out } = await type('certificates list');
  assert.match(
    out,
    new RegExp(`cert\\.pem \\S+key\\.pem +for chat and the panel +allowed by carol on ${today}\n`),
  );
  assert.match(out, /chat\.pem +for chat +allowed by carol/);
  assert.match(out, /made or uploaded in the panel +for chat and the panel\n$/);
  assert.equal((await type('certificates list --json')).out.match(/"certificate": /g)?.length, 2);

  assert.equal((await type(`certificates forbid --panel ${pair} --detailed-exitcode`)).code, 10);
  assert.equal((await type(`certificates forbid --panel ${pair} --detailed-exitcode`)).code, 0);
  assert.equal((await type(`certificates forbid ${pair} --detailed-exitcode`)).code, 10);
  assert.match((await type(`certificates forbid ${pair}`)).out, /It was not allowed/);
  assert.equal((await type('certificates forbid --panel --detailed-exitcode')).code, 10);
  assert.match(
    (await type('certificates list')).out,
    /^\S+chat\.pem +for chat +allowed[^\n]+\n[^\n]+for chat\n$/,
  );
});

test('what could not be served, or anybody could lead elsewhere, is refused at once with the reason', async (context) => {
  const { type, state, list } = await open(context);
  await mkdir(`${state}/open`, { mode: 0o777 });
  for (const [line, code, reason] of [
    ['certificates allow', 2, /Name the file of the certificate, or say --panel/],
    ['certificates allow relative.pem', 1, /whole paths/],
    [`certificates allow ${state}/../x.pem`, 1, /whole paths/],
    [`certificates allow ${state}/nothing.pem`, 1, /There is no file .* Nothing was changed/],
    [`certificates allow ${state}/cert.pem`, 1, /no private key/],
    [`certificates allow ${state}/cert.pem ${state}/other.key`, 1, /does not belong to the certificate/],
    [`certificates allow ${state}`, 1, /is a folder/],
    ['certificates allow --in-force --panel', 2, /said alone/],
    ['certificates forbid', 2, /Name the file/],
  ] as const) {
    const said = await type(line);
    assert.equal(said.code, code, line);
    assert.match(said.err, reason, line);
  }
  await assert.rejects(readFile(list), /ENOENT/);
});

test('an upgrade keeps what is in force, and nothing that only the panel says', async (context) => {
  const { type, state, both } = await open(context);
  const saved = async (settings: object): Promise<void> => {
    const initial = initialState(createRegistry(modules));
    const jabber = { enabled: true, settings: { ...initial.saved['jabber']?.settings, ...settings } };
    await mkdir(`${state}/panel`, { recursive: true });
    await writeFile(
      `${state}/panel/state.json`,
      JSON.stringify({ ...initial, saved: { ...initial.saved, jabber } }),
    );
  };
  const live = async (part: string, pem: string): Promise<void> => {
    await mkdir(`${state}/configuration/current/${part}`, { recursive: true });
    await writeFile(`${state}/configuration/current/${part}/certificate.pem`, pem);
  };
  const files = { certificate: 'files', certificateFile: `${state}/chat.pem` };
  const keep = async (): Promise<string> => (await type('certificates allow --in-force')).out;

  assert.match(await keep(), /No files of certificates are in force/);
  await live('jabberd2', both);
  await saved({ ...files, certificateFile: `${state}/cert.pem`, certificateKeyFile: `${state}/other.key` });
  assert.match(await keep(), /cert\.pem and .*other\.key: not allowed, because /);
  const foreign = await issue({ names: ['chat.lan'] });
  await writeFile(`${state}/foreign.pem`, foreign.pem + foreign.key, { mode: 0o600 });
  await saved({ ...files, certificateFile: `${state}/foreign.pem` });
  assert.match(await keep(), /foreign\.pem: not allowed, because another key than theirs is in force/);
  assert.match((await type('certificates list')).out, /^What was made or uploaded in the panel +for chat\n$/);

  await saved(files);
  assert.match(await keep(), /chat\.pem: in force, and allowed for chat from now on/);
  assert.match((await type('certificates list')).out, /chat\.pem +for chat +allowed/);
  assert.equal((await type('certificates allow --in-force --detailed-exitcode')).code, 0);
  await live('panel', both);
  assert.match(await keep(), /allowed for chat and the panel/);
  await saved({ certificate: 'own' });
  assert.match(await keep(), /The panel shows the certificate of the chat, as before/);
  assert.match(
    (await type('certificates list')).out,
    /made or uploaded in the panel +for chat and the panel\n$/,
  );
});
