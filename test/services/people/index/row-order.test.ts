import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { byNumber, choose } from '../../../../src/services/people/index/row-choice.js';
import { RowOrder } from '../../../../src/services/people/index/row-order.js';

const rowsUpTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);

describe('rows in order', () => {
  test('the order of very many is right, and other work goes on while it is made', async () => {
    const keys = Array.from({ length: 50_001 }, (_, row) => `user${(row * 7919) % 50_001}`);
    let turns = 0;
    let isMade = false;
    const turn = (): void => {
      turns += 1;
      if (!isMade) setImmediate(turn);
    };
    setImmediate(turn);
    const made = await new RowOrder((row) => keys[row] ?? '').of(rowsUpTo(keys.length));
    isMade = true;
    assert.deepEqual(
      [...made].map((row) => keys[row]),
      [...keys].sort(),
    );
    assert.ok(turns > 50, `other work had ${turns} turns`);
  });

  test('rows that come, go and change are in their places, few or many', async () => {
    const keys = Array.from({ length: 6000 }, (_, row) => `key ${(row * 37) % 6000}`);
    const order = new RowOrder((row) => keys[row] ?? '');
    const there = new Set(rowsUpTo(3000));
    await order.of(rowsUpTo(3000));
    const replace = async (gone: readonly number[], fresh: readonly number[]): Promise<void> => {
      for (const row of gone) there.delete(row);
      for (const row of fresh) there.add(row);
      await order.replace(new Set(gone), Uint32Array.from(fresh));
      const now = await order.of(new Uint32Array());
      assert.deepEqual(
        [...now].map((row) => keys[row]),
        [...there].map((row) => keys[row] ?? '').sort(),
      );
    };
    await replace([5], []);
    await replace([], [5]);
    keys[7] = 'zz';
    keys[8] = '';
    await replace([7, 8], [7, 8]);
    await replace(
      [0, 2999],
      Array.from({ length: 3000 }, (_, index) => 3000 + index),
    );
  });
});

describe('a page of rows', () => {
  const order = Uint32Array.from([4, 2, 0, 1, 3]);
  const page = (number: number, isDescending = false, marks: Uint8Array | null = null) =>
    choose({ order, isDescending, marks, page: number, size: 2 });

  test('pages from either end, the last one where there are not so many', () => {
    assert.deepEqual(page(1), { rows: [4, 2], page: 1, pages: 3, total: 5 });
    assert.deepEqual(page(9).rows, [3]);
    assert.deepEqual(page(1, true).rows, [3, 1]);
    assert.deepEqual(page(3, true).rows, [4]);
    assert.deepEqual([...order], [4, 2, 0, 1, 3], 'the order stays as it is');
  });

  test('only marked rows, and all of them are counted', () => {
    const marks = Uint8Array.from([1, 0, 0, 1, 1]);
    assert.deepEqual(page(1, false, marks), { rows: [4, 0], page: 1, pages: 2, total: 3 });
    assert.deepEqual(page(2, true, marks).rows, [4]);
    assert.deepEqual(page(1, false, new Uint8Array(5)), { rows: [], page: 1, pages: 1, total: 0 });
  });

  test('by a number: equal ones as they were, unknown ones last in both directions', () => {
    const numbers = [7, null, 9, 7, 4294967295];
    const by = (isDescending: boolean) => [...byNumber(order, (row) => numbers[row] ?? null, isDescending)];
    assert.deepEqual(by(false), [0, 3, 2, 4, 1]);
    assert.deepEqual(by(true), [4, 2, 0, 3, 1]);
  });
});
