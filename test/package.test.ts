import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { layoutOf } from '../src/core/layout.js';
import { modules } from '../src/modules/index.js';
import { lookUpAccounts } from './helpers/accounts.js';
import { createDaemons } from '../src/system/s6/daemons.js';
import { usualOf } from '../scripts/package/declared.js';
import { commandLine } from '../scripts/package/units.js';
import { makePanelCertificate } from './helpers/panel-certificate.js';
import { freePort, reserveRouterPort } from './helpers/ports.js';

const run = promisify(execFile);

/** The package, built once, and what it holds. */
let folder = '';
let deb = '';
let tree = '';

async function buildInto(place: string, umask: string): Promise<string> {
  const command = 'umask "$1"; exec node --import tsx scripts/package/main.ts "$2" 1.2.3';
  const { stdout } = await run('sh', ['-c', command, 'sh', umask, place], {
    env: { ...process.env, TMPDIR: place },
  });
  return stdout.trim();
}

before(async () => {
  folder = await mkdtemp('/tmp/ebox-package-');
  mkdirSync(`${folder}/first`);
  deb = await buildInto(`${folder}/first`, '022');
  tree = `${folder}/tree`;
  await run('dpkg-deb', ['--raw-extract', deb, tree]);
});
after(() => rm(folder, { recursive: true, force: true }));

test('two builds of one commit give the same bytes, wherever and by whomever', async () => {
  mkdirSync(`${folder}/second`);
  const second = await buildInto(`${folder}/second`, '077');
  assert.ok(readFileSync(deb).equals(readFileSync(second)));
});

test('lintian finds neither errors nor warnings', async () => {
  const options = ['--allow-root', '--no-cfg', '--fail-on', 'error,warning', deb];
  const { stdout } = await run('lintian', options).catch((error: unknown) => {
    throw new Error(String(Object.entries(error ?? {}).find(([name]) => name === 'stdout')?.[1]));
  });
  assert.equal(stdout, '');
});

test('everything belongs to root, nobody else may write it, and it is small', async () => {
  const { stdout } = await run('dpkg-deb', ['--contents', deb]);
  for (const line of stdout.trim().split('\n')) {
    assert.match(line, /^(?:-rw-r--r--|-rwxr-xr-x|drwxr-xr-x|lrwxrwxrwx) root\/root /, line);
    assert.doesNotMatch(line, /\/test\/|\.test\.|node_modules|\.map$|\.ts$/, line);
  }
  assert.ok(readFileSync(deb).length < 1_000_000, `${readFileSync(deb).length} bytes`);
  assert.equal(
    readFileSync(`${tree}/DEBIAN/conffiles`, 'utf8'),
    '/etc/apparmor.d/ebox-jabber-named\n/etc/apt/apt.conf.d/60ebox-jabber\n/etc/default/ebox-jabber\n',
  );
});

test('apt brings what every panel needs, and only suggests what some want', async () => {
  const { stdout: needed } = await run('dpkg-deb', ['--field', deb, 'Depends']);
  const { stdout: suggested } = await run('dpkg-deb', ['--field', deb, 'Suggests']);
  assert.equal(suggested.trim(), 'bind9, bind9-utils, ca-certificates');
  assert.match(needed, /jabberd2, .*slapd/);
  assert.doesNotMatch(needed, /bind9/);
});

test('the copyright file names every package of npm that is inside', () => {
  const text = readFileSync(`${tree}/usr/share/doc/ebox-jabber/copyright`, 'utf8');
  for (const name of ['express', 'ejs', 'ldapjs', 'execa', 'helmet', 'zod', 'saxes', 'diff'])
    assert.match(text, new RegExp(`^Comment: contains ${name} \\d`, 'm'), name);
  assert.doesNotMatch(text, /contains (?:tsx|typescript|eslint|playwright)/);
});

test('each daemon of each module has a unit that runs its command, and begins at a boot where it is wanted', () => {
  const ports = { client: 1, clientTls: 2, server: 3, router: 4, dns: 5 };
  const layout = layoutOf('/var/lib/ebox-jabber', ports, '/usr/bin/node');
  const users = new Map(modules.flatMap(({ accounts }) => accounts.map(({ name, user }) => [name, user])));
  const units = `${tree}/usr/lib/systemd/system`;
  const daemons = modules.flatMap((module) => module.daemons);
  const expected = daemons.map(({ name }) => `ebox-jabber-${name}.service`);
  assert.deepEqual(readdirSync(`${units}/ebox-jabber-daemons.target.wants`), [...expected].sort());
  for (const [place, daemon] of daemons.entries()) {
    const { argv, account, stopSeconds } = daemon.command({ layout });
    const text = readFileSync(`${units}/ebox-jabber-${daemon.name}.service`, 'utf8');
    const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
    assert.equal(value('ExecStart'), commandLine(argv));
    assert.equal(value('User'), users.get(account));
    assert.equal(value('TimeoutStopSec'), String(stopSeconds));
    assert.equal(value('ConditionPathExists'), `/var/lib/ebox-jabber/wanted/${daemon.name}`);
    assert.equal(value('Restart'), 'always');
    assert.notEqual(value('ExecStartPost'), '', 'it says when it serves');
    assert.deepEqual(value('After').split(' '), ['network.target', ...expected.slice(0, place)]);
    // Stopping or losing one must never stop another; the target is all of them together.
    assert.equal(value('PartOf'), 'ebox-jabber-daemons.target');
    assert.doesNotMatch(text, /^(?:Requires|Requisite|BindsTo|Conflicts|PropagatesStopTo)=/m);
  }
});

