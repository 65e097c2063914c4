import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StopOrder } from '../../src/core/stop-order.js';

/** Three daemons, of which `rooms` and `sessions` stop before `router`; `end` lets one end, or fail. */
function setUp(): {
  order: StopOrder;
  told: string[];
  end: (name: string, error?: Error) => Promise<void>;
} {
  const told: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const order = new StopOrder(
    (name) => {
      told.push(name);
      return new Promise((resolve, reject) =>
        ends.set(name, (error) => (error === undefined ? resolve() : reject(error))),
      );
    },
    (name) => (name === 'router' ? [] : ['router']),
  );
  const end = async (name: string, error?: Error): Promise<void> => {
    ends.get(name)?.(error);
    await new Promise(setImmediate);
  };
  return { order, told, end };
}

test('daemons stop together, but for one that waits until those before it are gone', async () => {
  const { order, told, end } = setUp();
  const all = order.stop(['router', 'sessions', 'rooms']);
  await end('');
  assert.deepEqual([...told].sort(), ['rooms', 'sessions']);
  await end('rooms');
  assert.equal(told.length, 2);
  await end('sessions');
  assert.equal(told[2], 'router');
  await end('router');
  await all;
});

test('it also waits for one that was told to stop earlier, which is told only once', async () => {
  const { order, told, end } = setUp();
  order.begin(['rooms']);
  const others = order.stop(['router', 'sessions']);
  await end('');
  await end('sessions');
  assert.deepEqual(told, ['rooms', 'sessions']);
  const rooms = order.stop(['rooms']);
  await end('rooms');
  await rooms;
  await end('router');
  await others;
  assert.deepEqual(told, ['rooms', 'sessions', 'router']);
});

test('one that does not end keeps the others from nothing, and is tried again', async () => {
  const { order, told, end } = setUp();
  const all = order.stop(['router', 'rooms']);
  await end('');
  const refused = assert.rejects(all, /it does not end/);
  await end('rooms', new Error('it does not end'));
  await end('router');
  await refused;
  assert.deepEqual(told, ['rooms', 'router']);
  const again = order.stop(['rooms']);
  await end('');
  await end('rooms');
  await again;
});
