import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressType, readAddress } from '../../../src/modules/dns/address.js';
import { readServiceName } from '../../../src/modules/dns/service-name.js';
import { readText } from '../../../src/modules/dns/text.js';
import { english } from '../../../src/core/words/english.js';

const readers = { readAddress, readServiceName, readText };

const accepted: readonly (readonly [keyof typeof readers, string, string])[] = [
  ['readAddress', ' 192.168.1.10 ', '192.168.1.10'],
  ['readAddress', '127.0.0.1', '127.0.0.1'],
  ['readAddress', '2001:DB8:0:0:0:0:0:10', '2001:db8::10'],
  ['readAddress', '2001:db8:0:1::0', '2001:db8:0:1::'],
  ['readAddress', '::1', '::1'],
  ['readAddress', '64:ff9b::192.0.2.1', '64:ff9b::c000:201'],
  ['readServiceName', '_XMPP-client', 'xmpp-client'],
  ['readServiceName', 'sipfederationtls', 'sipfederationtls'],
  ['readServiceName', 'h323cs', 'h323cs'],
  ['readText', ' v=spf1 mx -all ', 'v=spf1 mx -all'],
  ['readText', 'Grüße; "x" \\ $', 'Grüße; "x" \\ $'],
  ['readText', 'x'.repeat(2000), 'x'.repeat(2000)],
];
for (const [reader, typed, value] of accepted) {
  test(`${reader}: "${typed.slice(0, 40)}"`, () => {
    assert.deepEqual(readers[reader](typed), { ok: true, value });
    assert.deepEqual(readers[reader](value), { ok: true, value }, 'the canonical form is its own');
  });
}

const refused: readonly (readonly [keyof typeof readers, string, RegExp])[] = [
  ['readAddress', '', /^Type an IP address/],
  ['readAddress', '192.168.1', /not an IP address/],
  ['readAddress', '192.168.1.256', /from 0 to 255/],
  ['readAddress', '192.168.1.010', /leading zeros/],
  ['readAddress', '192.168.1.1/24', /not an IP address/],
  ['readAddress', '0x7f.0.0.1', /not an IP address/],
  ['readAddress', '1..2.3', /not an IP address/],
  ['readAddress', '0.0.0.0', /No host has/],
  ['readAddress', '224.0.0.1', /single host/],
  ['readAddress', '255.255.255.255', /single host/],
  ['readAddress', '::', /No host has/],
  ['readAddress', 'fe80::1%eth0', /“%”/],
  ['readAddress', 'fe80::1', /its own network segment/],
  ['readAddress', 'ff02::1', /single host/],
  ['readAddress', '::ffff:10.0.0.1', /IPv4 address/],
  ['readAddress', '::ffff:010.0.0.1', /not an IPv6 address/],
  ['readAddress', '2001:db8:::1', /not an IPv6 address/],
  ['readAddress', '[::1]', /not an IPv6 address/],
  ['readAddress', 'printer', /not an IP address/],
  ['readServiceName', '', /^Type the name/],
  ['readServiceName', '_xmpp-client._tcp', /is the next field/],
  ['readServiceName', 'xmpp.client', /letters, digits and hyphens/],
  ['readServiceName', '-xmpp', /hyphen/],
  ['readServiceName', 'a--b', /hyphen/],
  ['readServiceName', '5222', /at least one letter/],
  ['readServiceName', 'a'.repeat(63), /at most 62/],
  ['readText', ' ', /^Type the text/],
  ['readText', 'a\nb', /one line/],
  ['readText', 'a\0b', /one line/],
  ['readText', 'a\uD800', /one line/],
  ['readText', 'ü'.repeat(1001), /at most 2,000 bytes/],
];
for (const [reader, typed, reason] of refused) {
  test(`${reader}: ${JSON.stringify(typed.slice(0, 30))} is refused`, () => {
    const read = readers[reader](typed);
    assert.ok(!read.ok);
    assert.match(english(read.reason), reason);
    assert.match(english(read.reason), /\.$/);
  });
}

test('an address that is accepted is one, in its canonical text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), fc.string()), (typed) => {
      const read = readAddress(typed);
      if (!read.ok) return;
      assert.equal(isIP(read.value), addressType(read.value) === 'A' ? 4 : 6);
      assert.deepEqual(readAddress(read.value), read);
    }),
    { numRuns: 5000 },
  );
});
