import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { after, before, test } from 'node:test';
import type { Decision } from '../../src/core/drift.js';
import type { Job, JobFailure } from '../../src/core/progress.js';
import { english } from '../../src/core/words/english.js';
import { reasonOf } from '../../src/errors.js';
import { disconnectPanel } from '../../src/modules/jabber/index.js';
import { enabledPanel, type EnabledPanel } from '../helpers/enabled-panel.js';
import { freeze } from '../helpers/freeze.js';
import { expectFailedSave, expectLog } from '../helpers/log-rule.js';
import { portsOf } from '../../src/modules/jabber/ports.js';
import { said } from '../helpers/in-english.js';

/** Seconds within which the last good state must be back after a failure. */
const BACK_WITHIN = 30;

const cleanUps: (() => unknown)[] = [];
let server: EnabledPanel;

before(async () => {
  server = await enabledPanel({ after: (work) => void cleanUps.unshift(work) });
  const job = await server.save({ ssl: 'disabled' });
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
});

after(async () => {
  for (const work of cleanUps) await work();
});

/** Everything that must be again as it was when a save has failed. */
async function active(): Promise<unknown> {
  const { machine, panel } = server;
  const rows = await panel.health.rows();
  return {
    generation: await machine.configuration.liveNumber(),
    saved: panel.keeper.state().saved,
    daemons: rows.map(({ name, state }) => `${name}: ${state}`),
    journal: await machine.store.document('journal').read(),
  };
}

/** Saves what must fail, and proves that the old state is in force again and the change still pending. */
async function failing(save: () => Promise<Job>): Promise<JobFailure> {
  expectFailedSave();
  const old = await active();
  let failedAt = 0;
  const end = server.panel.save.subscribe((job) => {
    if (job.outcome === 'failed') failedAt = performance.now();
  });
  const job = await save();
  end();
  assert.equal(job.outcome, 'failed');
  assert.ok(job.failure !== null);
  assert.equal(job.failure.serviceDown, false, said(job.failure.takenBack));
  assert.deepEqual(await active(), old);
  assert.ok(performance.now() - failedAt < BACK_WITHIN * 1000);
  assert.notEqual(server.panel.draft.pending().length, 0, 'the change is still pending');
  await server.panel.draft.discard();
  return job.failure;
}

/** A program that has a port of ours. */
async function squatter(port: number): Promise<Server> {
  const squatting = createServer((socket) => socket.on('error', () => undefined));
  squatting.listen(port, '::');
  await once(squatting, 'listening');
  return squatting;
}

/** What the home page and Save Changes ask the machine for, while the directory hangs: what is known is there in time. */
async function shownInTime(): Promise<void> {
  const { health, users, save } = server.panel;
  const asked = performance.now();
  const [rows, preview] = await Promise.all([
    health.rows(),
    save.preview().catch(reasonOf),
    users.isEmpty().catch(reasonOf),
  ]);
  assert.ok(performance.now() - asked < 3500, `after ${Math.round(performance.now() - asked)} ms`);
  assert.equal(rows.find(({ name }) => name === 'slapd')?.state, 'not-answering');
  assert.equal(rows.find(({ name }) => name === 'c2s')?.state, 'running');
  assert.match(
    typeof preview === 'string' ? preview : '',
    /because a daemon does not answer\. The home page shows which/,
  );
}

function wordsOf({ lastWords }: JobFailure, daemon: string): string {
  return lastWords.find((words) => words.daemon === daemon)?.lines.join('\n') ?? '';
}

test('a port that another program has is named, with what to do', async () => {
  const { client, clientTls, server: s2s } = portsOf(server.machine.layout);
  for (const { port, settings } of [
    { port: clientTls, settings: { ssl: 'optional' } },
    { port: s2s, settings: { otherServers: true } },
  ] as const) {
    const squatting = await squatter(port);
    const failure = await failing(() => server.save(settings)).finally(() => squatting.close());
    assert.ok(
      said(failure.reason).includes(
        `Another program (node, process ${process.pid}) uses port ${port}. Stop that`,
      ),
      said(failure.reason),
    );
    assert.match(said(failure.takenBack), /^Nothing was changed. The service runs as before\./);
  }
  assert.notEqual(client, clientTls);
});

