import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Caller } from '../../../../src/modules/jabber/sign-in/caller.js';

test('an address counts only while c2s is sure to wait, and a guard that is away is left alone', async () => {
  let now = 0;
  let answer: () => string = () => '192.0.2.7';
  let asked = 0;
  const caller = new Caller({
    askGuard: () => {
      asked += 1;
      try {
        return Promise.resolve(answer());
      } catch {
        return Promise.reject(new Error('no answer in time'));
      }
    },
    clock: { monotonic: () => now },
  });
  assert.equal(await caller.addressOf(0), '192.0.2.7');
  for (const no of ['unknown', '', '192.0.2.7 or so', '<b>']) {
    answer = () => no;
    assert.equal(await caller.addressOf(0), '');
  }
  answer = () => '2001:db8::1';
  assert.equal(await caller.addressOf(0), '2001:db8::1');
  now = 5000;
  asked = 0;
  assert.equal(await caller.addressOf(1000), '', 'the relay may have given up');
  assert.equal(asked, 0);
  answer = () => {
    now += 2000;
    return '192.0.2.7';
  };
  assert.equal(await caller.addressOf(5000), '', 'it took too long');
  answer = () => {
    throw new Error('away');
  };
  assert.equal(await caller.addressOf(now), '');
  answer = () => '192.0.2.7';
  asked = 0;
  assert.equal(await caller.addressOf(now), '');
  assert.equal(asked, 0, 'everybody’s chat would wait for it');
  now += 10_000;
  assert.equal(await caller.addressOf(now), '192.0.2.7');
});
