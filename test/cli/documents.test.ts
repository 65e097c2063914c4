import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commonOptions } from '../../src/cli/command.js';
import { commands } from '../../src/cli/commands/index.js';
import { bashCompletion } from '../../src/cli/completion.js';
import { manualPages } from '../../src/cli/manual-pages.js';
import { english } from '../../src/core/words/english.js';
import { languagesIn } from '../../scripts/words/compiled.js';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const completion = path('scripts/completion/eboxctl.bash');

test('the manual in each language and the completion are those of the commands that there are', async () => {
  const advice = 'run: node --import tsx scripts/eboxctl-documents.ts';
  const pages = manualPages(commands, languagesIn(path('languages')));
  assert.ok(pages.has('es/eboxctl.1'));
  for (const [name, text] of pages) assert.equal(await readFile(path(`docs/${name}`), 'utf8'), text, advice);
  assert.equal(await readFile(completion, 'utf8'), bashCompletion(commands), advice);
});

for (const page of ['eboxctl.1', 'es/eboxctl.1'])
  test(`the manual ${page} renders without a warning, and names every command and option`, () => {
    const manual = path(`docs/${page}`);
    const { stdout, stderr, status } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-c', manual], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
    });
    assert.deepEqual([status, stderr], [0, '']);
    const words = stdout
      .replace(/.\u0008/g, '')
      .replace(/[\u2010\u2011\u2212]\s*/g, '-')
      .replace(/\s+/g, ' ');
    for (const { name, summary, options } of commands) {
      assert.ok(words.includes(`eboxctl ${name}`), name);
      assert.ok(english(summary).endsWith('.'), name);
      for (const option of [...options, ...commonOptions])
        assert.ok(words.includes(`--${option.name}`), option.name);
    }
  });

test('every command is completed in bash, with its options', () => {
  const complete = (...typed: readonly string[]): readonly string[] => {
    const script = [
      `source ${completion}`,
      'COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _eboxctl; printf "%s\\n" "${COMPREPLY[@]}"',
    ].join('\n');
    const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', 'eboxctl', ...typed], {
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    return stdout.split('\n').filter((line) => line !== '');
  };
  for (const { name, options } of commands) {
    const [first = '', second] = name.split(' ');
    assert.ok(complete(first.slice(0, 2)).includes(first), name);
    if (second !== undefined) assert.ok(complete(first, second.slice(0, 1)).includes(second), name);
    const offered = complete(first, ...(second === undefined ? [] : [second]), '--');
    for (const option of [...options, ...commonOptions])
      assert.ok(offered.includes(`--${option.name}`), name);
  }
  assert.deepEqual(complete('nothing', 'x'), []);
});
