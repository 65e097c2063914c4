import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LastSave } from '../../../src/services/records/last-save.js';
import { KeptLog, memoryMachine, memoryStore } from '../../helpers/memory-machine.js';
import { verbatim } from '../../../src/core/words/sentence.js';

const when = new Date('2026-03-02T09:30:00Z');

test('the last save that went well is remembered over a restart', async () => {
  const { audit } = memoryMachine();
  const parts = { document: memoryStore().document('last-save'), audit, log: new KeptLog() };
  const first = await LastSave.open(parts);
  assert.equal(first.get(), null);
  await first.ended(verbatim('admin'), when);
  assert.deepEqual((await LastSave.open(parts)).get(), {
    when: when.toISOString(),
    who: { verbatim: 'admin' },
  });
});

test('a save that its watch takes back is none, also over a restart', async () => {
  const { audit } = memoryMachine();
  const parts = { document: memoryStore().document('last-save'), audit, log: new KeptLog() };
  const first = await LastSave.open(parts);
  await first.ended(verbatim('admin'), when);
  await first.watched();
  await first.ended(verbatim('eve'), new Date());
  const again = await LastSave.open(parts);
  assert.deepEqual(again.get()?.who, { verbatim: 'eve' });
  await again.takenBack();
  for (const last of [again, await LastSave.open(parts)])
    assert.deepEqual(last.get(), { when: when.toISOString(), who: { verbatim: 'admin' } });
});

test('a panel that did not remember it yet is told by the audit log', async () => {
  const { audit } = memoryMachine();
  const record = { who: 'the panel', from: '', session: '', before: '', after: '' };
  await audit.append({
    ...record,
    when: '2026-01-01T00:00:00.000Z',
    what: 'Saving the changes',
    outcome: 'Changes saved',
  });
  await audit.append({
    ...record,
    when: '2026-01-02T00:00:00.000Z',
    what: 'Saving the changes',
    outcome: 'failed: x',
  });
  const last = await LastSave.open({
    document: memoryStore().document('last-save'),
    audit,
    log: new KeptLog(),
  });
  assert.deepEqual(last.get(), { when: '2026-01-01T00:00:00.000Z', who: '' });
});

test('what cannot be read is not known, and stops nothing', async () => {
  const log = new KeptLog();
  const document = { read: () => Promise.resolve({ when: 5 }), write: () => Promise.resolve() };
  const last = await LastSave.open({ document, audit: memoryMachine().audit, log });
  assert.equal(last.get(), null);
  assert.equal(log.lines.length, 1);
});
