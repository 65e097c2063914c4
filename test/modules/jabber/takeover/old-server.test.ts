import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { modules } from '../../../../src/modules/index.js';
import { disconnectPanel, jabber, panelOf } from '../../../../src/modules/jabber/index.js';
import { pathsOf, roomsFolder } from '../../../../src/modules/jabber/paths.js';
import { createPanel } from '../../../../src/panel.js';
import { addUser, finishedSave, userPassword } from '../../../helpers/enabled-panel.js';
import { chatSettings } from '../../../helpers/jabberd2.js';
import { temporaryMachine } from '../../../helpers/machine.js';
import { chatOn, setUpOldServer } from '../../../helpers/old-server.js';
import { signIn } from '../../../helpers/xmpp-client.js';
import { expectLog } from '../../../helpers/log-rule.js';
import { pathsBelow } from '../../../helpers/paths-below.js';
import { portsOf } from '../../../../src/modules/jabber/ports.js';
import { inEnglish } from '../../../helpers/in-english.js';

/** Every file below a folder with its digest: what must not change. SQLite makes empty helpers beside what it reads. */
async function digests(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await pathsBelow(folder);
  const found = new Map<string, string>();
  for (const name of names.sort()) {
    const path = `${folder}/${name}`;
    if (!(await stat(path)).isFile() || /-(?:wal|shm)$/.test(name)) continue;
    found.set(
      name,
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
  }
  return found;
}

test('contacts, a waiting message and a room of a server set up by hand are there when it was taken over', async (context) => {
  // The old server encrypts nothing.
  expectLog('c2s', / PLAIN authentication succeeded: (alice|bob)@old\.lan ::ffff:127\.0\.0\.1:\d+ $/);
  const old = await setUpOldServer(context, {
    edits: { 'muc.xml': (text) => text.replaceAll('conference.old.lan', 'rooms.old.lan') },
  });
  await old.start();
  await chatOn(context, old, 'tea@rooms.old.lan');

  const machine = await temporaryMachine(context, old.root);
  context.after(() => disconnectPanel(machine));
  const panel = await createPanel(machine, modules, 0);
  const offer = (await panel.modules.consent(['jabber'])).modules.at(-1)?.offer;
  const rows = new Map(offer?.found.map(({ label, value }) => [inEnglish(label), inEnglish(value)]));
  assert.equal(rows.get('Domain'), 'old.lan');
  assert.match(
    String(rows.get('Contacts and messages')),
    /^Contacts: 1\. Waiting messages: 1\. Users: 3\. Database: .*sqlite\.db/,
  );
  assert.match(String(rows.get('Chat rooms')), /^One permanent room at rooms\.old\.lan/);
  assert.equal(rows.get('Names without a user here'), '3: alice, bob and carol');

  await old.stop();
  const before = await digests(old.root);
  await panel.modules.enable('jabber', 'admin', true);
  assert.deepEqual(await digests(old.root), before, 'its own files are only read');
  assert.deepEqual((await panel.draft.view('jabber')).settings, {
    ...chatSettings,
    ...{ domain: 'old.lan', ssl: 'disabled', otherServers: true, muc: true },
  });

  for (const name of ['alice', 'bob']) await addUser(panel, name);
  const job = await finishedSave(panel);
  assert.equal(job.outcome, 'done', JSON.stringify(job.failure));

  const account = { port: portsOf(machine.layout).client, domain: 'old.lan', password: userPassword };
  const alice = await signIn(context, { ...account, username: 'alice' });
  await alice.xmpp.send(xml('presence'));
  const query = xml('query', { xmlns: 'jabber:iq:roster' });
  const roster = await alice.xmpp.iqCaller.request(xml('iq', { type: 'get', id: 'roster' }, query));
  const [item] = roster.getChild('query')?.getChildren('item') ?? [];
  assert.deepEqual(
    [item?.attrs['jid'], item?.attrs['name'], item?.getChildText('group')],
    ['bob@old.lan', 'Bob', 'Friends'],
  );
  const bob = await signIn(context, { ...account, username: 'bob' });
  await bob.xmpp.send(xml('presence'));
  const message = await bob.stanza((stanza) => stanza.is('message'));
  assert.equal(message.getChildText('body'), 'for later, O’Brien <&>');
  assert.deepEqual(await panelOf(machine).discoItems('conference.old.lan', 2), ['tea@conference.old.lan']);
  // Its owner is still its owner: only then may the form be asked for.
  const form = xml('query', { xmlns: 'http://jabber.org/protocol/muc#owner' });
  await alice.xmpp.send(
    xml(
      'presence',
      { to: 'tea@conference.old.lan/a' },
      xml('x', { xmlns: 'http://jabber.org/protocol/muc' }),
    ),
  );
  await alice.stanza(
    (stanza) => stanza.is('presence') && stanza.attrs['from'] === 'tea@conference.old.lan/a',
  );
  const answer = await alice.xmpp.iqCaller.request(
    xml('iq', { type: 'get', to: 'tea@conference.old.lan', id: 'form' }, form),
  );
  assert.match(String(answer), /Tea &amp; cake/);

  const [aside] = (await readdir(machine.layout.backups)).filter((name) => name.startsWith('taken-over-'));
  const kept = await digests(`${machine.layout.backups}/${aside ?? ''}`);
  assert.deepEqual(
    [...kept.keys()].filter((name) => !name.startsWith('configuration/')),
    ['names', 'storage-before.db', 'storage.db'],
  );
  assert.equal(kept.get('configuration/sm.xml'), before.get('etc/jabberd2/sm.xml'));
});

test('what was taken over is taken back when a later step fails, and the old server still has it', async (context) => {
  const old = await setUpOldServer(context);
  await old.start();
  await chatOn(context, old, 'tea@conference.old.lan');
  await old.stop();
  const before = await digests(old.root);

  const machine = await temporaryMachine(context, old.root);
  const { layout } = machine;
  const settings = { ...chatSettings, domain: 'old.lan' };
  const steps = jabber.enableSteps.slice(0, -1);
  const rows = async (): Promise<string> => {
    const query = 'SELECT count(*) FROM "roster-items"; SELECT count(*) FROM "queue";';
    return (await machine.commands.run(['/usr/bin/sqlite3', pathsOf(layout).storage, query])).stdout;
  };
  for (const step of steps) await step.run(machine, settings);
  assert.equal(await rows(), '1\n1\n');
  assert.equal((await readdir(roomsFolder(layout, 'old.lan'))).length, 3);

  // A second time, as after a crash: nothing is there twice, and only the second time is taken back.
  const takeOver = steps.at(-1);
  await takeOver?.run(machine, settings);
  assert.equal(await rows(), '1\n1\n');
  await takeOver?.undo(machine);
  assert.equal(await rows(), '1\n1\n');
  assert.equal((await readdir(roomsFolder(layout, 'old.lan'))).length, 3);

  const again = await temporaryMachine(context, old.root);
  const made = await readdir(`${again.layout.state}/data`);
  for (const step of steps) await step.run(again, settings);
  for (const step of [...steps].reverse()) await step.undo(again);
  assert.deepEqual(await readdir(`${again.layout.state}/data`), made);
  assert.deepEqual(await readdir(again.layout.backups), []);
  assert.deepEqual(await digests(old.root), before);
});

/** What is in the tables of contacts and of waiting messages. */
const COUNTS = 'SELECT count(*) FROM "roster-items"; SELECT count(*) FROM "queue";';

/** Three contacts and a message, which sm, killed in the middle, has not merged into its database yet. */
async function leaveUnmerged(database: string): Promise<void> {
  const sm = spawn('/usr/bin/sqlite3', ['-bail', database], { stdio: ['pipe', 'pipe', 'inherit'] });
  sm.stdin.write(`PRAGMA wal_autocheckpoint = 0;
    INSERT INTO "roster-items" ("collection-owner", "jid", "to", "from", "ask") VALUES
      ('alice@old.lan', 'bob@old.lan', 1, 1, 0), ('alice@old.lan', 'carol@old.lan', 1, 1, 0),
      ('bob@old.lan', 'alice@old.lan', 1, 1, 0);
    INSERT INTO "queue" ("collection-owner", "xml") VALUES ('carol@old.lan', '<message/>');
    SELECT 'written';\n`);
  for await (const said of sm.stdout.setEncoding('utf8')) if (String(said).includes('written')) break;
  sm.kill('SIGKILL');
  await once(sm, 'exit');
}

for (const [how, leave] of [
  [
    'ended as it should',
    (database: string) => execFileSync('/usr/bin/sqlite3', [database, 'PRAGMA wal_checkpoint(TRUNCATE);']),
  ],
  ['was killed', (database: string) => rm(`${database}-shm`)],
] as const) {
  test(`a database where nothing may be written, of a server that ${how}: what was offered arrives`, async (context) => {
    const old = await setUpOldServer(context);
    const folder = `${old.root}/var/lib/jabberd2`;
    const database = `${folder}/sqlite.db`;
    await leaveUnmerged(database);
    await leave(database);
    // As the helper sees it: systemd lets it write nowhere else than below its own state folder.
    await chown(folder, 0, 0);
    await chmod(folder, 0o755);
    for (const name of await readdir(folder)) await chmod(`${folder}/${name}`, 0o444);
    const before = await digests(old.root);

    const machine = await temporaryMachine(context, old.root);
    context.after(() => disconnectPanel(machine));
    const panel = await createPanel(machine, modules, 0);
    const offer = (await panel.modules.consent(['jabber'])).modules.at(-1)?.offer;
    const row = offer?.found.find(({ label }) => inEnglish(label) === 'Contacts and messages');
    assert.match(String(inEnglish(row?.value)), /^Contacts: 3\. Waiting messages: 1\. Users: 3\./);
    await panel.modules.enable('jabber', 'admin', true);
    const { storage } = pathsOf(machine.layout);
    assert.equal(execFileSync('/usr/bin/sqlite3', [storage, COUNTS], { encoding: 'utf8' }), '3\n1\n');
    const [aside = ''] = await readdir(machine.layout.backups);
    const kept = `${machine.layout.backups}/${aside}/storage.db`;
    assert.equal(execFileSync('/usr/bin/sqlite3', [kept, COUNTS], { encoding: 'utf8' }), '3\n1\n');
    assert.deepEqual(await digests(old.root), before);
  });
}

test('when less arrives than was offered, taking over fails, says so and is undone', async (context) => {
  const old = await setUpOldServer(context);
  const database = `${old.root}/var/lib/jabberd2/sqlite.db`;
  await leaveUnmerged(database);
  const whole = `${old.root}/whole.db`;
  execFileSync('/usr/bin/sqlite3', [database, `.backup ${whole}`]);
  const machine = await temporaryMachine(context, old.root);
  const panel = await createPanel(machine, modules, 0);
  const { commands } = machine;
  const run = commands.run.bind(commands);
  let looks = 0;
  // Between the offer and the copy somebody empties it, or it can no longer be read.
  const meanwhile = (what: () => Promise<unknown>): void => {
    looks = 0;
    Object.assign(commands, {
      run: async (...[argv, options]: Parameters<typeof run>) => {
        // A look at the old server begins with what dpkg remembers of it.
        if (argv[0] === '/usr/bin/dpkg-query' && argv.at(-1) === 'jabberd2' && (looks += 1) === 2)
          await what();
        return run(argv, options);
      },
    });
  };
  const refused = async (reason: RegExp): Promise<void> => {
    await assert.rejects(panel.modules.enable('jabber', 'admin', true), (error: Error) => {
      assert.match(error.message, reason);
      assert.match(error.message, /Its steps were undone/);
      return true;
    });
    assert.deepEqual(await readdir(machine.layout.backups), []);
    assert.equal(await machine.files.exists(pathsOf(machine.layout).storage), false);
  };
  meanwhile(() => Promise.resolve(execFileSync('/usr/bin/sqlite3', [database, 'DELETE FROM "queue";'])));
  await refused(/number of waiting messages dropped from 1 to 0 after/);
  await cp(whole, database);
  meanwhile(() => chmod(database, 0));
  await refused(/The database .* can no longer be read/);
  await chmod(database, 0o640);
  meanwhile(() => rm(`${old.root}/etc/jabberd2`, { recursive: true }));
  await refused(/offered to take over no longer exists/);
});
