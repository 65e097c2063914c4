import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { asciiName } from '../../../src/modules/dns/labels.js';
import {
  isWithin,
  ownerName,
  readHostName,
  readOwner,
  readTarget,
  readZoneName,
  targetName,
} from '../../../src/modules/dns/names.js';
import type { Reading } from '../../../src/modules/dns/reading.js';
import { english } from '../../../src/core/words/english.js';

const readers = { readZoneName, readHostName, readOwner, readTarget };
const label63 = 'a'.repeat(63);

const accepted: readonly (readonly [keyof typeof readers, string, string])[] = [
  ['readZoneName', ' School.LAN\n', 'school.lan'],
  ['readZoneName', 'school.lan.', 'school.lan'],
  ['readZoneName', 'lan', 'lan'],
  ['readZoneName', 'home.arpa', 'home.arpa'],
  ['readZoneName', 'BÜCHER.example', 'bücher.example'],
  ['readZoneName', 'xn--bcher-kva.example', 'bücher.example'],
  ['readZoneName', 'straße.example', 'straße.example'],
  ['readHostName', 'Printer', 'printer'],
  ['readHostName', 'a.b', 'a.b'],
  ['readHostName', '7', '7'],
  ['readHostName', '10.0', '10.0'],
  ['readHostName', 'drücker', 'drücker'],
  ['readHostName', label63, label63],
  ['readHostName', 'r3---sn', 'r3---sn'],
  ['readOwner', '', ''],
  ['readOwner', '@', ''],
  ['readOwner', '_dmarc', '_dmarc'],
  ['readOwner', 'key._domainkey', 'key._domainkey'],
  ['readTarget', 'Mail', 'mail'],
  ['readTarget', '@', '@'],
  ['readTarget', 'mail.example.org', 'mail.example.org'],
  ['readTarget', 'mail.example.org.', 'mail.example.org'],
  ['readTarget', 'mail.', 'mail.'],
];
for (const [reader, typed, value] of accepted) {
  test(`${reader}: "${typed.trim()}" is "${value}"`, () => {
    assert.deepEqual(readers[reader](typed), { ok: true, value });
    assert.deepEqual(readers[reader](value), { ok: true, value }, 'the canonical form is its own');
  });
}

const refused: readonly (readonly [keyof typeof readers, string, RegExp])[] = [
  ['readZoneName', ' ', /^Type the domain/],
  ['readZoneName', '192.168.1.1', /IP address/],
  ['readZoneName', 'fe80::1%eth0', /IP address/],
  ['readZoneName', 'a.1', /cannot be a number/],
  ['readZoneName', '.', /one dot too many/],
  ['readZoneName', 'a..b', /one dot too many/],
  ['readZoneName', 'school.lan..', /one dot too many/],
  ['readZoneName', 'a_b.example', /cannot contain “_”/],
  ['readZoneName', '*.example', /cannot contain “\*”/],
  ['readZoneName', 'my school.lan', /no spaces/],
  ['readZoneName', 'a\u200bb.example', /invisible character/],
  ['readZoneName', 'xn--a', /cannot hold this name/],
  ['readZoneName', 'localhost', /fixed meaning/],
  ['readZoneName', '1.168.192.in-addr.arpa', /fixed meaning/],
  ['readZoneName', Array(63).fill('aaa').join('.'), /at most 240/],
  ['readZoneName', 'a'.repeat(65_536), /too long/],
  ['readHostName', '', /^Type the host name/],
  ['readHostName', 'printer.', /without a final dot/],
  ['readHostName', '-printer', /hyphen/],
  ['readHostName', 'printer_2', /cannot contain “_”/],
  ['readHostName', '@', /cannot contain “@”/],
  ['readHostName', '*', /cannot contain “\*”/],
  ['readHostName', 'a;b', /cannot contain “;”/],
  ['readHostName', '$INCLUDE', /cannot contain “\$”/],
  ['readHostName', 'אa', /cannot hold this name/],
  ['readHostName', `${label63}a`, /at most 63/],
  ['readOwner', '_dmarc.', /without a final dot/],
  ['readOwner', 'a b', /no spaces/],
  ['readTarget', '', /^Type a host/],
  ['readTarget', '0x7f.', /last part of a full name/],
  ['readTarget', '２１', /not its address/],
  ['readTarget', '.', /one dot too many/],
  ['readTarget', '10.0.0.7', /not its address/],
  ['readTarget', '::1', /not its address/],
  ['readTarget', 'mail.7', /cannot be a number/],
  ['readTarget', 'mail..', /one dot too many/],
];
for (const [reader, typed, reason] of refused) {
  test(`${reader}: ${JSON.stringify(typed.slice(0, 30))} is refused`, () => {
    const read = readers[reader](typed);
    assert.ok(!read.ok);
    assert.match(english(read.reason), reason);
    assert.match(english(read.reason), /\.$/);
  });
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.domain(),
  fc.tuple(fc.domain(), fc.string({ unit: 'binary', maxLength: 2 })).map(([name, more]) => name + more),
);
for (const [name, reader] of Object.entries(readers)) {
  test(`${name}: what is accepted is canonical, and a name of the DNS in its zone`, () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const read: Reading = reader(typed);
        if (!read.ok) {
          assert.match(english(read.reason), /\.$/);
          return;
        }
        assert.deepEqual(reader(read.value), read);
        const inZone =
          reader === readTarget ? targetName(read.value, 'a.example') : ownerName(read.value, 'a.example');
        assert.match(inZone, /^(?:[a-z\d_](?:[a-z\d_-]*[a-z\d_])?\.)*[a-z\d_](?:[a-z\d_-]*[a-z\d_])?$/);
      }),
      { numRuns: 3000 },
    );
  });
}

test('a target means one absolute name', () => {
  assert.equal(targetName('mail', 'bücher.example'), 'mail.xn--bcher-kva.example');
  assert.equal(targetName('@', 'school.lan'), 'school.lan');
  assert.equal(targetName('a.b', 'school.lan'), 'a.b');
  assert.equal(targetName('mail.', 'school.lan'), 'mail');
});

test('a name lies within a zone at the borders of labels only', () => {
  assert.ok(isWithin('school.lan', 'school.lan'));
  assert.ok(isWithin('a.school.lan', 'school.lan'));
  assert.ok(!isWithin('myschool.lan', 'school.lan'));
  assert.equal(asciiName('BÜCHER.example'), 'xn--bcher-kva.example');
});
