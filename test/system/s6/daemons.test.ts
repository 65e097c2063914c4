import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { test } from 'node:test';
import { neverStarted } from '../../../src/core/ports.js';
import { Secret } from '../../../src/core/secret.js';
import { english } from '../../../src/core/words/english.js';
import { lookUpAccounts } from '../../helpers/accounts.js';
import { createDaemons, type SupervisedDaemons } from '../../../src/system/s6/daemons.js';
import { holdersOf, programOf } from '../../../src/system/processes.js';
import {
  comes,
  shellDaemon,
  startPanel,
  stateBecomes,
  temporaryDaemons,
  type TestDaemons,
} from '../../helpers/daemons.js';
import { temporaryFolder } from '../../helpers/folder.js';
import { inEnglish } from '../../helpers/in-english.js';
import { ownershipOf } from '../../helpers/ownership.js';
import { freePort } from '../../helpers/ports.js';

/** A daemon that sleeps; `exec`, so that the process is the sleep itself. */
const sleeper = (name: string) => shellDaemon(name, 'exec sleep 1000');

/** A look for {@link comes}: whether a process has ended, be it that nobody has asked how. */
async function isGone(pid: number): Promise<true | null> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return state === null || /\) [ZX] /.test(state) ? true : null;
}

/** The s6-supervise of a daemon, once it is there. */
function supervisePid(services: string, name: string): Promise<number> {
  return comes(async () => (await holdersOf(`${services}/${name}/supervise/lock`))[0] ?? null);
}

test('a declared daemon is down until it is started, and down again once it is stopped', async (context) => {
  const daemons = await temporaryDaemons(context);
  await daemons.declare([sleeper('a'), sleeper('b')]);
  assert.deepEqual({ ...(await daemons.state('a')), seconds: 0 }, neverStarted);
  await daemons.start('a');
  const running = await daemons.state('a');
  assert.deepEqual({ up: running.up, wanted: running.wanted }, { up: true, wanted: true });
  assert.equal(await programOf(running.pid), 'sleep');
  assert.equal((await daemons.state('b')).up, false);
  await daemons.start('a');
  assert.equal((await daemons.state('a')).pid, running.pid);
  await daemons.stop('a');
  await daemons.stop('a');
  assert.deepEqual({ ...(await daemons.state('a')), seconds: 0 }, neverStarted);
  await comes(() => isGone(running.pid));
});

test('it is said what a daemon was started with, and which of what it runs was replaced since', async (context) => {
  const folder = await temporaryFolder(context);
  const program = `${folder}/sleep`;
  await copyFile('/bin/sleep', program);
  const daemons = await temporaryDaemons(context);
  const argv = [program, '1000'];
  await daemons.declare([{ name: 'a', argv, account: 'chat', stopSeconds: 2 }]);
  assert.deepEqual(await daemons.replaced('a'), []);
  await daemons.start('a');
  assert.deepEqual((await daemons.state('a')).argv, argv);
  assert.deepEqual(await daemons.replaced('a'), []);
  // As dpkg does.
  await copyFile('/bin/sleep', `${program}.new`);
  await rename(`${program}.new`, program);
  assert.deepEqual(await daemons.replaced('a'), [program]);
  await daemons.stop('a');
  await daemons.start('a');
  assert.deepEqual(await daemons.replaced('a'), []);
  await rm(program);
  assert.deepEqual(await daemons.replaced('a'), [], 'a new start would find nothing');
});

test('only a declared daemon can be named', async (context) => {
  const daemons = await temporaryDaemons(context);
  await daemons.declare([sleeper('a')]);
  for (const name of ['b', '../services/a', '.s6-svscan', '']) {
    assert.equal((await daemons.state(name)).up, false);
    await assert.rejects(daemons.start(name), { code: 'daemon-unknown' });
    await assert.rejects(daemons.lastLines(name, 1), { code: 'daemon-unknown' });
  }
  await assert.rejects(daemons.declare([sleeper('../a')]), /not a name of a daemon/);
});