test('a program that took the port of a daemon that was down is named everywhere', async () => {
  const { daemons, layout } = server.machine;
  const { client } = portsOf(layout);
  await daemons.stop('c2s');
  const web = createHttpServer((_request, response) => response.end('hello')).listen(client, '::');
  cleanUps.unshift(() => web.close());
  await once(web, 'listening');
  const named = `Another program (node, process ${process.pid}) uses port ${client}. Stop that program`;
  await assert.rejects(server.panel.save.restart('c2s'), (error: Error) => error.message.includes(named));
  const failure = await failing(() => server.save({ ssl: 'optional' }));
  assert.ok(said(failure.reason).includes(named), said(failure.reason));
  const view = await server.panel.clientViews.look('jabber');
  const seen = view?.findings.map(({ sentence }) => english(sentence)).join('\n') ?? '';
  assert.match(seen, /Another program answers there\. It does not speak XMPP/);
  assert.doesNotMatch(seen, /root node/);
  web.closeAllConnections();
  web.close();
  await once(web, 'close');
  await server.panel.save.restart('c2s');
});

/** Saves with a rendered file changed on its way to the disk, as nothing but a mistake of ours could do. */
async function savingWith(
  path: string,
  change: (content: string) => string,
  settings: Parameters<EnabledPanel['save']>[0],
): Promise<JobFailure> {
  const { configuration } = server.machine;
  const write = configuration.write.bind(configuration);
  configuration.write = (files) =>
    write(files.map((file) => (file.path === path ? { ...file, content: change(file.content) } : file)));
  return failing(() => server.save(settings)).finally(() => (configuration.write = write));
}

test('a key that does not belong to the certificate is caught, though c2s starts with it and offers no TLS', async () => {
  expectLog('c2s', /\[error\] failed to load (local|chat\.lan) SSL pemfile/);
  const { stdout: otherKey } = await server.machine.commands.run([
    '/usr/bin/openssl',
    'ecparam',
    '-name',
    'prime256v1',
    '-genkey',
    '-noout',
  ]);
  const mismatched = (pem: string): string => `${pem.slice(0, pem.indexOf('-----BEGIN PRIVATE'))}${otherKey}`;
  const failure = await savingWith('jabberd2/certificate.pem', mismatched, { ssl: 'optional' });
  assert.match(said(failure.step), /Starting Client connections/);
  assert.match(said(failure.reason), /It offers no encryption/);
  assert.match(
    said(failure.reason),
    /The certificate cannot be used: .* the key in its file belongs to another certificate/,
  );
  assert.match(wordsOf(failure, 'c2s'), /failed to load .*pemfile/);
});

test('a router that refuses the password is said', async () => {
  expectLog('s2s', /error from router: Authentication failed/, /attempting reconnect$/);
  const wrong = (xml: string): string => xml.replace(/<pass>[^<]*/, '<pass>0123456789abcdef');
  const failure = await savingWith('jabberd2/s2s.xml', wrong, { ssl: 'required', otherServers: true });
  assert.match(said(failure.step), /Starting Other servers/);
  assert.match(
    said(failure.reason),
    /The router refuses it: its password is not the one in router-users\.xml/,
  );
  assert.match(wordsOf(failure, 's2s'), /connection to router closed/);
});

