import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { issue } from '../helpers/certificates.js';
import { shellOf } from '../helpers/eboxctl.js';
import { eventually } from '../helpers/eventually.js';
import { temporaryFolder } from '../helpers/folder.js';
import { allowedListOf, removeAllowedList } from '../helpers/helper-socket.js';
import { ownershipOf } from '../helpers/ownership.js';
import { english } from '../../src/core/words/english.js';
import { moment } from '../../src/core/words/sentence.js';
import { examineAllowed } from '../../src/cli/doctor/allowed-certificates.js';
import { listOf, readList } from '../../src/core/allowed-certificates.js';
import { initialState } from '../../src/core/draft.js';
import { createRegistry } from '../../src/core/registry.js';
import { modules } from '../../src/modules/index.js';

async function open(context: TestContext) {
  const state = await temporaryFolder(context);
  context.after(() => removeAllowedList(state));
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
  assert.match(
    (await type('certificates list')).out,
    /^Certificates made or uploaded in the panel +for chat\n$/,
  );
  const pair = `${state}/cert.pem ${state}/key.pem`;
  const allowed = await type(`certificates allow ${pair} --detailed-exitcode`);
  assert.deepEqual([allowed.code, allowed.err], [10, '']);
  assert.match(allowed.out, /It is allowed now\. Try again in the panel/);
  assert.equal(await ownershipOf(list), '0:0 600');
  assert.equal((await type(`certificates allow ${pair} --detailed-exitcode`)).code, 0);
  assert.equal((await type(`certificates allow --panel ${pair} --detailed-exitcode`)).code, 10);
  assert.equal((await type(`certificates allow ${state}/chat.pem --detailed-exitcode`)).code, 10);
  assert.equal((await type('certificates allow --panel --detailed-exitcode')).code, 10);
  const today = english(moment(new Date().toISOString(), 'day'));
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

test('of many changes at one instant none is lost', async (context) => {
  const { type, state, list, both } = await open(context);
  const names = Array.from({ length: 24 }, (_, index) => `${state}/${index}.pem`);
  for (const name of names) await writeFile(name, both, { mode: 0o600 });
  const [kept, gone] = [names.slice(0, 16), names.slice(16)];
  for (const name of gone) await type(`certificates allow ${name}`);
  const said = await Promise.all([
    ...kept.map((name) => type(`certificates allow ${name}`)),
    ...gone.map((name) => type(`certificates forbid ${name}`)),
    type('certificates allow --panel'),
  ]);
  for (const { code, err } of said) assert.deepEqual([code, err], [0, '']);
  const { files, keptForPanel } = readList(await readFile(list, 'utf8'));
  assert.deepEqual(files.map(({ certificate }) => certificate).sort(), [...kept].sort());
  assert.equal(keptForPanel, true);
  assert.equal(await ownershipOf(`${list}.lock`), '0:0 600');
});

test('a change waits for one that is under way, but not for one that was killed in the middle', async (context) => {
  const { type, state, list } = await open(context);
  const holder = spawn('flock', ['--exclusive', `${list}.lock`, 'sh', '-c', 'echo held; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const { pid } = holder;
  assert.ok(pid !== undefined);
  await once(holder.stdout, 'data');
  const changes = type(`certificates allow ${state}/chat.pem`);
  const { ino } = await stat(`${list}.lock`);
  await eventually(async () => {
    // proc(5): who waits for a lock stands below it, with an arrow.
    assert.match(await readFile('/proc/locks', 'utf8'), new RegExp(`-> FLOCK .*:${ino} `));
  });
  await assert.rejects(readFile(list), /ENOENT/);
  process.kill(-pid, 'SIGKILL');
  assert.deepEqual(await changes.then(({ code, err }) => [code, err]), [0, '']);
});

test('what could not be served, or anybody could lead elsewhere, is refused at once with the reason', async (context) => {
  const { type, state, list } = await open(context);
  await mkdir(`${state}/open`, { mode: 0o777 });
  for (const [line, code, reason] of [
    ['certificates allow', 2, /Name the file of the certificate, or use --panel/],
    ['certificates allow relative.pem', 1, /whole paths/],
    [`certificates allow ${state}/../x.pem`, 1, /whole paths/],
    [`certificates allow ${state}/nothing.pem`, 1, /There is no file .* Nothing was changed/],
    [`certificates allow ${state}/cert.pem`, 1, /no private key/],
    [`certificates allow ${state}/cert.pem ${state}/other.key`, 1, /does not belong to the certificate/],
    [`certificates allow ${state}`, 1, /is a folder/],
    ['certificates allow --in-force --panel', 2, /Use --in-force alone/],
    ['certificates forbid', 2, /Name the file/],
  ] as const) {
    const said = await type(line);
    assert.equal(said.code, code, line);
    assert.match(said.err, reason, line);
  }
  await assert.rejects(readFile(list), /ENOENT/);
});

/** What an upgrade finds: settings that the panel saved, and certificates in force. */
function upgradeOf(state: string) {
  return {
    saved: async (settings: object): Promise<void> => {
      const initial = initialState(createRegistry(modules));
      const jabber = { enabled: true, settings: { ...initial.saved['jabber']?.settings, ...settings } };
      await mkdir(`${state}/panel`, { recursive: true });
      await writeFile(
        `${state}/panel/state.json`,
        JSON.stringify({ ...initial, saved: { ...initial.saved, jabber } }),
      );
    },
    live: async (part: string, pem: string): Promise<void> => {
      await mkdir(`${state}/configuration/current/${part}`, { recursive: true });
      await writeFile(`${state}/configuration/current/${part}/certificate.pem`, pem);
    },
    own: async (pem: string): Promise<void> => {
      await mkdir(`${state}/certificates/chat.internal`, { recursive: true });
      await writeFile(`${state}/certificates/chat.internal/certificate.pem`, pem, { mode: 0o600 });
    },
  };
}

test('an upgrade keeps what is in force, and nothing that only the panel says', async (context) => {
  const { type, state, both } = await open(context);
  const { saved, live, own } = upgradeOf(state);
  const files = { certificate: 'files', certificateFile: `${state}/chat.pem` };
  const keep = async (): Promise<string> => (await type('certificates allow --in-force')).out;

  assert.match(await keep(), /No certificate from files is active/);
  await live('jabberd2', both);
  await saved({ ...files, certificateFile: `${state}/cert.pem`, certificateKeyFile: `${state}/other.key` });
  assert.match(await keep(), /cert\.pem and .*other\.key: not allowed: /);
  const foreign = await issue({ names: ['chat.lan'] });
  await writeFile(`${state}/foreign.pem`, foreign.pem + foreign.key, { mode: 0o600 });
  await saved({ ...files, certificateFile: `${state}/foreign.pem` });
  assert.match(await keep(), /foreign\.pem: not allowed: the active key is another one/);
  assert.match(
    (await type('certificates list')).out,
    /^Certificates made or uploaded in the panel +for chat\n$/,
  );

  await saved(files);
  assert.match(await keep(), /chat\.pem: active, and from now on allowed for chat /);
  assert.match((await type('certificates list')).out, /chat\.pem +for chat +allowed/);
  assert.equal((await type('certificates allow --in-force --detailed-exitcode')).code, 0);
  await live('panel', both);
  assert.match(await keep(), /allowed for chat and the panel/);
  // The panel says that it shows one that is kept here: its live one is not that.
  await saved({ certificate: 'own' });
  await own(foreign.pem + foreign.key);
  assert.match(await keep(), /not allowed: the active key is another one/);
  assert.match((await type('certificates list')).out, /made or uploaded in the panel +for chat\n$/);
  await own(both);
  assert.match(await keep(), /made or uploaded here: active, and from now on allowed for chat and the panel/);
  assert.match(
    (await type('certificates list')).out,
    /made or uploaded in the panel +for chat and the panel\n$/,
  );
});

test('however the panel spells what is in force, the list stays one that can be read', async (context) => {
  const { type, state, both } = await open(context);
  const { saved, live } = upgradeOf(state);
  await live('jabberd2', both);
  const inForce = async (certificateFile: string, certificateKeyFile: string): Promise<string> => {
    await saved({ certificate: 'files', certificateFile, certificateKeyFile });
    return (await type('certificates allow --in-force')).out;
  };
  assert.match(await inForce(`${state}//./chat.pem`, ''), /from now on allowed for chat \(/);
  assert.match(await inForce(`${state}/chat.pem`, `${state}/chat.pem`), /from now on allowed for chat \(/);
  assert.match(await inForce('', ''), /not allowed: these are not absolute paths/);
  const { files } = readList(await readFile(allowedListOf(state), 'utf8'));
  assert.deepEqual(
    files.map(({ certificate, key }) => [certificate, key]),
    [[`${state}/chat.pem`, '']],
  );
});

test('the panel gets no key by an upgrade but that which it has', async (context) => {
  const { type, state, both } = await open(context);
  const { saved, live } = upgradeOf(state);
  const other = await issue({ names: ['panel.lan'] });
  await live('jabberd2', both);
  await live('panel', other.pem + other.key);
  await saved({ certificate: 'files', certificateFile: `${state}/chat.pem` });
  assert.match((await type('certificates allow --in-force')).out, /from now on allowed for chat \(/);
});

test('a list that could not be read again is not written', async (context) => {
  const { type, state, list } = await open(context);
  const entry = { key: '', panel: false, by: 'root', at: new Date().toISOString() };
  const files = Array.from({ length: 100 }, (_, index) => ({ certificate: `/c${index}.pem`, ...entry }));
  await writeFile(list, listOf({ files, keptForPanel: false }), { mode: 0o600 });
  const said = await type(`certificates allow ${state}/chat.pem`);
  assert.match(said.err, /^Nothing was done, because the list would be wrong: /);
  assert.equal((await type('certificates list')).code, 0);
});

test('what the panel’s account put into a name moves nothing at root’s terminal', async (context) => {
  const { type, state, both } = await open(context);
  const { saved, live } = upgradeOf(state);
  await live('jabberd2', both);
  await saved({ certificate: 'files', certificateFile: `${state}/panel/link` });
  const folder = `${state}/panel/\x1b]0;title\x07\u009b2J`;
  await mkdir(folder);
  await chmod(folder, 0o777);
  await writeFile(`${folder}/x.pem`, both);
  await symlink(`${folder}/x.pem`, `${state}/panel/link`);
  const { out } = await type('certificates allow --in-force');
  assert.match(out, /the folder “\\u001b\]0;title\\u0007\\u009b2J”, which other accounts can write to/);
  const said = await type('certificates allow --in-force --json');
  assert.ok(said.out.startsWith('{'), said.out);
  assert.doesNotMatch(said.out, /(?!\n)\p{Cc}/u);
  assert.ok(JSON.stringify(JSON.parse(said.out)).includes('\\u001b]0;title'));
});

test('the doctor says when the list counts for nothing, and what to do', async (context) => {
  const { type, state, list } = await open(context);
  const examined = async (): Promise<readonly string[]> =>
    (await examineAllowed({ allowedCertificates: list })).map(({ verdict, sentence, advice }) =>
      `${verdict}: ${english(sentence)} ${english(advice)}`.trim(),
    );
  assert.deepEqual(await examined(), ['ok: Root allows 0 certificate files.']);
  await type(`certificates allow ${state}/chat.pem`);
  assert.deepEqual(await examined(), ['ok: Root allows one certificate file.']);
  const whole = await readFile(list, 'utf8');
  for (const [what, change, seen] of [
    ['cut off', () => writeFile(list, whole.slice(0, 40)), /is damaged: It is not JSON/],
    ['emptied', () => writeFile(list, ''), /is damaged: It is not JSON/],
    ['of another shape', () => writeFile(list, '{"version": 2}'), /is damaged: version: /],
    ['open to its group', () => chmod(list, 0o620), /Other accounts can write to/],
    ['open to all', () => chmod(list, 0o602), /Other accounts can write to/],
    ['of another account', () => chown(list, 65_534, 0), /does not belong to root/],
    ['a folder', () => rm(list).then(() => mkdir(list)), /is a folder/],
  ] as const) {
    await rm(list, { recursive: true, force: true });
    await writeFile(list, whole, { mode: 0o600 });
    await change();
    const [found = '', ...others] = await examined();
    assert.deepEqual(others, [], what);
    assert.match(
      found,
      /^problem: The list of allowed certificates(?:, \S+, is ignored because it is damaged| is ignored): /,
      what,
    );
    assert.match(found, seen, what);
    assert.ok(found.includes(`chown root:root ${list}; chmod 600 ${list}`), found);
    assert.match(found, /"eboxctl certificates allow"/);
  }
});
