import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import {
  merged,
  readRemembered,
  writeRemembered,
} from '../../../src/system/distribution/remembered-units.js';

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
  assert.deepEqual(readRemembered(text), debian);
  const script = 'while read -r unit enabled active; do [ "$enabled" = enabled ] && echo "$unit"; done; true';
  assert.equal(
    execFileSync('/bin/sh', ['-c', script], { input: text, encoding: 'utf8' }),
    'jabberd.service\njabberd2\n',
  );
});

test('a name that is none of theirs is never read', () => {
  const text =
    'ssh.service enabled active\njabberd-sm.service --now active\n../x enabled active\n\nnonsense\n--root=/x a b\n';
  assert.deepEqual(readRemembered(text), [{ name: 'jabberd-sm.service', enabled: false, active: true }]);
});

test('turning off twice remembers how they were before the first time', () => {
  const after = debian.map((unit) => ({ ...unit, enabled: false, active: false }));
  const late = { name: 'jabber-muc.service', enabled: true, active: true };
  assert.deepEqual(merged(debian, [...after, late]), [...debian, late]);
});
