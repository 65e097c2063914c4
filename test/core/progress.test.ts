import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentOf, sentenceOf, type Job, type StepStatus } from '../../src/core/progress.js';
import { say, verbatim } from '../../src/core/words/sentence.js';
import { said } from '../helpers/in-english.js';

const job = (statuses: readonly StepStatus[], outcome: Job['outcome'] = 'running'): Job => ({
  id: '1',
  title: say`Saving`,
  who: verbatim('admin'),
  startedAt: '',
  steps: statuses.map((status, index) => ({ sentence: verbatim(`Step ${index + 1}`), status })),
  outcome,
  result: say`Changes saved`,
  failure:
    outcome === 'failed'
      ? { step: verbatim('Step 2'), reason: verbatim(''), lastWords: [], takenBack: '', serviceDown: false }
      : null,
});

test('the bar counts the steps that are over, and is full only when the job is', () => {
  assert.equal(percentOf(job(['running'])), 0);
  assert.equal(percentOf(job(['done', 'running', 'waiting', 'waiting'])), 25);
  assert.equal(percentOf(job(['done', 'done'])), 99);
  assert.equal(percentOf(job(['done', 'done'], 'done')), 100);
});

test('the sentence says which step of how many, the result, or what failed', () => {
  assert.equal(said(sentenceOf(job(['done', 'running', 'waiting']))), '2 of 3: Step 2');
  assert.equal(said(sentenceOf(job(['done'], 'done'))), 'Changes saved');
  assert.equal(said(sentenceOf(job(['done', 'failed'], 'failed'))), 'The step “Step 2” failed');
});
