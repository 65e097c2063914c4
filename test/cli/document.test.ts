import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inDocument } from '../../src/cli/document.js';
import { textOf } from '../../src/cli/lines.js';
import { columns, indented } from '../../src/core/shell/command.js';
import { englishOnly } from '../../src/core/words/languages.js';
import { Reader } from '../../src/core/words/reader.js';
import { allOf, many, moment, passage, quantity, say, verbatim } from '../../src/core/words/sentence.js';

const spanish = new Reader({
  zone: 'Europe/Madrid',
  catalogue: {
    language: 'es',
    find: (message) =>
      message === 'The user {user} was added.' ? ['Se añadió el usuario {user}.'] : undefined,
  },
});

test('in a JSON document a sentence has its text, and its English message with the values', () => {
  const sentence = say`The user ${{ user: 'alice' }} was added.`;
  assert.deepEqual(inDocument({ changed: true, sentence, empty: '' }, spanish), {
    changed: true,
    sentence: {
      text: 'Se añadió el usuario alice.',
      message: 'The user {user} was added.',
      values: { user: 'alice' },
    },
    empty: '',
  });
});

test('values in a document are plain, and a sentence among them is an object again', () => {
  const count = 12_000;
  const several = many(count, say`One file.`, say`${{ count: quantity(count) }} files.`);
  assert.deepEqual(inDocument([several, passage(say`One.`, verbatim('two'))], spanish), [
    { text: '12.000 files.', message: '{count} files.', values: { count } },
    { text: 'One. two', parts: [{ text: 'One.', message: 'One.', values: {} }, { text: 'two' }] },
  ]);
  const when = '2026-12-03T13:05:00Z';
  const nested = say`${{ when: moment(when) }}: ${{ list: allOf(['a', say`b`]) }}`;
  assert.deepEqual(inDocument(nested, spanish), {
    text: '3 dic 2026, 14:05: a y b',
    message: '{when}: {list}',
    values: { when, list: ['a', { text: 'b', message: 'b', values: {} }] },
  });
});

test('what only looks like a sentence stays as it is', () => {
  const settings = { message: 'Welcome', list: ['a'], verbatim: true };
  assert.deepEqual(inDocument({ settings }, spanish), { settings });
});

test('columns are aligned by what a terminal shows, once the words are text', () => {
  const english = englishOnly.reader('en');
  const rows = columns([
    ['añejo', say`one`],
    ['日本', say`two`],
    ['e\u0301', quantity(3)],
    ['', ''],
  ]);
  assert.equal(
    textOf([rows, '', indented(['x'])], english),
    'añejo  one\n日本   two\ne\u0301      3\n\n\n  x\n',
  );
  assert.equal(textOf([columns([])], english), '');
});
