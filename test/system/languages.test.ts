import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeCatalogues } from '../../scripts/build/catalogues.js';
import { many, quantity, say, sayOf } from '../../src/core/words/sentence.js';
import { readLanguages } from '../../src/system/languages.js';
import { temporaryFolder } from '../helpers/folder.js';

const CATALOGUE = `msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Off"
msgstr "Fuera"

msgctxt "module"
msgid "Off"
msgstr "Inactivo"

msgid "One file."
msgid_plural "{count} files."
msgstr[0] "Un archivo."
msgstr[1] "{count} archivos."

#, fuzzy
msgid "Perhaps"
msgstr "Acaso"
`;

test('what a translator wrote is read as the build left it; what is unsure or missing is English', async (context) => {
  const root = await temporaryFolder(context);
  await mkdir(join(root, 'languages'));
  await writeFile(join(root, 'languages/es.po'), CATALOGUE);
  writeCatalogues(root, join(root, 'dist'));
  const languages = readLanguages(join(root, 'dist'));
  assert.deepEqual(
    languages.all.map(({ language }) => language),
    ['en', 'es'],
  );
  const reader = languages.reader('es');
  const files = many(3, say`One file.`, say`${{ count: quantity(3) }} files.`);
  const sentences = [say`Off`, sayOf('module')`Off`, files, say`Perhaps`, say`Never`];
  assert.deepEqual(
    sentences.map((sentence) => reader.text(sentence)),
    ['Fuera', 'Inactivo', '3 archivos.', 'Perhaps', 'Never'],
  );
});

test('a catalogue is read when somebody reads in its language, and not before', async (context) => {
  const root = await temporaryFolder(context);
  await mkdir(join(root, 'languages'));
  await writeFile(join(root, 'languages/es.po'), CATALOGUE);
  const [path = ''] = writeCatalogues(root, join(root, 'dist'));
  const built = await readFile(path);
  await writeFile(path, '');
  const languages = readLanguages(join(root, 'dist'));
  assert.equal(languages.reader('en').text(say`Off`), 'Off');
  await writeFile(path, built);
  assert.equal(languages.reader('es').text(say`Off`), 'Fuera');
});
