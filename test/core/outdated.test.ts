import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBroughtAnew, runsOtherwise } from '../../src/core/outdated.js';

test('a command is the same also behind an interpreter or without what began it, and unknown when the process is gone', () => {
  const command = ['/usr/bin/program', '-c', 'file'];
  for (const [argv, expected] of [
    [command, false],
    [['/usr/bin/perl', ...command], false],
    [command.slice(1), false],
    [[], false],
    [['/usr/bin/program', '-c', 'other'], true],
    [['/usr/bin/program'], true],
    [[...command, '-v'], true],
  ] as const)
    assert.equal(runsOtherwise(argv, command), expected, argv.join(' '));
});

test('a daemon of which nothing was written yet is new, unless nothing was written at all', () => {
  const files = [
    { path: 'a/one', readBy: ['a'] },
    { path: 'a/two', readBy: ['a', 'b'] },
  ];
  assert.equal(isBroughtAnew('b', files, [{ path: 'a/one' }]), true);
  assert.equal(isBroughtAnew('a', files, [{ path: 'a/one' }]), false, 'a file may be wanted by no setting');
  assert.equal(isBroughtAnew('c', files, [{ path: 'a/one' }]), false, 'it reads nothing');
  assert.equal(isBroughtAnew('b', files, []), false, 'nobody can tell');
});