test('a daemon runs as its account, with a minimal environment, few rights and no wide umask', async (context) => {
  process.env['CANARY'] = 'secret';
  const daemons = await temporaryDaemons(context);
  const odd = `it's "$HOME" \`id\``;
  await daemons.declare([
    shellDaemon('a', 'exec sleep 1000', { environment: { ODD: odd }, openFiles: 4096 }),
    shellDaemon('b', 'exec sleep 1000', { account: 'directory' }),
  ]);
  const accounts = await lookUpAccounts();
  for (const [name, account] of [
    ['a', 'chat'],
    ['b', 'directory'],
  ] as const) {
    await daemons.start(name);
    const { pid } = await daemons.state(name);
    const { uid, gid } = accounts.of(account);
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    assert.match(status, new RegExp(`^Uid:\\t${uid}\\t${uid}\\t${uid}\\t${uid}$`, 'm'));
    assert.match(status, new RegExp(`^Gid:\\t${gid}\\t${gid}\\t${gid}\\t${gid}$`, 'm'));
    assert.match(status, /^Umask:\t0027$/m);
    assert.match(status, /^NoNewPrivs:\t1$/m);
    if (!accounts.separate) continue;
    assert.match(status, /^Groups:\t *$/m);
    assert.match(status, /^CapBnd:\t0+$/m);
  }
  const { pid } = await daemons.state('a');
  const environment = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0');
  assert.deepEqual(
    environment
      .filter((line) => line !== '')
      .map((line) => line.split('=')[0])
      .sort(),
    ['LANG', 'ODD', 'PATH', 'PWD'],
  );
  assert.ok(environment.includes(`ODD=${odd}`));
  const limits = await readFile(`/proc/${pid}/limits`, 'utf8');
  assert.match(limits, /^Max open files +4096 /m);
  assert.match(limits, /^Max core file size +0 +0 /m);
});

test('a planned stop is no crash, even when the daemon dies by a signal', async (context) => {
  const daemons = await temporaryDaemons(context);
  const script = 'trap "kill -SEGV $$" TERM; echo its trap is set; while :; do sleep 0.01; done';
  await daemons.declare([shellDaemon('a', script)]);
  await daemons.start('a');
  await comes(said(daemons, 'a', 'its trap is set'));
  await daemons.stop('a');
  assert.match((await daemons.lastLines('a', 1)).join(), /killed by signal 11$/);
  assert.deepEqual({ ...(await daemons.state('a')), seconds: 0 }, neverStarted);
  // A panel that was killed in the middle of stopping has told s6 this much.
  await daemons.start('a');
  execFileSync('s6-svc', ['-wD', '-D', `${daemons.layout.services}/a`]);
  assert.deepEqual({ ...(await daemons.state('a')), seconds: 0 }, neverStarted);
});

/** Starts what may end so fast that its start is called a failure. */
async function startAnyhow(daemons: SupervisedDaemons, name: string): Promise<void> {
  await daemons.start(name).catch(() => null);
}

test('a daemon that cannot even begin is told of, with how it ended', async (context) => {
  const daemons = await temporaryDaemons(context);
  await daemons.declare([shellDaemon('a', '', { argv: ['/nowhere/daemon'] })]);
  await assert.rejects(
    daemons.start('a'),
    /^PanelError: Starting a failed: Its process does not run\. It ended with status 127\.$/,
  );
  assert.match((await daemons.lastLines('a', 2))[0] ?? '', /\/nowhere\/daemon: No such file/);
});

test('a crash is healed, counted, and slowed down when it repeats', async (context) => {
  const daemons = await temporaryDaemons(context);
  await daemons.declare([shellDaemon('a', 'exec sleep 1000'), shellDaemon('b', 'exit 3')]);
  await daemons.start('a');
  const { pid } = await daemons.state('a');
  process.kill(pid, 'SIGSEGV');
  const healed = await stateBecomes(daemons, 'a', (state) => state.up && state.pid !== pid);
  assert.equal(healed.recentCrashes, 1);
  assert.equal(english(healed.lastEnd ?? ''), 'It was killed by SIGSEGV.');

  await startAnyhow(daemons, 'b');
  const looping = await stateBecomes(daemons, 'b', (state) => state.recentCrashes === 4 && !state.up);
  assert.deepEqual(
    { up: looping.up, wanted: looping.wanted, lastEnd: inEnglish(looping.lastEnd) },
    { up: false, wanted: true, lastEnd: 'It ended with status 3.' },
  );
  const times = (await daemons.lastLines('b', 10)).map((line) => Date.parse(line.slice(0, 23)));
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  for (const [index, pause] of [1000, 2000, 3000].entries())
    assert.ok((pauses[index] ?? 0) > pause * 0.9, pauses.join());

  // While it waits it is not up, whatever s6 says.
  await comes(async () => ((await programOf(await childOf(daemons, 'b'))) === 'run' ? true : null));
  assert.equal((await daemons.state('b')).up, false);
  // Somebody who presses Stop or Start need not wait for a pause, which is five seconds by now.
  const before = performance.now();
  await startAnyhow(daemons, 'b');
  await daemons.stop('b');
  assert.ok(performance.now() - before < 5000);
  assert.equal((await daemons.state('b')).recentCrashes, 0);
});

