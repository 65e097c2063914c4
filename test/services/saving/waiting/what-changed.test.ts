import assert from 'node:assert/strict';
import { test } from 'node:test';
import { say } from '../../../../src/core/words/sentence.js';
import type { Agreed } from '../../../../src/services/saving/waiting/waiting-save.js';
import { changedSince, exceeds } from '../../../../src/services/saving/waiting/what-changed.js';

const choices = (domain: string) => ({ a: { enabled: true, settings: { domain } } });

const agreed: Agreed = {
  before: choices('old'),
  choices: choices('new'),
  decisions: { 'a/b.conf': 'keep' },
  handEdits: { 'a/b.conf': 'abc' },
  watched: { 'a.administrators': 'anna' },
  disturbs: [say`Everybody at ${{ id: 'a' }}.`, say`The rooms.`],
};
const known = { saved: choices('old'), draft: choices('new'), watched: agreed.watched };

test('a save runs only with the settings that were agreed to, from those that were saved then', () => {
  assert.equal(changedSince(agreed, known), null);
  assert.equal(changedSince(agreed, { ...known, draft: choices('newer') }), 'draft');
  assert.equal(changedSince(agreed, { ...known, draft: choices('old') }), 'draft', 'they were discarded');
  assert.equal(changedSince(agreed, { ...known, saved: choices('older') }), 'saved', 'a save was taken back');
  assert.equal(changedSince(agreed, { ...known, watched: { 'a.administrators': 'bob' } }), 'watched');
});

test('what is not known now has not changed', () => {
  assert.equal(changedSince(agreed, { ...known, watched: {} }), null);
});

test('files that were changed by hand are those that were decided on', () => {
  const preview = { handEdits: agreed.handEdits, sentences: agreed.disturbs };
  assert.equal(exceeds(agreed, preview), null);
  assert.equal(exceeds(agreed, { ...preview, handEdits: { 'a/b.conf': 'other' } }), 'files');
  assert.equal(exceeds(agreed, { ...preview, handEdits: {} }), 'files');
  assert.equal(exceeds(agreed, { ...preview, handEdits: { ...agreed.handEdits, 'a/c.conf': 'x' } }), 'files');
});

test('it may disturb fewer than was agreed to, and nobody else', () => {
  const [everybody] = agreed.disturbs;
  assert.ok(everybody !== undefined);
  const preview = { handEdits: agreed.handEdits, sentences: [everybody] };
  assert.equal(exceeds(agreed, preview), null);
  assert.equal(exceeds(agreed, { ...preview, sentences: [say`Everybody at ${{ id: 'b' }}.`] }), 'effect');
  const alongside = [say`Everybody at ${{ id: 'b' }}.`];
  assert.equal(exceeds(agreed, { ...preview, sentences: alongside }, alongside), null, 'a renewal with it');
});
