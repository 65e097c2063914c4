import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { EntryNumbers } from '../../../../src/services/people/index/entry-numbers.js';

describe('numbers of entries', () => {
  test('each entry keeps its number, numbers are given again, and none has two', () => {
    const numbers = new EntryNumbers();
    const known = new Map<string, number>();
    for (let round = 0; round < 20_000; round += 1) {
      const uuid = randomUUID();
      known.set(uuid, numbers.add(uuid));
      if (round % 3 !== 0) continue;
      const [first = ''] = known.keys();
      numbers.delete(first);
      known.delete(first);
      assert.equal(numbers.get(first), -1);
    }
    assert.equal(numbers.size, known.size);
    assert.equal(new Set(known.values()).size, known.size);
    for (const [uuid, number] of known) {
      assert.equal(numbers.get(uuid), number);
      assert.equal(numbers.add(uuid), number);
    }
    assert.ok(Math.max(...known.values()) < 20_000 * 0.7, 'numbers that are free are given again');
  });

  test('UUIDs that slapd counts up are told apart', () => {
    const numbers = new EntryNumbers();
    const uuid = (count: number): string =>
      `${count.toString(16).padStart(8, '0')}-5f2c-103f-8e4b-97a1c5d2e8f0`;
    for (let count = 0; count < 5000; count += 1) assert.equal(numbers.add(uuid(count)), count);
    numbers.delete(uuid(17));
    assert.equal(numbers.get(uuid(17)), -1);
    assert.equal(numbers.get(uuid(4999)), 4999);
    assert.equal(numbers.add(uuid(9999)), 17);
  });
});
