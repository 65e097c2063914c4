import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { readCommandLine, readOptions } from '../../src/cli/command-line.js';
import { commands } from '../../src/cli/commands/index.js';
import { shellOf } from '../helpers/eboxctl.js';

const shell = shellOf('/nonexistent');

/** The command, its options and its operands, as a person would write them down. */
function read(line: string): string {
  const found = readCommandLine(line.split(' '), commands);
  if (found.kind !== 'command') return found.kind;
  const { values, operands } = readOptions(found.command, found.rest);
  const options = [...values].map(([name, given]) => `${name}=${given.join('+')}`);
  return [found.command.name, ...options.sort(), ...operands].join(' | ');
}

test('options may stand before the command, within it and after it', () => {
  const wanted = 'users edit | json=true | set=jabber.account=enabled | timeout=5 | yes=true | alice';
  for (const line of [
    'users edit alice --set jabber.account=enabled --json --yes --timeout 5',
    '--json --timeout 5 -y users edit --set jabber.account=enabled alice',
    'users --json --timeout=5 edit --set=jabber.account=enabled alice -y',
    '--set jabber.account=enabled --yes users --timeout 5 edit --json alice',
  ])
    assert.equal(read(line), wanted, line);
});

test('what stands behind -- is no option and no command', () => {
  assert.equal(read('users show -- --json'), 'users show | --json');
  assert.throws(() => read('users show --wrong alice'), /There is no option --wrong\./);
});

test('an option without its value, and a value for an option that takes none, are refused', () => {
  for (const [line, problem] of [
    ['audit -n', /The option -n needs a value\./],
    ['audit --number --json', /--number needs a value\. If --json is the value, type --number=--json\./],
    ['audit --json=yes', /The option --json takes no value\./],
    ['audit -x', /There is no option -x\./],
  ] as const)
    assert.throws(() => read(line), problem, line);
  assert.equal(read('audit --number=--json'), 'audit | number=--json');
});

test('an option takes a value in every command that has it, or in none', () => {
  const kinds = new Map<string, Set<boolean>>();
  for (const { name, value } of commands.flatMap(({ options }) => options))
    kinds.set(name, (kinds.get(name) ?? new Set()).add(value === null));
  for (const [name, seen] of kinds) assert.equal(seen.size, 1, name);
});

test('a group of commands lists itself, with help or without', async () => {
  for (const [line, code] of [
    ['users', 2],
    ['help users', 0],
    ['users --help', 0],
    ['--help users', 0],
  ] as const) {
    const said = await shell.type(line);
    assert.deepEqual([said.code, said.err], [code, ''], line);
    assert.match(said.out, /users list .*\n {2}users show/, line);
    assert.doesNotMatch(said.out, /modules enable/, line);
  }
});

test('help shows one command, with a second word as without', async () => {
  for (const line of ['help users add', 'users add --help', 'users -h add']) {
    const said = await shell.type(line);
    assert.equal(said.code, 0, line);
    assert.match(said.out, /^Usage: eboxctl users add .*\n\nAdd a user/, line);
  }
  assert.match((await shell.type('help certificates')).out, /certificates show/);
  const modules = await shell.type('help modules');
  assert.match(modules.out, /^Usage: eboxctl modules\n[^]*\n {2}modules enable/);
});

test('what is no command is said, with those that begin like it', async () => {
  const said = await shell.type('users lost --json');
  assert.equal(said.code, 2);
  assert.match(said.out, /^\{\n {2}"failed": \{\n {4}"code": "usage",\n {4}"sentences": \[/);
  assert.match(said.err, /no command "users lost"\. Similar commands: users list, users show/);
  assert.match((await shell.type('help nothing')).err, /no command "nothing"\./);
  assert.match((await shell.type('nothing')).err, /no command "nothing"\./);
  assert.equal((await shell.type('')).code, 2);
  assert.equal((await shell.type('--help')).code, 0);
});

test('--version is that of package.json', async () => {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const [, version = ''] = /"version": "([^"]+)"/.exec(text) ?? [];
  assert.deepEqual(await shell.type('--version'), { code: 0, out: `ebox-jabber ${version}\n`, err: '' });
});

test('--yes may be said with every command', async () => {
  for (const { name } of commands) assert.equal((await shell.type(`${name} --yes --help`)).code, 0, name);
});
