import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../../src/core/words/english.js';
import { verbatim } from '../../../../src/core/words/sentence.js';
import { blockedWith, blockingProblem, isWith } from '../../../../src/modules/jabber/blocking/address.js';

test('an address is blocked in one spelling; of IPv6 the first 64 bits', () => {
  const spellings = {
    ' 203.0.113.9 ': '203.0.113.9',
    '::ffff:203.0.113.9': '203.0.113.9',
    '::ffff:0102:0304': '1.2.3.4',
    '0:0:0:0:0:FFFF:cb00:7109': '203.0.113.9',
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
    '203.0.113.9/64',
    '::ffff:203.0.113.9/64',
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

test('it is said truly why an address cannot be blocked', () => {
  const why = (typed: string): string =>
    english(blockingProblem(typed, ['::1', '2001:db8::1']) ?? verbatim('none'));
  assert.match(why('2001:DB8:0::1'), /^This is an address of this machine/);
  assert.match(why('::ffff:7f00:1'), /^This is an address of this machine/);
  for (const typed of ['2001:db8::99', '2001:db8::/64']) assert.match(why(typed), /shares its first 64 bits/);
  for (const typed of ['64:ff9b::203.0.113.9', '64:ff9b:1:2::7']) assert.match(why(typed), /NAT64/);
  assert.equal(why('64:ff9c::1'), 'none');
});
