import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { noImportCircles } from '../../scripts/rules/no-import-circles.mjs';

/** What the rule says of these files, a sentence for each import that it refuses. */
async function said(t: TestContext, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ebox-circles-')));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { house: { rules: { 'no-import-circles': noImportCircles } } },
      rules: { 'house/no-import-circles': 'error' },
    },
  });
  const results = await eslint.lintFiles(['.']);
  return results.flatMap(({ messages }) => messages.map(({ message }) => message)).sort();
}

test('a circle over three files is told at each of its imports, with the way', async (t) => {
  const sentences = await said(t, {
    'a.ts': "import { b } from './b.js';\nexport const a = b;\n",
    'b.ts': "export { c as b } from './c.js';\n",
    'c.ts': "import * as a from './a.js';\nexport const c = () => a;\n",
    'd.ts': "import './a.js';\n",
  });
  assert.equal(sentences.length, 3);
  assert.match(sentences[0] ?? '', /a\.ts → b\.ts → c\.ts → a\.ts/);
});

test('a circle of types is one too', async (t) => {
  const sentences = await said(t, {
    'a.ts': "import type { B } from './b.js';\nexport interface A { readonly b: B }\n",
    'b.ts': "import type { A } from './a.js';\nexport interface B { readonly a: A | null }\n",
  });
  assert.equal(sentences.length, 2);
});

test('files that several others import are no circle, and neither are packages', async (t) => {
  const sentences = await said(t, {
    'a.ts': "import './b.js';\nimport './c.js';\nimport 'node:fs';\n",
    'b.ts': "import './c.js';\n",
    'c.ts': 'export const c = 1;\n',
  });
  assert.deepEqual(sentences, []);
});