test('a daemon opens only the kinds of sockets that it declares: netlink where it reads addresses, and nowhere else', () => {
  const daemons = modules.flatMap((module) => module.daemons);
  const families = (name: string): readonly string[] => {
    const unit = readFileSync(`${tree}/usr/lib/systemd/system/ebox-jabber-${name}.service`, 'utf8');
    return (/^RestrictAddressFamilies=(.*)$/m.exec(unit)?.[1] ?? '').split(' ').sort();
  };
  const expected = daemons.map(({ name, confinement: { network, readsAddresses } }) => {
    const inet = network === 'none' ? [] : ['AF_INET', 'AF_INET6'];
    return [name, [...inet, ...(readsAddresses ? ['AF_NETLINK'] : []), 'AF_UNIX']];
  });
  assert.deepEqual(
    daemons.map(({ name }) => [name, families(name)]),
    expected,
  );
  const netlink = daemons.filter(({ name }) => families(name).includes('AF_NETLINK'));
  assert.deepEqual(
    netlink.map(({ name }) => name),
    ['named'],
  );
});

test('what is removed later leaves installed what the daemons of every module need', () => {
  const [, pattern = ''] = /NeverAutoRemove:: "([^"]+)"/.exec(
    readFileSync(`${tree}/etc/apt/apt.conf.d/60ebox-jabber`, 'utf8'),
  ) ?? ['', ''];
  const needed = modules.flatMap(({ packages }) => packages.map(({ name }) => name));
  for (const name of ['nodejs', ...needed]) assert.match(name, new RegExp(pattern));
  assert.doesNotMatch('bind9-doc', new RegExp(pattern));
});

test('every port and AppArmor profile that a module declares is in the package', () => {
  const settings = readFileSync(`${tree}/etc/default/ebox-jabber`, 'utf8');
  const scripts = ['postinst', 'postrm'].map((name) => readFileSync(`${tree}/DEBIAN/${name}`, 'utf8'));
  for (const { ports, daemons } of modules) {
    for (const { variable, ports: all } of ports)
      assert.match(settings, new RegExp(`^#${variable}=${usualOf(all)}$`, 'm'));
    for (const profile of daemons.flatMap(({ confinement }) => confinement.appArmor ?? [])) {
      assert.ok(existsSync(`${tree}/etc/apparmor.d/${profile}`), profile);
      for (const script of scripts) assert.match(script, new RegExp(`for profile in .*\\b${profile}\\b`));
    }
  }
});

test('a command line reaches the daemon word by word', () => {
  assert.equal(
    commandLine(['/usr/bin/x', 'ldapi://%2Frun', '$HOME', 'two words', 'a"b\\c']),
    '/usr/bin/x ldapi://%%2Frun $$HOME "two words" "a\\"b\\\\c"',
  );
});

test('systemd reads the units without a complaint', async () => {
  const units = `${folder}/units`;
  mkdirSync(units);
  const names = readdirSync(`${tree}/usr/lib/systemd/system`).filter((name) =>
    name.startsWith('ebox-jabber'),
  );
  const files = names.filter((name) => !name.endsWith('.wants'));
  for (const name of files) {
    const text = readFileSync(`${tree}/usr/lib/systemd/system/${name}`, 'utf8');
    // The program is where it was unpacked, and a man page or document is not looked for.
    writeFileSync(
      `${units}/${name}`,
      text
        // What a save writes is nowhere here.
        .replaceAll(/^ExecStart=\/var\/lib\/\S+/gm, 'ExecStart=/bin/true')
        .replaceAll(' /usr/lib/ebox-jabber/', ` ${tree}/usr/lib/ebox-jabber/`)
        .replaceAll('=/usr/lib/ebox-jabber/', `=${tree}/usr/lib/ebox-jabber/`)
        .replaceAll('=+/usr/lib/ebox-jabber/', `=+${tree}/usr/lib/ebox-jabber/`),
    );
  }
  const environment = { ...process.env, SYSTEMD_UNIT_PATH: `${units}:` };
  const paths = files.map((name) => `${units}/${name}`);
  const { stderr } = await run('systemd-analyze', ['verify', '--man=no', ...paths], { env: environment });
  assert.deepEqual(
    stderr.split('\n').filter((line) => line.includes('ebox-jabber')),
    [],
  );
});

test('the maintainer scripts are sh that dash reads', () => {
  for (const script of ['preinst', 'postinst', 'prerm', 'postrm'])
    execFileSync('sh', ['-n', `${tree}/DEBIAN/${script}`]);
});

test('the panel as it is packed serves its pages', async (context) => {
  const state = await mkdtemp('/tmp/ebox-packed-');
  await reserveRouterPort(state);
  writeFileSync(`${state}/panel.pem`, makePanelCertificate(state, 'DNS:panel.lan').pem);
  const port = await freePort();
  const child = spawn(process.execPath, [`${tree}/usr/lib/ebox-jabber/panel.mjs`], {
    cwd: '/',
    env: {
      PATH: process.env['PATH'],
      EBOX_STATE_DIR: state,
      EBOX_TLS: `${state}/panel.pem`,
      EBOX_LISTEN: `127.0.0.1:${port}`,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  context.after(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const layout = { services: `${state}/services`, logs: `${state}/logs` };
    const secrets = (): Promise<readonly []> => Promise.resolve([]);
    await createDaemons({ layout, accounts: await lookUpAccounts(), secrets }).end();
    await rm(state, { recursive: true, force: true });
  });
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      if (line.includes('the panel is at')) resolve();
    });
  });
  const page = await run('curl', [
    '--insecure',
    '--silent',
    '--max-time',
    '20',
    `https://127.0.0.1:${port}/sign-in`,
  ]);
  assert.match(page.stdout, /<h1[^>]*>\s*Sign in/);
  assert.ok(existsSync(`${tree}/usr/lib/ebox-jabber/dist/sign-in-service.cjs`));
});