/** The process that s6-supervise believes to be the daemon, 0 when there is none. */
async function childOf(daemons: TestDaemons, name: string): Promise<number> {
  const supervise = await supervisePid(daemons.layout.services, name);
  return Number(await readFile(`/proc/${supervise}/task/${supervise}/children`, 'utf8'));
}

test('a daemon that does not end is killed after its time, and its children with it', async (context) => {
  const daemons = await temporaryDaemons(context);
  const stubborn = 'trap "" TERM; sleep 1000 & sleep 1000 & while :; do wait; done';
  await daemons.declare([shellDaemon('a', stubborn, { stopSeconds: 1 })]);
  await daemons.start('a');
  const children = await comes(async () => {
    const holders = await holdersOf(`${daemons.layout.services}/a/lock`);
    return holders.length === 3 ? holders : null;
  });
  await daemons.stop('a');
  for (const pid of children) await comes(() => isGone(pid));
  assert.equal((await daemons.state('a')).up, false);
});

test('declaring again disturbs nobody, and a changed command counts from the next start', async (context) => {
  const daemons = await temporaryDaemons(context);
  await daemons.declare([sleeper('a'), sleeper('b')]);
  await daemons.start('a');
  const { pid } = await daemons.state('a');
  const written = await stat(`${daemons.layout.services}/a/run`);
  await daemons.declare([sleeper('a'), sleeper('b')]);
  assert.equal((await stat(`${daemons.layout.services}/a/run`)).mtimeMs, written.mtimeMs);
  await daemons.declare([shellDaemon('a', 'exec sleep 2000'), sleeper('c')]);
  assert.equal((await daemons.state('a')).pid, pid);
  await assert.rejects(daemons.start('b'), { code: 'daemon-unknown' });
  assert.equal((await daemons.state('c')).up, false);
  await daemons.stop('a');
  await daemons.start('a');
  const { pid: next } = await daemons.state('a');
  assert.match(await readFile(`/proc/${next}/cmdline`, 'utf8'), /sleep\x002000/);
  // What runs though nobody declares it any more is left alone until it is stopped.
  await daemons.declare([sleeper('c')]);
  assert.equal((await daemons.state('a')).pid, next);
  await daemons.stop('a');
  await daemons.declare([sleeper('c')]);
  assert.deepEqual((await readdir(daemons.layout.services)).sort(), ['.s6-svscan', 'c']);
});

test('the real router of jabberd2 serves, re-reads its users, and stops by itself', async (context) => {
  const daemons = await temporaryDaemons(context);
  const port = await freePort();
  await writeFile(`${daemons.folder}/users.xml`, '<users/>');
  await writeFile(
    `${daemons.folder}/router.xml`,
    `<router><id>router</id><log type='stdout'/><local><ip>127.0.0.1</ip><port>${port}</port>` +
      `<users>${daemons.folder}/users.xml</users><secret>test</secret></local></router>`,
  );
  await daemons.declare([
    {
      name: 'router',
      argv: ['/usr/sbin/jabberd2-router', '-c', `${daemons.folder}/router.xml`],
      account: 'chat',
      // It may look only after five seconds whether it is to end (mio_run in its main loop).
      stopSeconds: 10,
    },
  ]);
  await daemons.start('router');
  await comes(() => connects(port));
  await daemons.signal('router', 'SIGHUP');
  await comes(said(daemons, 'router', 'reloading users ...'));
  await daemons.stop('router');
  assert.match((await daemons.lastLines('router', 1)).join(), / ebox-jabber: ended with status 0$/);
  assert.equal(await connects(port), null);
  assert.equal((await daemons.state('router')).lastEnd, null);
});

/** True when somebody listens, otherwise null. */
function connects(port: number): Promise<true | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(null));
  });
}

