import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPlace } from '../../../../src/modules/jabber/servers/test/addresses.js';

test('an address of IPv4 is the same place however it is written', () => {
  const nowhere = ['0.0.0.0', '127.0.0.1', '169.254.169.254', '224.0.0.1', '::', '::1', 'fe80::1', 'ff02::1'];
  const mapped = [
    '::ffff:0.0.0.0',
    '::ffff:127.0.0.1',
    '::FFFF:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::ffff:0:0',
  ];
  assert.deepEqual([...nowhere, ...mapped].filter(isPlace), []);
  const places = ['192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1', '::ffff:c000:201'];
  assert.deepEqual(places.filter(isPlace), places);
});
