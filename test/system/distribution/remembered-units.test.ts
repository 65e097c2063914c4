import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { temporaryFolder } from '../../helpers/folder.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { distribution } from '../../../src/modules/jabber/takeover/distribution.js';
import { createDistribution } from '../../../src/system/distribution/index.js';
import {
  merged,
  namesOf,
  readRemembered,
  writeRemembered,
} from '../../../src/system/distribution/remembered-units.js';

const known = namesOf(distribution);

const debian = [
  { name: 'jabberd.service', enabled: true, active: true },
  { name: 'jabberd-sm.service', enabled: false, active: true },
  { name: 'jabberd2', enabled: true, active: false },
];

test('how units were is one line a unit, comes back, and is read by sh', () => {
  const text = writeRemembered(debian);
  assert.equal(
    text,
    'jabberd.service enabled active\njabberd-sm.service disabled active\njabberd2 enabled inactive\n',
  );
  assert.deepEqual(readRemembered(text, known), debian);
  const script = 'while read -r unit enabled active; do [ "$enabled" = enabled ] && echo "$unit"; done; true';
  assert.equal(
    execFileSync('/bin/sh', ['-c', script], { input: text, encoding: 'utf8' }),
    'jabberd.service\njabberd2\n',
  );
});

test('a name that is none of theirs is never read', () => {
  const text =
    'ssh.service enabled active\njabberd-sm.service --now active\n../x enabled active\n\nnonsense\n--root=/x a b\n';
  assert.deepEqual(readRemembered(text, known), [
    { name: 'jabberd-sm.service', enabled: false, active: true },
  ]);
});

test('turning off twice remembers how they were before the first time', () => {
  const after = debian.map((unit) => ({ ...unit, enabled: false, active: false }));
  const late = { name: 'jabber-muc.service', enabled: true, active: true };
  assert.deepEqual(merged(debian, [...after, late]), [...debian, late]);
});

test('what one module turned off is put back alone; a line that no module declares goes', async (context) => {
  const { commands, files } = await temporaryMachine(context);
  const state = await temporaryFolder(context);
  const memory = `${state}/distribution-units`;
  const modules = [
    { id: 'a', distribution: { units: ['a.service'], initScript: null } },
    { id: 'b', distribution: { units: ['b.service'], initScript: null } },
    { id: 'c', distribution: null },
  ];
  const root = await temporaryFolder(context);
  const ours = createDistribution({ commands, files, modules, state, root, isRoot: true });
  await files.write(
    memory,
    'a.service enabled active\nssh.service enabled active\nb.service enabled inactive\n',
    'panel',
    0o644,
  );
  await ours.putBack('c');
  await ours.putBack('a');
  assert.equal(await files.read(memory), 'b.service enabled inactive\n');
  await ours.putBack('b');
  assert.equal(await files.exists(memory), false);
});