/** A look for {@link comes}: whether the daemon's log has a line that ends so. */
function said(daemons: SupervisedDaemons, name: string, end: string): () => Promise<true | null> {
  return async () => ((await daemons.lastLines(name, 20)).some((line) => line.endsWith(end)) ? true : null);
}

test('the last lines come in order, bounded, readable, and without secrets', async (context) => {
  const secret = '0123456789abcdef0123456789abcdef';
  const daemons = await temporaryDaemons(context, [new Secret(secret)]);
  const script = `echo "<secret>"; echo "router ${secret}"; printf 'a\\033[2Jb\\n'; echo last >&2; exec sleep 1000`;
  await daemons.declare([
    shellDaemon('a', script),
    shellDaemon('loud', 'seq -f "line %.0f" 1 200000; exec sleep 1000'),
  ]);
  await daemons.start('a');
  const lines = await comes(async () => {
    const found = await daemons.lastLines('a', 3);
    return found.length === 3 ? found : null;
  });
  assert.deepEqual(
    lines.map((line) => line.replace(/^\d{4}-\d\d-\d\d [\d:]{8}\.\d+ {2}/, '')),
    ['router ****', 'a\\x1b[2Jb', 'last'],
  );
  assert.deepEqual(await daemons.lastLines('a', 0), []);

  await daemons.start('loud');
  await comes(async () =>
    (await daemons.lastLines('loud', 1))[0]?.endsWith('line 200000') === true ? true : null,
  );
  const many = await daemons.lastLines('loud', 100_000);
  assert.ok(many.length > 1000 && many.length < 20_000, `${many.length}`);
  const kept = await readdir(`${daemons.layout.logs}/loud`);
  assert.equal(kept.filter((name) => name.startsWith('@')).length, 5);
  assert.match(await ownershipOf(`${daemons.layout.logs}/loud`), / 2?700$/);
});

test(
  'daemons outlive a panel that is killed, and the next panel adopts them',
  { timeout: 30_000 },
  async (context) => {
    const daemons = await temporaryDaemons(context);
    const panel = await startPanel(
      daemons.layout,
      `await daemons.declare([shellDaemon('a', 'exec sleep 1000')]); await daemons.start('a');`,
    );
    const { pid } = await daemons.state('a');
    const supervise = await supervisePid(daemons.layout.services, 'a');
    panel.kill('SIGKILL');
    // Not until nobody has its output open any more: whoever reads it need not wait for the daemons.
    await once(panel, 'close');
    // s6 heals while there is no panel.
    process.kill(pid, 'SIGKILL');
    const healed = await stateBecomes(daemons, 'a', (state) => state.up && state.pid !== pid);
    await daemons.declare([sleeper('a')]);
    const { pid: adopted, wanted, lastEnd } = await daemons.state('a');
    assert.deepEqual(
      { adopted, wanted, lastEnd: inEnglish(lastEnd) },
      { adopted: healed.pid, wanted: true, lastEnd: 'It was killed by SIGKILL.' },
    );
    assert.equal(await supervisePid(daemons.layout.services, 'a'), supervise);
    // It belongs to no terminal and to no session of the panel's.
    const [scan] = await holdersOf(`${daemons.layout.services}/.s6-svscan/lock`);
    assert.ok(scan !== undefined);
    const [, , , session, terminal] = (await readFile(`/proc/${scan}/stat`, 'utf8'))
      .replace(/^.*\) /, '')
      .split(' ');
    assert.deepEqual([session, terminal], [`${scan}`, '0']);
  },
);

