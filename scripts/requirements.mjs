/**
 * What the panel needs of Debian: finds what is missing and, as root, installs it.
 * Without root: `node scripts/requirements.mjs [--tests] [--boots] [--benches]` is the command that the others print.
 * Plain Node without any package, since nothing is installed yet when this runs.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fail, say } from './say.mjs';

/** Debian package → a file that is there when it is installed. */
const toRun = {
  slapd: '/usr/sbin/slapd',
  jabberd2: '/usr/sbin/jabberd2-c2s',
  'jabber-muc': '/usr/sbin/mu-conference',
  s6: '/usr/bin/s6-svscan',
  openssl: '/usr/bin/openssl',
  sqlite3: '/usr/bin/sqlite3',
  iproute2: '/usr/bin/ss',
};
const toTest = {
  chromium: '/usr/bin/chromium',
  strace: '/usr/bin/strace',
  'groff-base': '/usr/bin/groff',
  lintian: '/usr/bin/lintian',
  systemd: '/usr/bin/systemd-analyze',
  curl: '/usr/bin/curl',
  nginx: '/usr/sbin/nginx',
  // The module DNS. Only tests install it: who wants no DNS server gets none.
  bind9: '/usr/sbin/named',
  'bind9-utils': '/usr/bin/named-checkconf',
  'bind9-dnsutils': '/usr/bin/dig',
  // The client of the eBox manual, on a screen of its own.
  pidgin: '/usr/bin/pidgin',
  xvfb: '/usr/bin/Xvfb',
  // A client that runs the administrator's commands.
  'python3-slixmpp': '/usr/lib/python3/dist-packages/slixmpp/__init__.py',
};
/** For `npm run test:system`, which boots Debian in a folder. */
const toBoot = {
  debootstrap: '/usr/sbin/debootstrap',
  'systemd-container': '/usr/bin/systemd-nspawn',
  procps: '/usr/bin/pgrep',
};
/** For `npm run bench`, which measures beside what C programs take. */
const toMeasure = { 'ldap-utils': '/usr/bin/ldapsearch' };
/** Packages whose own services must stay off: the panel runs its own. */
const servers = ['slapd', 'jabberd2', 'jabber-muc', 'nginx', 'bind9'];

/** How long we wait for somebody else's apt, in seconds. */
const patience = 600;

/** All that Debian's programs are told of our environment: they ask nothing. */
const environment = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  DEBIAN_FRONTEND: 'noninteractive',
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(https?|no)_proxy$/i.test(name))),
};

/** What is needed for what is to be done: Debian package → a file that is there when it is installed. */
export function requirementsFor({ tests = false, boots = false, benches = false }) {
  return {
    ...toRun,
    ...(tests ? toTest : {}),
    ...(boots ? toBoot : {}),
    ...(benches ? toMeasure : {}),
  };
}

/** Ends the process with a sentence when something is missing and cannot be installed. */
export async function satisfyRequirements(purposes) {
  removeForgottenPolicy();
  const missing = missingPackages(requirementsFor(purposes));
  if (missing.length === 0) return;
  if (!existsSync('/usr/bin/apt-get')) {
    fail(
      `This machine is no Debian, so nothing can be installed here by itself. Needed are what Debian calls ` +
        `${missing.join(', ')}. Install these and start again.`,
    );
  }
  if (process.getuid() !== 0) {
    const flags = Object.keys(purposes).filter((purpose) => purposes[purpose]);
    const command = [
      process.execPath,
      fileURLToPath(import.meta.url),
      ...flags.map((purpose) => `--${purpose}`),
    ].join(' ');
    fail(
      `These Debian packages are missing: ${missing.join(', ')}. Only root can install them. Run this, then start ` +
        `again (it keeps Debian from starting services of its own):\n\n  sudo ${command}\n`,
    );
  }
  await install(missing);
}

function missingPackages(packages) {
  const names = Object.keys(packages);
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], {
    encoding: 'utf8',
    env: environment,
  });
  // An apt-get that was interrupted leaves files of packages that were never set up.
  const halfDone = new RegExp(`^(${names.join('|')}) (unpacked|half-.*|triggers-.*)$`, 'gm');
  const unfinished = [...(stdout ?? '').matchAll(halfDone)].map(([, name]) => name);
  return names.filter((name) => !existsSync(packages[name]) || unfinished.includes(name));
}

async function install(packages) {
  say(`These Debian packages are missing: ${packages.join(', ')}. They are installed now.`);
  const takeBack = forbidStarts();
  try {
    if (!areKnown(packages)) await updateLists();
    if (!(await aptInstall(packages))) {
      say('That did not work. It is tried once more with fresh package lists.');
      await updateLists();
      if (!(await aptInstall(packages))) {
        fail(
          `${packages.join(', ')} could not be installed; what apt-get said is above. Mend that and start again.`,
        );
      }
    }
  } finally {
    takeBack();
  }
  turnOff(packages.filter((name) => servers.includes(name)));
  say('Everything that is needed is installed.');
}

