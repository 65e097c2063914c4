import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reconcile, type Decisions, type KeptEdits } from '../../src/core/drift.js';
import type { PlannedFile } from '../../src/core/module/index.js';
import type { LiveFile } from '../../src/core/ports.js';
import { say, type Sentence } from '../../src/core/words/sentence.js';

const rendered = (content: string): readonly PlannedFile[] => [
  { path: 'c2s.xml', content, readBy: ['c2s'], takes: 'restart', readableBy: 'chat', executable: false },
];
const onDisk = (
  content: string | null,
  written: string,
  hasDrifted = content !== written,
): readonly LiveFile[] => [{ path: 'c2s.xml', content, written, hasDrifted }];
/** Only "broken" cannot be read. */
const problemOf = (_path: string, text: string): Sentence | null =>
  text === 'broken' ? say`Line 1: unclosed tag.` : null;
const outcome = (
  ours: string,
  live: readonly LiveFile[],
  kept: KeptEdits = {},
  decisions: Decisions = {},
): { writes: string | undefined; asks: boolean; copies: boolean; kept: KeptEdits } => {
  const {
    files,
    undecided,
    overwritten,
    kept: stillKept,
  } = reconcile(rendered(ours), live, kept, decisions, problemOf);
  return {
    writes: files[0]?.content,
    asks: undecided.length > 0,
    copies: overwritten.length > 0,
    kept: stillKept,
  };
};

test('a file as the panel wrote it is simply written', () => {
  assert.deepEqual(outcome('new', onDisk('old', 'old')), {
    writes: 'new',
    asks: false,
    copies: false,
    kept: {},
  });
  assert.deepEqual(outcome('new', []), { writes: 'new', asks: false, copies: false, kept: {} });
});

test('a hand edit is asked about', () => {
  assert.deepEqual(outcome('ours', onDisk('theirs', 'ours')), {
    writes: undefined,
    asks: true,
    copies: false,
    kept: {},
  });
});

test('overwrite writes ours and copies theirs', () => {
  assert.deepEqual(outcome('ours', onDisk('theirs', 'ours'), {}, { 'c2s.xml': 'overwrite' }), {
    writes: 'ours',
    asks: false,
    copies: true,
    kept: {},
  });
});

test('keep writes theirs, and remembers what ours was', () => {
  assert.deepEqual(outcome('ours', onDisk('theirs', 'ours'), {}, { 'c2s.xml': 'keep' }), {
    writes: 'theirs',
    asks: false,
    copies: false,
    kept: { 'c2s.xml': 'ours' },
  });
});

test('a kept edit stays kept without asking while the panel has nothing new to say', () => {
  assert.deepEqual(outcome('ours', onDisk('theirs', 'theirs'), { 'c2s.xml': 'ours' }), {
    writes: 'theirs',
    asks: false,
    copies: false,
    kept: { 'c2s.xml': 'ours' },
  });
});

test('a kept edit is asked about again when the panel has something new to say, or somebody changed it further', () => {
  assert.equal(outcome('newer', onDisk('theirs', 'theirs'), { 'c2s.xml': 'ours' }).asks, true);
  assert.equal(outcome('ours', onDisk('theirs 2', 'theirs'), { 'c2s.xml': 'ours' }).asks, true);
});

test('a kept edit that was changed back to ours is none any more', () => {
  assert.deepEqual(outcome('ours', onDisk('ours', 'ours'), { 'c2s.xml': 'ours' }).kept, {});
});

test('a missing file, or one whose mode only was changed, cannot be kept', () => {
  for (const live of [onDisk(null, 'ours'), onDisk('ours', 'ours', true)]) {
    const { undecided } = reconcile(rendered('ours'), live, {}, {}, problemOf);
    assert.equal(undecided[0]?.canKeep, false);
    assert.deepEqual(outcome('ours', live, {}, { 'c2s.xml': 'keep' }).writes, 'ours');
  }
});

test('what the daemon could not read is not kept, whatever was decided', () => {
  const live = onDisk('broken', 'ours');
  const { undecided } = reconcile(rendered('ours'), live, {}, { 'c2s.xml': 'keep' }, problemOf);
  assert.deepEqual(undecided, [
    { path: 'c2s.xml', ours: 'ours', theirs: 'broken', problem: say`Line 1: unclosed tag.`, canKeep: false },
  ]);
  assert.deepEqual(outcome('ours', live, {}, { 'c2s.xml': 'overwrite' }), {
    writes: 'ours',
    asks: false,
    copies: true,
    kept: {},
  });
});

test('what was edited by hand, now or at an earlier save, is copied when its module is off and the file goes', () => {
  const copied = (live: readonly LiveFile[], kept: KeptEdits = {}): readonly (string | null)[] => {
    const { files, undecided, overwritten, kept: stillKept } = reconcile([], live, kept, {}, problemOf);
    assert.deepEqual([files, undecided, stillKept], [[], [], {}]);
    return overwritten.map(({ theirs }) => theirs);
  };
  assert.deepEqual(copied(onDisk('theirs', 'ours')), ['theirs']);
  assert.deepEqual(copied(onDisk('theirs', 'theirs'), { 'c2s.xml': 'ours' }), ['theirs']);
  assert.deepEqual(copied(onDisk('ours', 'ours')), []);
  assert.deepEqual(copied(onDisk('ours', 'ours', true)), [], 'only the mode was changed');
});
