import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { after, before, test, type TestContext } from 'node:test';
import { english } from '../../src/core/words/english.js';
import type { DaemonRow } from '../../src/services/daemons/daemon-row.js';
import { comes } from '../helpers/daemons.js';
import { enabledPanel, userPassword, type EnabledPanel } from '../helpers/enabled-panel.js';
import { freeze } from '../helpers/freeze.js';
import { expectFailedSave, expectLog } from '../helpers/log-rule.js';
import { signIn } from '../helpers/xmpp-client.js';
import { portsOf } from '../../src/modules/jabber/ports.js';
import { pathsOf } from '../../src/modules/jabber/paths.js';
import { said } from '../helpers/in-english.js';

/** Seconds within which what ended alone serves again. */
const HEALED_WITHIN = 20;

/** What is said of a directory that went away for a while. */
const awayAndBack = [
  / error The directory of users does not answer: /,
  / info The directory answers again\.$/,
];

const cleanUps: (() => unknown)[] = [];
let server: EnabledPanel;

before(async () => {
  server = await enabledPanel({ after: (work) => void cleanUps.unshift(work) }, ['alice']);
});

after(async () => {
  for (const work of cleanUps) await work();
});

async function row(name: string): Promise<DaemonRow> {
  const found = (await server.panel.health.rows()).find((one) => one.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

async function pidOf(name: string): Promise<number> {
  return (await server.machine.daemons.state(name)).pid;
}

/** The process of the relay: c2s's only child. */
async function relayOf(c2s: number): Promise<number> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (new RegExp(`^\\d+ \\(.*\\) [^Z] ${c2s} `).test(status)) return Number(pid);
  }
  assert.fail('c2s has no relay');
}

/** Looks as the panel does until it is so, and says how many seconds that took. */
async function healed(isWell: () => Promise<boolean>): Promise<number> {
  const begun = performance.now();
  await comes(async () => {
    await server.panel.healing.look();
    return (await isWell()) ? true : null;
  });
  return (performance.now() - begun) / 1000;
}

async function aliceSignsIn(context: TestContext): Promise<void> {
  const { client } = portsOf(server.machine.layout);
  const account = { domain: 'chat.lan', username: 'alice', password: userPassword, port: client };
  await signIn(context, { ...account, resource: 'drill' });
}

test('the relay ends alone: the page says so, c2s is started again, and everybody signs in', async (context) => {
  expectLog('c2s', / \[error\] pipe: /);
  expectLog('panel', / info c2s is restarted: a part of it has ended/);
  assert.equal((await row('c2s')).state, 'running');
  const c2s = await pidOf('c2s');
  process.kill(await relayOf(c2s), 'SIGKILL');
  const said = await comes(async () => {
    const found = await row('c2s');
    return found.state === 'running' ? null : found;
  });
  assert.equal(said.state, 'not-answering');
  assert.match(english(said.detail), /nobody can sign in/);
  const seconds = await healed(async () => (await row('c2s')).state === 'running');
  assert.ok(seconds < HEALED_WITHIN, `${seconds} s`);
  assert.notEqual(await pidOf('c2s'), c2s);
  await aliceSignsIn(context);
  const [record] = await server.panel.audit.latest(1);
  assert.match(record?.what ?? '', /Client connections restarted, because a part of it had stopped/);
  assert.deepEqual([record?.who, record?.outcome], ['the panel', 'done']);
});

test('a save that meets a c2s without its relay fails, and leaves a service that is well', async (context) => {
  expectFailedSave();
  expectLog('c2s', / \[error\] pipe: /);
  const c2s = await pidOf('c2s');
  process.kill(await relayOf(c2s), 'SIGKILL');
  const job = await server.save({ muc: true });
  assert.equal(job.outcome, 'failed');
  assert.match(said(job.failure?.reason ?? ''), /nobody can sign in/);
  assert.equal(job.failure?.serviceDown, false, said(job.failure?.takenBack));
  await aliceSignsIn(context);
  await server.panel.draft.discard();
});

test('the sign-in service ends alone: its supervisor starts it, and c2s is left alone', async (context) => {
  expectLog('sign-in', / ebox-jabber: killed by signal 9$/);
  const [c2s, signInService] = [await pidOf('c2s'), await pidOf('sign-in')];
  process.kill(signInService, 'SIGKILL');
  const seconds = await healed(async () => {
    const { up, pid } = await server.machine.daemons.state('sign-in');
    return up && pid !== signInService && (await row('sign-in')).state !== 'not-answering';
  });
  assert.ok(seconds < HEALED_WITHIN, `${seconds} s`);
  assert.equal((await row('c2s')).state, 'running');
  await aliceSignsIn(context);
  assert.equal(await pidOf('c2s'), c2s);
});