test('when s6-supervise is killed, the daemon runs on, only once, and can still be told what to do', async (context) => {
  const daemons = await temporaryDaemons(context);
  const script =
    'trap "echo reread" HUP; trap "echo ending; exit" TERM; echo begun; while :; do sleep 0.01; done';
  await daemons.declare([shellDaemon('a', script)]);
  await daemons.start('a');
  const { pid } = await daemons.state('a');
  // Twice: then one who waits for its turn is left behind too.
  for (let times = 0; times < 2; times += 1) {
    const supervise = await supervisePid(daemons.layout.services, 'a');
    process.kill(supervise, 'SIGKILL');
    await comes(() => isGone(supervise));
    await comes(async () => ((await programOf(await childOf(daemons, 'a'))) === 'flock' ? true : null));
  }
  const { up, wanted, pid: same } = await daemons.state('a');
  assert.deepEqual({ up, wanted, same }, { up: true, wanted: true, same: pid });
  await daemons.signal('a', 'SIGHUP');
  await comes(said(daemons, 'a', 'reread'));
  await daemons.start('a');
  assert.equal((await daemons.state('a')).pid, pid);
  await daemons.stop('a');
  await comes(() => isGone(pid));
  assert.equal((await daemons.state('a')).up, false);
  assert.deepEqual(await holdersOf(`${daemons.layout.services}/a/lock`), []);
  await daemons.start('a');
  const words = await comes(async () => {
    const lines = (await daemons.lastLines('a', 99)).map((line) => line.replace(/^.* {2}/, ''));
    return lines.at(-1) === 'begun' && lines.includes('ending') ? lines : null;
  });
  // It got the time to end by itself, and none that waited took its place before it was started again.
  // A shell may say what became of its sleep, too.
  const own = words.filter((line) => !line.startsWith('ebox-jabber: ') && line !== 'Terminated');
  assert.deepEqual(own, ['begun', 'reread', 'ending', 'begun']);
});

async function supervisors(services: string, name: string): Promise<readonly number[]> {
  return holdersOf(`${services}/${name}/supervise/control`);
}

test('when s6-svscan is killed, the next look takes everything over as it runs', async (context) => {
  const daemons = await temporaryDaemons(context);
  await daemons.declare([sleeper('a'), sleeper('b')]);
  await daemons.start('a');
  const { pid } = await daemons.state('a');
  const [scan] = await holdersOf(`${daemons.layout.services}/.s6-svscan/lock`);
  assert.ok(scan !== undefined);
  process.kill(scan, 'SIGKILL');
  await comes(() => isGone(scan));
  const states = await Promise.all(['a', 'b', 'a', 'b'].map((name) => daemons.state(name)));
  assert.deepEqual(
    states.map((state) => state.up),
    [true, false, true, false],
  );
  assert.equal((await daemons.state('a')).pid, pid);
  assert.equal((await holdersOf(`${daemons.layout.services}/.s6-svscan/lock`)).length, 1);
  for (const name of ['a', 'b']) assert.equal((await supervisors(daemons.layout.services, name)).length, 1);
  await daemons.start('b');
  process.kill(pid, 'SIGKILL');
  await stateBecomes(daemons, 'a', (state) => state.up && state.pid !== pid);
  await daemons.stop('a');
  assert.equal((await daemons.state('a')).up, false);
});

test('after a reboot nothing starts by itself', async (context) => {
  const daemons = await temporaryDaemons(context);
  await daemons.declare([sleeper('a')]);
  await daemons.start('a');
  const { services } = daemons.layout;
  const all = await Promise.all(
    ['.s6-svscan/lock', 'a/supervise/lock', 'a/log/supervise/lock', 'a/lock', 'a/log/lock'].map((lock) =>
      holdersOf(`${services}/${lock}`),
    ),
  );
  for (const one of all.flat()) process.kill(one, 'SIGKILL');
  for (const one of all.flat()) await comes(() => isGone(one));
  await daemons.declare([sleeper('a')]);
  const { up, wanted } = await daemons.state('a');
  assert.deepEqual({ up, wanted }, { up: false, wanted: false });
  await daemons.start('a');
  assert.equal((await daemons.state('a')).up, true);
});

test('ending ends every daemon and s6, says what ran, and leaves them down', async (context) => {
  const daemons = await temporaryDaemons(context);
  assert.deepEqual(await daemons.end(), []);
  await daemons.declare([sleeper('a'), sleeper('b'), shellDaemon('c', 'exit 1')]);
  await daemons.start('a');
  await startAnyhow(daemons, 'c');
  // `c` may just be trying once more.
  assert.deepEqual(
    (await daemons.end()).filter((name) => name !== 'c'),
    ['a'],
  );
  const { services } = daemons.layout;
  assert.deepEqual(await holdersOf(`${services}/.s6-svscan/lock`), []);
  for (const name of ['a', 'b', 'c']) {
    assert.deepEqual(await holdersOf(`${services}/${name}/supervise/lock`), []);
    assert.deepEqual(await holdersOf(`${services}/${name}/lock`), []);
    assert.deepEqual(await holdersOf(`${services}/${name}/log/lock`), []);
  }
  await daemons.declare([sleeper('a'), sleeper('b')]);
  assert.equal((await daemons.state('a')).up, false);
  await daemons.declare([]);
  assert.deepEqual(await daemons.end(), []);
  assert.deepEqual(await holdersOf(`${services}/.s6-svscan/lock`), []);
});

