import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback } from '../../src/core/loopback.js';

test('what only this machine can reach is told from all else, however it is written', () => {
  for (const address of [
    ...['127.0.0.1', '127.0.0.53', '127.255.255.254'],
    ...['::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::FFFF:7F00:1'],
  ])
    assert.equal(isLoopback(address), true, address);
  for (const address of [
    ...['10.0.0.7', '0.0.0.0', '128.0.0.1', '127.example.org', '127.0.0.1.example.org', '', '*'],
    ...['::', '::2', '::7f00:1', '2001:db8::1', 'fe80::1%eth0', '::ffff:10.0.0.7', '::1]:80/[::1'],
  ])
    assert.equal(isLoopback(address), false, address);
});
