import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const script = new URL('../scripts/requirements.mjs', import.meta.url).href;

/** Debian package → a file of it, as the scripts ask for it. */
function requirementsFor(purposes: Readonly<Record<string, boolean>>): ReadonlyMap<string, string> {
  const code = `import('${script}').then(({ requirementsFor }) =>
    console.log(JSON.stringify(requirementsFor(${JSON.stringify(purposes)}))))`;
  const said: unknown = JSON.parse(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }));
  return new Map(Object.entries(said ?? {}).map(([name, file]) => [name, String(file)]));
}

test('every program that the benchmarks run by its name is installed for them', () => {
  const files = [...requirementsFor({ benches: true }).values()];
  const sources = readdirSync('bench').map((name) => readFileSync(`bench/${name}`, 'utf8'));
  const programs = sources.flatMap((text) =>
    [...text.matchAll(/(?:spawn|execFile|execFileSync)\(\s*'([^']+)'/g)].map(([, name = '']) => name),
  );
  assert.ok(programs.includes('ldapsearch'));
  for (const program of programs) assert.ok(files.includes(`/usr/bin/${program}`), program);
});

test('what the tests need is there while they run, each by the file that its package is known by', () => {
  for (const [name, file] of requirementsFor({ tests: true })) assert.ok(existsSync(file), name);
});

test('the tests get a DNS server, and who starts the panel gets none', () => {
  const all = requirementsFor({ tests: true });
  for (const name of ['bind9', 'bind9-utils', 'bind9-dnsutils']) assert.ok(all.has(name), name);
  assert.deepEqual(
    [...requirementsFor({}).keys()].filter((name) => name.startsWith('bind9')),
    [],
  );
});

test('somebody who is not root is told the command that installs all that was asked for', () => {
  const { uid, gid } = { uid: 65_534, gid: 65_534 };
  const flags = ['--tests', '--boots', '--benches'];
  const { stdout, stderr, status } = spawnSync(process.execPath, [new URL(script).pathname, ...flags], {
    uid,
    gid,
    encoding: 'utf8',
  });
  if (status === 0) assert.match(stdout, /Nothing is missing/);
  else assert.match(stderr, /sudo \S+ \S+requirements\.mjs --tests --boots --benches\n/);
});