test('at the end a daemon that stops before another is gone when that one is told', async (context) => {
  const daemons = await temporaryDaemons(context);
  const speaker = (name: string, ending: string, more = {}) =>
    shellDaemon(name, `trap "echo told; ${ending} echo gone; exit" TERM; while :; do sleep 0.01; done`, more);
  await daemons.declare([
    speaker('router', ''),
    speaker('muc', 'sleep 0.5;', { stopsBefore: ['router', 'nobody'] }),
    speaker('sm', '', { stopsBefore: ['router'] }),
  ]);
  for (const name of ['router', 'muc', 'sm']) await daemons.start(name);
  // As the command that ends all: it declared nothing.
  const { layout } = daemons;
  const accounts = await lookUpAccounts();
  const secrets = () => Promise.resolve([]);
  assert.deepEqual(await createDaemons({ layout, accounts, secrets }).end(), ['muc', 'router', 'sm']);
  const timeOf = async (name: string, word: string): Promise<number> => {
    const line = (await daemons.lastLines(name, 20)).find((said) => said.endsWith(word)) ?? '';
    return Date.parse(line.slice(0, 23));
  };
  const [gone, told, first] = await Promise.all([
    timeOf('muc', 'gone'),
    timeOf('router', 'told'),
    timeOf('sm', 'gone'),
  ]);
  assert.ok(gone <= told && first < gone, `${first} ${gone} ${told}`);
});

/** The size of every file in a folder, in bytes. */
async function sizesIn(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder);
  return Promise.all(names.map(async (name) => (await stat(`${folder}/${name}`)).size));
}

/** The programs that keep a core busy are those of everybody else: the logger comes last, and finds more than it can write. */
test('a daemon that fills its log fills no disk, however late the logger comes: the oldest lines go', async (context) => {
  const daemons = await temporaryDaemons(context);
  const flood = `${daemons.folder}/flood`;
  const end = `${daemons.folder}/end`;
  await writeFile(flood, `${'x'.repeat(99)}\n`.repeat(300_000));
  await writeFile(end, 'at last\n');
  await daemons.declare([shellDaemon('loud', `cat ${flood} ${end}; exec sleep 100`)]);
  const [logger] = await comes(async () => {
    const found = await holdersOf(`${daemons.layout.services}/loud/log/lock`);
    return found.length === 1 && (await programOf(found[0] ?? 0)) === 's6-log' ? found : null;
  });
  execFileSync('renice', ['-n', '19', '-p', `${logger}`]);
  await daemons.start('loud');
  await comes(async () => ((await daemons.lastLines('loud', 1)).join().endsWith('at last') ? true : null));
  const sizes = await sizesIn(`${daemons.layout.logs}/loud`);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(Math.max(...sizes) < 1_200_000, `one file has ${Math.max(...sizes)} bytes`);
  assert.ok(total < 7_000_000 && total > 1_000_000, `${total} bytes in ${sizes.length} files`);
});

test('a daemon goes on while the disk of its log is full, and what it said is written once there is room', async (context) => {
  if (process.getuid?.() !== 0) return;
  const daemons = await temporaryDaemons(context);
  const { logs } = daemons.layout;
  const marks = `${daemons.folder}/marks`;
  for (const folder of [logs, marks]) await mkdir(folder);
  await chmod(marks, 0o777);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=711', 'tmpfs', logs]);
  try {
    const speech = 'yes "more than a pipe usually holds" | head -c 500000; echo all was said';
    const script = `trap '${speech}; : >${marks}/said' HUP; while :; do sleep 0.01; done`;
    await daemons.declare([shellDaemon('a', script)]);
    await daemons.start('a');
    await writeFile(`${logs}/full`, Buffer.alloc(3_000_000)).catch(() => undefined);
    await daemons.signal('a', 'SIGHUP');
    await comes(async () => ((await readdir(marks)).length > 0 ? true : null));
    assert.doesNotMatch((await daemons.lastLines('a', 1)).join(), /all was said/);
    await rm(`${logs}/full`);
    await comes(said(daemons, 'a', 'all was said'));
  } finally {
    execFileSync('umount', ['-l', logs]);
  }
});