test('a directory that hangs keeps a save from touching anything', async () => {
  expectLog('sign-in', / info refused a health check: The directory of users does not answer: /);
  expectLog('slapd', / send_ldap_response: ber write failed$/);
  expectFailedSave();
  expectLog(
    'panel',
    / error The directory of users does not answer: /,
    / info The directory answers again\.$/,
  );
  const { daemons } = server.machine;
  const { pid } = await daemons.state('slapd');
  await freeze(pid);
  let job: Job;
  try {
    await shownInTime();
    job = await server.save({ muc: true });
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  assert.match(said(job.failure?.reason ?? ''), /directory of users does not answer: No answer within 5 s/);
  assert.match(said(job.failure?.takenBack ?? ''), /Nothing was changed/);
  assert.notEqual(server.panel.draft.pending().length, 0);
  await server.panel.draft.discard();
});

test('a directory that is stopped keeps a save from touching anything, and can be started again', async () => {
  expectFailedSave();
  expectLog(
    'panel',
    / error The directory of users does not answer: /,
    / info The directory answers again\.$/,
  );
  const { daemons } = server.machine;
  await daemons.stop('slapd');
  const job = await server.save({ muc: true });
  assert.match(
    said(job.failure?.reason ?? ''),
    /directory of users does not answer: .*Look at the daemon "slapd"/,
  );
  assert.match(said(job.failure?.takenBack ?? ''), /Nothing was changed/);
  await server.panel.save.restart('slapd');
  await server.panel.draft.discard();
});

test('when the old state cannot be put back either, the page says that the service is down, and nothing loops', async () => {
  expectFailedSave();
  const { daemons, layout } = server.machine;
  const stop = daemons.stop.bind(daemons);
  let squatting: Server | null = null;
  const close = (): void => void squatting?.close();
  daemons.stop = async (name) => {
    await stop(name);
    if (name === 'c2s') squatting ??= await squatter(portsOf(layout).client);
  };
  const job = await server.save({ ssl: 'required' }).finally(close);
  daemons.stop = stop;
  assert.equal(job.failure?.serviceDown, true);
  assert.match(said(job.failure.takenBack), /The last good configuration could not be restored/);
  assert.ok(
    said(job.failure.takenBack).includes(`uses port ${portsOf(layout).client}`),
    said(job.failure.takenBack),
  );
  assert.match(said(job.failure.step), /Starting Client connections/);

  await server.panel.draft.discard();
  const again = await server.save({});
  assert.equal(again.outcome, 'done', said(again.failure?.reason));
  assert.deepEqual(
    (await server.panel.health.rows()).filter(({ state }) => state !== 'running' && state !== 'disabled'),
    [],
  );
});

/** Saves a file that somebody changed by hand, as decided. */
async function saveByHand(path: string, change: (text: string) => string, decision: Decision): Promise<Job> {
  const { machine, panel } = server;
  const file = `${machine.layout.live}/${path}`;
  await writeFile(file, change(await readFile(file, 'utf8')));
  const done = new Promise<Job>((resolve) => {
    const end = panel.save.subscribe((job) => {
      if (job.outcome === 'running') return;
      end();
      resolve(job);
    });
  });
  panel.save.start('admin', { [path]: decision });
  return done;
}

test('a restart of the router restarts all that do not survive it, in order', async () => {
  const before = await server.machine.daemons.state('sm');
  const job = await saveByHand('jabberd2/router.xml', (text) => `${text}<!-- mine -->\n`, 'keep');
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
  assert.notEqual((await server.machine.daemons.state('sm')).pid, before.pid);
});

test('a wrong password that was kept in router-users.xml is not found out at the next restart, but now', async () => {
  expectFailedSave();
  const path = 'jabberd2/router-users.xml';
  const good = await readFile(`${server.machine.layout.live}/${path}`, 'utf8');
  const job = await saveByHand(
    path,
    (text) => text.replaceAll(/<secret>[^<]*/g, '<secret>0123456789abcdef'),
    'keep',
  );
  assert.equal(job.outcome, 'failed');
  assert.equal(job.failure?.serviceDown, false, said(job.failure?.takenBack));
  assert.match(
    said(job.failure.takenBack),
    /are again as the panel wrote them\. Copies of the changed files are in/,
  );
  assert.equal(await readFile(`${server.machine.layout.live}/${path}`, 'utf8'), good);
  await disconnectPanel(server.machine);
  assert.deepEqual(
    (await server.panel.health.rows()).filter(({ state }) => state !== 'running' && state !== 'disabled'),
    [],
  );
});
