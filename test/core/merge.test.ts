import assert from 'node:assert/strict';
import { test } from 'node:test';
import { merge } from '../../src/core/merge.js';

const base = { first: 'Alice', last: 'Liddell', rights: false, comment: '' };

test('what I left as it was is theirs, and what only I changed is mine', () => {
  assert.deepEqual(
    merge([], base, { ...base, comment: 'mine' }, { ...base, first: 'Alicia', rights: true }),
    {
      values: { first: 'Alicia', last: 'Liddell', rights: true, comment: 'mine' },
      theirs: ['first', 'rights'],
      both: [],
    },
  );
});

test('what both changed is mine and is named, unless both made the same of it', () => {
  assert.deepEqual(
    merge(
      [],
      base,
      { ...base, first: 'Mine', last: 'Same', rights: true },
      { ...base, first: 'Theirs', last: 'Same', comment: 'theirs' },
    ),
    {
      values: { first: 'Mine', last: 'Same', rights: true, comment: 'theirs' },
      theirs: ['comment'],
      both: ['first'],
    },
  );
});

test('what only I sent stays, to be judged: a password, or a field that there is not', () => {
  const { values, both } = merge([], base, { ...base, password: 'x', more: 'y' }, base);
  assert.deepEqual([values, both], [{ ...base, password: 'x', more: 'y' }, []]);
});