test('the directory ends alone: its supervisor starts it, and c2s is left alone', async (context) => {
  expectLog('slapd', / ebox-jabber: killed by signal 9$/);
  expectLog('sign-in', ...awayAndBack, / info refused a health check: /);
  expectLog(
    'panel',
    / error The directory of users does not answer: /,
    / info The directory answers again\.$/,
  );
  const [c2s, slapd] = [await pidOf('c2s'), await pidOf('slapd')];
  process.kill(slapd, 'SIGKILL');
  const seconds = await healed(async () => {
    const { up, pid } = await server.machine.daemons.state('slapd');
    return up && pid !== slapd && (await row('sign-in')).state === 'running';
  });
  assert.ok(seconds < HEALED_WITHIN, `${seconds} s`);
  await aliceSignsIn(context);
  assert.equal(await pidOf('c2s'), c2s);
});

test('the directory hangs: the page says so, and c2s is not started again, however often it is looked at', async (context) => {
  expectLog('slapd', / send_ldap_response: ber write failed$/);
  expectLog('sign-in', ...awayAndBack, / info refused /);
  expectLog(
    'panel',
    / error The directory of users does not answer: /,
    / info The directory answers again\.$/,
  );
  const [c2s, slapd] = [await pidOf('c2s'), await pidOf('slapd')];
  await freeze(slapd);
  try {
    const asking = aliceSignsIn(context).then(
      () => true,
      () => false,
    );
    for (let look = 0; look < 10; look += 1) await server.panel.healing.look();
    assert.equal((await row('slapd')).state, 'not-answering');
    assert.equal((await row('sign-in')).state, 'not-answering');
    assert.equal(await asking, false);
    await server.panel.healing.look();
    assert.equal((await row('c2s')).state, 'running');
  } finally {
    process.kill(slapd, 'SIGCONT');
  }
  await comes(() =>
    aliceSignsIn(context).then(
      () => true,
      () => null,
    ),
  );
  assert.equal(await pidOf('c2s'), c2s);
});

test('a chat sign-in of an older version, until the next save, is called neither dead nor the fault of c2s', async (context) => {
  const { machine, panel } = server;
  const c2s = await pidOf('c2s');
  await machine.daemons.stop('sign-in');
  const older = createServer((socket) => {
    socket.on('data', (line: Buffer) => socket.end(line.toString() === 'HEALTH\n' ? 'OK\n' : 'NO\n'));
  });
  older.listen(pathsOf(machine.layout).signInHealthSocket);
  context.after(() => older.close());
  await once(older, 'listening');
  assert.equal((await row('c2s')).state, 'running');
  const view = await panel.clientViews.look('jabber');
  const finding = view?.findings.find(({ title }) => english(title) === 'Signing in');
  assert.equal(finding?.asPromised, true, english(finding?.sentence ?? ''));
  assert.match(english(finding.sentence), /still an older version, so signing in was not tested/);
  for (let look = 0; look < 3; look += 1) await panel.healing.look();
  // Where the machine lets nobody have the sockets, that is said too.
  const told = (await panel.notices.all()).filter((notice) => !english(notice).includes('connection guard'));
  assert.deepEqual(told, []);
  assert.equal(await pidOf('c2s'), c2s);
  const closed = once(older, 'close');
  older.close();
  await closed;
  await panel.save.restart('sign-in');
  await aliceSignsIn(context);
});

test('no look leaves anything behind: no user, no account of the chat server, no session', async () => {
  const { machine, panel } = server;
  await panel.clientViews.look('jabber');
  await panel.health.rows();
  const { entries } = await machine.directory.search({
    base: [{ type: 'dc', value: 'ebox' }],
    scope: 'sub',
    filter: { kind: 'present', attribute: 'uid' },
    attributes: ['uid'],
  });
  assert.deepEqual(
    entries.map(({ dn }) => dn),
    ['uid=alice,ou=Users,dc=ebox'],
  );
  const storage = await readFile(`${pathsOf(machine.layout).data}/storage.db`, 'latin1');
  const wal = await readFile(`${pathsOf(machine.layout).data}/storage.db-wal`, 'latin1').catch(() => '');
  assert.ok(`${storage}${wal}`.includes('alice@chat.lan'));
  assert.doesNotMatch(`${storage}${wal}`, /~[0-9a-f]{32}/);
  assert.doesNotMatch((await machine.daemons.lastLines('sm', 1000)).join('\n'), /~[0-9a-f]{32}/);
});
