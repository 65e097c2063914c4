import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runsOtherwise } from '../../src/core/outdated.js';

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
