import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test, type TestContext } from 'node:test';
import { po } from 'gettext-parser';
import { emptyCatalogue, merged, reportOf, textOf } from '../../scripts/words/catalogue.js';
import { extract } from '../../scripts/words/extract.js';
import { languagesIn } from '../../scripts/words/compiled.js';
import { say } from '../../src/core/words/sentence.js';
import { temporaryFolder } from '../helpers/folder.js';

/** A repository with this code and this template. */
async function repository(context: TestContext, code: string, template = ''): Promise<string> {
  const folder = await temporaryFolder(context);
  await mkdir(join(folder, 'src'));
  await mkdir(join(folder, 'views'));
  await writeFile(join(folder, 'src/code.ts'), code);
  await writeFile(join(folder, 'views/page.ejs'), template);
  return folder;
}

test('sentences are found in code and in templates, with their plurals, contexts and comments', async (context) => {
  const root = await repository(
    context,
    `// Translators: it is a daemon
const a = say\`Stop \${{ daemon: title(x) }}.\`;
const b = [say\`Stop \${{ daemon }}.\`, sayOf('module')\`Off\`, phrase('One ' + 'line')];
const c = many(n, say\`One file.\`, say\`\${{ count: quantity(n) }} files in \${{ where: say\`a folder\` }}.\`);`,
    '<p><%= say`Hello` %></p><% if (x) { %><a title="<%= /* Translators: a button */ say`Go` %>"></a><% } %>',
  );
  const files = ['src/code.ts'];
  const page = ['views/page.ejs'];
  const none = { context: '', comments: [] };
  assert.deepEqual(extract(root), [
    { message: 'Stop {daemon}.', context: '', files, comments: ['it is a daemon'] },
    { ...none, message: 'Off', context: 'module', files },
    { ...none, message: 'One line', files },
    { ...none, message: 'One file.', several: '{count} files in {where}.', files },
    { ...none, message: 'a folder', files },
    { ...none, message: 'Hello', files: page },
    { message: 'Go', context: '', files: page, comments: ['a button'] },
  ]);
});

test('a sentence that nobody could translate is refused with its file', async (context) => {
  for (const [code, reason] of [
    ['say`Stop ${daemon}.`', /^Error: src\/code\.ts: a place of a sentence has no name/],
    ['many(1, one, several)', /^Error: src\/code\.ts: many\(\) takes a count and two say/],
    ['phrase(english)', /^Error: src\/code\.ts: only a text can be found here, not english/],
    ['say`Stop ${{ the_daemon: x }}.`', /^Error: src\/code\.ts: the name of a place has .* not the_daemon$/],
    ['say`Stop ${{ $daemon: x }}.`', /^Error: src\/code\.ts: the name of a place has .* not \$daemon$/],
    ["const off = sayOf('module'); off`Off`", /^Error: src\/code\.ts: sayOf must be the tag of a template/],
    ['const of = sayOf;', /^Error: src\/code\.ts: sayOf must be the tag of a template: of = sayOf$/],
    ['const s = say; s`Off`', /^Error: src\/code\.ts: say must be the tag of a template: s = say$/],
    ['texts.map(say)', /^Error: src\/code\.ts: say must be the tag of a template: texts\.map\(say\)$/],
    ['const plural = many;', /^Error: src\/code\.ts: many must be called where it stands: plural = many$/],
    [
      'texts.map(phrase)',
      /^Error: src\/code\.ts: phrase must be called where it stands: texts\.map\(phrase\)$/,
    ],
    ["import { say as s } from './x.js'", /^Error: src\/code\.ts: say must be the tag of a template/],
  ] as const) {
    const root = await repository(context, code);
    assert.throws(() => extract(root), reason);
  }
});

test('merging keeps what was translated, and what the code no longer says', async (context) => {
  const found = (message: string, several?: string) => ({
    message,
    context: '',
    files: ['src/a.ts'],
    comments: [],
    ...(several === undefined ? {} : { several }),
  });
  const first = merged(emptyCatalogue('es'), [found('Old'), found('Stays {name}')], 'es');
  const translated = po.parse(
    textOf(first)
      .replace('msgid "Old"\nmsgstr ""', 'msgid "Old"\nmsgstr "Viejo"')
      .replace(/(Stays.*\nmsgstr) ""/, '$1 "Queda {nombre}"'),
  );
  const second = merged(translated, [found('Stays {name}'), found('One.', '{count} ones.')], 'es');
  assert.match(textOf(second), /#~ msgid "Old"\n#~ msgstr "Viejo"/);
  assert.deepEqual(reportOf(second, [found('Stays {name}'), found('One.', '{count} ones.')], 'es'), {
    missing: ['src/a.ts: One.'],
    stale: [],
    wrong: ['“Queda {nombre}” lacks {name}', '“Queda {nombre}” has {nombre}, which nothing fills'],
  });
  const third = merged(po.parse(textOf(second)), [found('Old')], 'es');
  assert.deepEqual(reportOf(third, [found('Old')], 'es'), { missing: [], stale: [], wrong: [] });
  assert.equal(textOf(merged(po.parse(textOf(third)), [found('Old')], 'es')), textOf(third));

  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'es.po'), textOf(third));
  assert.equal(
    languagesIn(folder)
      .reader('es')
      .text(say`Old`),
    'Viejo',
  );
});

test('every catalogue is up to date and right, and Spanish lacks nothing', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const found = extract(root);
  assert.ok(found.length > 1000);
  const names = (await readdir(join(root, 'languages'))).filter((name) => name.endsWith('.po'));
  assert.ok(names.includes('es.po'));
  for (const name of names) {
    const language = name.replace(/\.po$/, '');
    const text = await readFile(join(root, 'languages', name), 'utf8');
    const catalogue = merged(po.parse(text), found, language);
    assert.equal(text, textOf(catalogue), `${name}: run "npm run words"`);
    const { missing, wrong } = reportOf(catalogue, found, language);
    assert.deepEqual(wrong, []);
    if (language === 'es') assert.deepEqual(missing, []);
  }
});