const policy = '/usr/sbin/policy-rc.d';
const formerPolicy = `${policy}.before-ebox-jabber`;
const ourPolicy = /^# ebox-jabber, process (\d+)/m;

/**
 * Debian starts a server as soon as it is installed, unless policy-rc.d says no (Debian's invoke-rc.d(8)).
 * Returns what brings the former policy back, which happens however this process ends.
 */
function forbidStarts() {
  if (existsSync(policy)) renameSync(policy, formerPolicy);
  writeFileSync(
    policy,
    `#!/bin/sh\n# ebox-jabber, process ${process.pid}, installs: nothing may be started.\nexit 101\n`,
  );
  chmodSync(policy, 0o755);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const end = () => process.exit(1);
  const takeBack = () => {
    bringFormerPolicyBack();
    process.off('exit', takeBack);
    for (const signal of signals) process.off(signal, end);
  };
  process.on('exit', takeBack);
  for (const signal of signals) process.on(signal, end);
  return takeBack;
}

function bringFormerPolicyBack() {
  if (existsSync(formerPolicy)) renameSync(formerPolicy, policy);
  else rmSync(policy, { force: true });
}

/** Somebody may have killed us while we installed: then our policy is still there. */
function removeForgottenPolicy() {
  if (process.getuid() !== 0 || !existsSync(policy)) return;
  const [, pid] = ourPolicy.exec(readFileSync(policy, 'utf8')) ?? [];
  if (pid !== undefined && !existsSync(`/proc/${pid}`)) bringFormerPolicyBack();
}

/** Whether the package lists on this machine have all of them. */
function areKnown(packages) {
  const { stdout } = spawnSync('apt-cache', ['policy', ...packages], { encoding: 'utf8', env: environment });
  const candidates = stdout.match(/^ {2}Candidate: (?!\(none\))/gm) ?? [];
  return candidates.length === packages.length;
}

async function updateLists() {
  say('Fetching the lists of packages (apt-get update) …');
  if (!(await apt(['update']))) fail('apt-get update failed; what it said is above. Is there a network?');
}

async function aptInstall(packages) {
  say('Installing. Debian does not start its own services meanwhile …');
  await follow('dpkg', ['--configure', '-a']);
  return apt(['install', '-y', '--no-install-recommends', ...packages]);
}

/** Runs apt-get, waiting while another program holds its locks. Returns whether it succeeded. */
async function apt(args) {
  const end = Date.now() + patience * 1000;
  for (let waiting = false; ; waiting = true) {
    const { status, output } = await follow('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=30', ...args]);
    if (status === 0) return true;
    const locked = /Could not get lock|Unable to (?:acquire|lock)/.test(output);
    if (!locked || Date.now() > end) {
      process.stderr.write(`${output.trimEnd().split('\n').slice(-20).join('\n')}\n`);
      return false;
    }
    if (!waiting) say('Another program is using apt. Waiting for it …');
    await setTimeout(3000);
  }
}

/** Runs a program and shows the lines that say how far it is. */
function follow(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (text) => {
      output += text;
      for (const [line] of text.matchAll(/^Setting up [^\s:]+/gm)) say(`  ${line}`);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

/**
 * Keeps the distribution's services of newly installed packages from starting at the next boot. They are disabled and
 * not masked: Debian's upgrades leave a disabled service alone, and whoever wants one later just enables it.
 */
function turnOff(packages) {
  const files = packages.flatMap((name) =>
    spawnSync('dpkg', ['-L', name], { encoding: 'utf8', env: environment }).stdout.split('\n'),
  );
  const named = (pattern) => files.flatMap((file) => pattern.exec(file)?.[1] ?? []);
  const scripts = named(/^\/etc\/init\.d\/([^/]+)$/);
  const units = named(/\/systemd\/system\/([^/]+\.(?:service|target|socket))$/);
  for (const script of scripts) quietly('update-rc.d', [script, 'disable']);
  if (existsSync('/usr/bin/systemctl') && units.length > 0) quietly('systemctl', ['disable', ...units]);
  const names = [...new Set([...scripts, ...units])];
  if (names.length > 0) say(`Debian's own services stay off: ${names.join(', ')}.`);
}

function quietly(program, args) {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', env: environment });
  if (status !== 0) say(`${program} ${args.join(' ')} did not work: ${stderr.trim()}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = (purpose) => process.argv.includes(`--${purpose}`);
  await satisfyRequirements({ tests: asked('tests'), boots: asked('boots'), benches: asked('benches') });
  say('Nothing is missing.');
}
