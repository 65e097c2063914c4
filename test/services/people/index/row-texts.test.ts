import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RowTexts } from '../../../../src/services/people/index/row-texts.js';

/** Which of so many rows have the word. */
function rowsWith(
  texts: RowTexts,
  count: number,
  word: string,
  marked = new Uint8Array(count).fill(1),
): number[] {
  const marks = marked.slice();
  texts.keepFound(marks, word);
  return [...marks.keys()].filter((row) => marks[row] === 1);
}

describe('the texts of many rows in few strings', () => {
  const given = (row: number): string => (row % 7 === 0 ? `Zoë ${row}` : `ana ${row}`);
  const filled = (count: number): RowTexts => {
    const texts = new RowTexts();
    for (let row = 0; row < count; row += 1) texts.set(row, given(row));
    return texts;
  };

  test('each row has its text, of any letters', () => {
    const texts = filled(5000);
    for (const row of [0, 1, 1023, 1024, 2048, 4999]) assert.equal(texts.text(row), given(row));
    assert.equal(texts.text(9999), '');
    texts.set(1024, '田中 😀');
    texts.set(2, '');
    assert.deepEqual([texts.text(1024), texts.text(2)], ['田中 😀', '']);
    assert.deepEqual(
      [texts.text(1023), texts.text(1025), texts.text(3)],
      [given(1023), given(1025), given(3)],
    );
  });

  test('texts compare as their code points', () => {
    const texts = new RowTexts();
    ['z', 'ä', '\uffee', '😀'].forEach((text, row) => texts.set(row, text));
    const bytes = [0, 1, 2, 3].map((row) => texts.bytes(row));
    assert.deepEqual([...bytes].sort(), bytes);
  });

  test('a word is found in the rows that have it, and never across two of them', () => {
    const texts = filled(5000);
    const wanted = (test: (text: string) => boolean): number[] =>
      Array.from({ length: 5000 }, (_, row) => row).filter((row) => test(given(row)));
    for (const word of ['a', 'zoë', 'Zoë', '499', 'ana 4', 'x'])
      assert.deepEqual(
        rowsWith(texts, 5000, word),
        wanted((text) => text.includes(word)),
        word,
      );
    const pair = new RowTexts();
    ['xab', 'abc', 'ca', '', 'aba'].forEach((text, row) => pair.set(row, text));
    assert.deepEqual(rowsWith(pair, 5, 'aba'), [4]);
    assert.deepEqual(rowsWith(pair, 5, 'abab'), []);
    assert.deepEqual(rowsWith(pair, 5, 'ca'), [2]);
  });

  test('rows that are not marked stay so, whether few or many are', () => {
    const texts = filled(3000);
    const few = new Uint8Array(3000);
    for (const row of [0, 1, 7, 2500]) few[row] = 1;
    assert.deepEqual(rowsWith(texts, 3000, 'ana', few), [1, 2500]);
    const many = new Uint8Array(3000).fill(1);
    many[1] = 0;
    assert.equal(rowsWith(texts, 3000, 'ana', many).includes(1), false);
  });
});
