import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document } from '../../../src/core/ports.js';
import { SignInThrottle, type Attempt } from '../../../src/services/sign-in/sign-in-throttle.js';
import { KeptLog, memoryStore, StillClock } from '../../helpers/memory-machine.js';

const stranger = (account: string, address: string): Attempt => ({ account, address, place: null });

async function opened(clock = new StillClock(), document: Document = memoryStore().document('throttle')) {
  const log = new KeptLog();
  return { clock, document, log, throttle: await SignInThrottle.open(document, clock, log) };
}

test('five failures are free, then each doubles the wait up to 900 s, and never more', async () => {
  const { clock, throttle } = await opened();
  const waits: number[] = [];
  for (let failure = 1; failure <= 18; failure += 1) {
    await throttle.failed(stranger('admin', `192.0.2.${failure}`), true);
    const wait = throttle.secondsToWait(stranger('admin', '198.51.100.1'));
    waits.push(wait);
    clock.pass(wait);
    assert.equal(throttle.secondsToWait(stranger('admin', '198.51.100.1')), 0);
  }
  assert.deepEqual(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
});

test('another account is not affected, and success forgets the failures', async () => {
  const { throttle } = await opened();
  for (let failure = 1; failure <= 7; failure += 1)
    await throttle.failed(stranger('admin', `192.0.2.${failure}`), true);
  assert.equal(throttle.secondsToWait(stranger('somebody', '198.51.100.1')), 0);
  await throttle.succeeded(stranger('admin', '192.0.2.1'));
  assert.equal(throttle.secondsToWait(stranger('admin', '198.51.100.1')), 0);
  await throttle.failed(stranger('admin', '192.0.2.9'), true);
  assert.equal(throttle.secondsToWait(stranger('admin', '198.51.100.1')), 0);
});

test('an address has ten failures in ten minutes, whatever the accounts', async () => {
  const { clock, throttle } = await opened();
  for (let failure = 0; failure < 10; failure += 1) {
    assert.equal(throttle.secondsToWait(stranger('new', '192.0.2.1')), 0);
    await throttle.failed(stranger(`user${failure}`, '192.0.2.1'), true);
    clock.pass(30);
  }
  assert.equal(throttle.secondsToWait(stranger('new', '192.0.2.1')), 300);
  assert.equal(throttle.secondsToWait(stranger('new', '192.0.2.2')), 0);
  clock.pass(300);
  assert.equal(throttle.secondsToWait(stranger('new', '192.0.2.1')), 0);
});

test('the addresses of one IPv6 network count as one', async () => {
  const { throttle } = await opened();
  for (let failure = 0; failure < 10; failure += 1)
    await throttle.failed(stranger(`user${failure}`, `2001:db8:1:2::${failure}`), true);
  assert.ok(throttle.secondsToWait(stranger('new', '2001:db8:1:2:ffff::1')) > 0);
  assert.equal(throttle.secondsToWait(stranger('new', '2001:db8:1:3::1')), 0);
  for (let failure = 0; failure < 10; failure += 1)
    await throttle.failed(stranger(`user${failure}`, '::ffff:192.0.2.7'), true);
  assert.ok(throttle.secondsToWait(stranger('new', '192.0.2.7')) > 0);
});

test('a restart of the panel forgets nothing', async () => {
  const { clock, document, throttle } = await opened();
  for (let failure = 1; failure <= 9; failure += 1)
    await throttle.failed(stranger('admin', '192.0.2.1'), true);
  await throttle.failed(stranger('admin', '192.0.2.2'), true);
  clock.pass(4);
  const { throttle: again } = await opened(clock, document);
  assert.equal(again.secondsToWait(stranger('admin', '198.51.100.1')), 12);
  await again.failed(stranger('other', '192.0.2.1'), true);
  assert.equal(again.secondsToWait(stranger('new', '192.0.2.1')), 596);
});

test('a clock that was set locks nobody out for longer than the longest wait', async () => {
  const { clock, document, throttle } = await opened();
  for (let failure = 1; failure <= 6; failure += 1)
    await throttle.failed(stranger('admin', `192.0.2.${failure}`), true);
  clock.setWall(new Date('2020-01-01'));
  const { throttle: after } = await opened(clock, document);
  assert.equal(after.secondsToWait(stranger('admin', '198.51.100.1')), 1);
  clock.setWall(new Date('2036-01-01'));
  const { throttle: later } = await opened(clock, document);
  assert.equal(later.secondsToWait(stranger('admin', '198.51.100.1')), 0);
});

test('what is remembered is bounded', async () => {
  const { document, throttle } = await opened();
  for (let attempt = 0; attempt < 1100; attempt += 1) {
    const address = `192.0.${Math.floor(attempt / 250)}.${attempt % 250}`;
    await throttle.failed(stranger(`user${attempt}`, address), true);
  }
  const stored = JSON.stringify(await document.read());
  assert.ok(stored.length < 200_000, String(stored.length));
  assert.ok(!stored.includes('"user0"') && stored.includes('"user1099"'));
});

test('a damaged document is said and forgotten', async () => {
  const document = memoryStore().document('throttle');
  await document.write({ accounts: 'none' });
  const { log, throttle } = await opened(new StillClock(), document);
  assert.equal(throttle.secondsToWait(stranger('admin', '192.0.2.1')), 0);
  assert.match(log.lines.join(), /error: the failed sign-ins of before cannot be read/);
});

test('failures of more than a day ago are forgotten', async () => {
  const { clock, throttle } = await opened();
  for (let failure = 1; failure <= 12; failure += 1)
    await throttle.failed(stranger('admin', `192.0.2.${failure}`), true);
  assert.equal(throttle.secondsToWait(stranger('admin', '198.51.100.1')), 64);
  clock.pass(25 * 3600);
  await throttle.failed(stranger('admin', '192.0.2.20'), true);
  assert.equal(throttle.secondsToWait(stranger('admin', '198.51.100.1')), 0);
});

test('what an older panel wrote is read', async () => {
  const document = memoryStore().document('throttle');
  const clock = new StillClock();
  const until = new Date(clock.now().getTime() + 30_000).toISOString();
  await document.write({ accounts: [{ account: 'admin', failures: 11, until }], addresses: [] });
  const { throttle } = await opened(clock, document);
  await throttle.holdFor('the password that held then');
  assert.equal(throttle.secondsToWait(stranger('admin', '192.0.2.1')), 30);
});
