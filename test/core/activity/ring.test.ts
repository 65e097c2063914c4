import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ring } from '../../../src/core/activity/ring.js';

const span = { seconds: 60, slots: 4 };
const start = Date.parse('2026-03-02T09:30:00Z');
const minute = (number: number): Date => new Date(start + number * 60_000);
const sum = (before: number, value: number): number => before + value;

test('a slot is the sum of what came in its time, and one of which nothing is known is a gap, not 0', () => {
  const ring = new Ring(span);
  ring.put(minute(0), 2, sum);
  ring.put(minute(0.5), 3, sum);
  ring.put(minute(2), 0, sum);
  assert.deepEqual(ring.values(minute(3)), [5, null, 0, null]);
});

test('what is older than the span is gone, however long nothing came', () => {
  const ring = new Ring(span);
  for (const number of [0, 1, 2, 3, 4]) ring.put(minute(number), number, sum);
  assert.deepEqual(ring.values(minute(4)), [1, 2, 3, 4]);
  assert.deepEqual(ring.values(minute(100)), [null, null, null, null]);
});

test('a clock that was ahead and came back loses no more than the slots that it wrote', () => {
  const ring = new Ring(span);
  for (const number of [0, 1, 2]) ring.put(minute(number), number, sum);
  ring.put(minute(4001), 9, sum);
  assert.deepEqual(ring.values(minute(2)), [null, 0, null, 2]);
  ring.put(minute(3), 3, sum);
  assert.deepEqual(ring.values(minute(3)), [0, null, 2, 3]);
});

test('it is kept as a text of a bounded size, and what is no slot in it is left out', () => {
  const ring = new Ring(span);
  for (let number = 0; number < 1000; number += 1) ring.put(minute(number), number, sum);
  const text = ring.text();
  assert.equal(text.split(' ').length, 4);
  assert.deepEqual(Ring.read(span, text).values(minute(999)), [996, 997, 998, 999]);
  const damaged = `${text.split(' ')[0] ?? ''} x:1 7: :9 -3:4 1e9:2 99999999999999:1`;
  assert.equal(Ring.read(span, damaged).text(), text.split(' ')[0]);
  assert.equal(Ring.read(span, '').text(), '');
});
