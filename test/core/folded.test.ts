import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { folded, wordsOf } from '../../src/core/folded.js';

describe('texts as people search for them', () => {
  test('case and accents count for nothing, also of letters that Unicode does not take apart', () => {
    assert.equal(folded('MÜLLER'), 'muller');
    assert.equal(folded('Ana López'), 'ana lopez');
    assert.equal(folded('Łukasz Strauß, Søren Ægir'), 'lukasz strauss, soren aegir');
    assert.equal(folded('ﬁlip'), 'filip', 'a ligature is its letters');
    assert.equal(folded('Анна 田中'), 'анна 田中');
    assert.equal(folded('A\u0301na'), folded('Ána'), 'composed or not');
  });

  test('a search is its words, each once', () => {
    assert.deepEqual(wordsOf('  López\tanna  LOPEZ '), ['lopez', 'anna']);
    assert.deepEqual(wordsOf(' '), []);
  });
});
