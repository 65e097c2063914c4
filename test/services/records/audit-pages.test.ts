import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UnreadRecords } from '../../../src/core/ports.js';
import { englishOnly } from '../../../src/core/words/languages.js';
import { say, verbatim } from '../../../src/core/words/sentence.js';
import { AuditTrail, type AuditPage } from '../../../src/services/records/audit-trail.js';
import { memoryMachine } from '../../helpers/memory-machine.js';

const admin = { who: 'admin', from: '127.0.0.1', session: '1' };
const reader = englishOnly.reader('en');

test('each page has the acts that the whole log has there, and reads no others', async () => {
  const machine = memoryMachine();
  const trail = new AuditTrail(machine);
  for (let number = 0; number < 25; number += 1) {
    const act = { id: `act ${number}`, title: say`Act ${{ number }}`, name: 'users.edit' };
    const deeds = Array.from({ length: 1 + (number % 4) }, (_, at) => ({
      what: verbatim(`${number}.${at}`),
    }));
    await trail.recordAct(admin, act, deeds);
    await trail.record(admin, { what: verbatim(`alone ${number}`) });
  }
  let reads = 0;
  const { audit } = machine;
  const whole = { unread: audit.unread.bind(audit) };
  const counted = async function* (): AsyncGenerator<UnreadRecords> {
    for await (const { acts, read } of whole.unread())
      yield {
        acts,
        read: (places) => {
          reads += places.length;
          return read(places);
        },
      };
  };
  audit.unread = counted;
  const texts = ({ rows }: AuditPage): readonly string[] =>
    rows.map(({ records }) => records.map(({ what }) => what).join(' '));
  const everything = { who: 'admin' };
  for (const page of [1, 3, 5]) {
    reads = 0;
    const plain = await trail.page({}, reader, { page, size: 10 });
    const shown = texts(plain);
    assert.deepEqual(shown, texts(await trail.page(everything, reader, { page, size: 10 })), String(page));
    assert.equal(reads, shown.join(' ').replaceAll('alone ', 'alone').split(' ').length);
    assert.equal(plain.page, page);
  }
  const last = await trail.page({}, reader, { page: 99, size: 10 });
  assert.deepEqual([last.page, last.pages, last.total, last.isCut], [5, 5, 50, false]);
  assert.equal((await trail.page({}, reader, { page: 1, size: 10 })).isCut, true);
});
