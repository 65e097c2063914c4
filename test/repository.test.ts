import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

function git(...words: readonly string[]): readonly string[] {
  return execFileSync('git', words, { encoding: 'utf8' }).split('\n').filter(Boolean);
}

test('nothing that git is told to ignore is in the repository: no package, no build, no state', () => {
  assert.deepEqual(git('ls-files', '--cached', '--ignored', '--exclude-standard'), []);
});

test('what the scripts make in the repository is ignored, so that they leave it clean', () => {
  const made = [
    'build/ebox-jabber_1.2.3_all.deb',
    'dist/main.js',
    'node_modules/x',
    'state/panel/state.json',
  ];
  assert.deepEqual(git('check-ignore', '--', ...made), made);
});
