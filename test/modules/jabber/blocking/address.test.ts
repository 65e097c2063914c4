import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedWith, blockingProblem, isWith } from '../../../../src/modules/jabber/blocking/address.js';

test('an address is blocked in one spelling; of IPv6 the first 64 bits', () => {
  const spellings = {
    ' 203.0.113.9 ': '203.0.113.9',
    '::ffff:203.0.113.9': '203.0.113.9',
    '2001:db8::7': '2001:db8::/64',
    '2001:DB8:0:0:1:2:3:4': '2001:db8::/64',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
    '2001:db8:1::/64': '2001:db8:1::/64',
    'fe80::1': 'fe80::/64',
    '1::2:3:4:5:6:7': '1:0:2:3::/64',
  };
  for (const [typed, blocked] of Object.entries(spellings)) assert.equal(blockedWith(typed), blocked, typed);
  for (const typed of [
    '',
    'example.org',
    '203.0.113',
    '203.0.113.9/24',
    '1.2.3.4 5',
    '2001:db8::7%eth0',
    ':',
  ])
    assert.equal(blockedWith(typed), null, typed);
  assert.ok(isWith('2001:db8::/64')('2001:db8::ffff'));
  assert.ok(!isWith('2001:db8::/64')('2001:db8:0:1::1'));
});

test('no spelling of this machine’s own addresses can be blocked', () => {
  const own = ['127.0.0.1', '::1', '192.0.2.1', '2001:db8::1'];
  for (const typed of [
    ...['127.0.0.1', '127.1.2.3', '::1', '0:0:0:0:0:0:0:1', '::', '0.0.0.0', '::ffff:127.0.0.1'],
    ...['::ffff:7f00:1', '192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1', '2001:DB8::99', 'localhost', ''],
  ])
    assert.notEqual(blockingProblem(typed, own), null, typed);
  for (const typed of ['192.0.2.2', '2001:db8:1::1']) assert.equal(blockingProblem(typed, own), null, typed);
});
