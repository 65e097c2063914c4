import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serialFor, serialOf, withSerial } from '../../../src/modules/dns/serial.js';

const zone = (serial: number, more = ''): string =>
  `$TTL 1\na. IN SOA ns.a. h.a. (\n  ${serial} ; serial\n)\n${more}`;
const noon = new Date('2026-11-26T12:00:00Z');
const seconds = noon.getTime() / 1000;
const last = 2 ** 32 - 1;

test('a new zone begins with the seconds since 1970', () => {
  assert.equal(serialFor(zone(0), null, noon), seconds);
  assert.equal(serialFor(zone(0), 'something else', noon), seconds);
});

test('an unchanged zone keeps its serial, whatever it is', () => {
  for (const old of [0, 1, seconds + 5, 2_026_112_601, last]) {
    assert.equal(serialFor(zone(0), zone(old), noon), old);
    assert.equal(withSerial(zone(0), old), zone(old));
  }
});

const changed: readonly (readonly [string, number, number])[] = [
  ['an older one gives way to the seconds', seconds - 10, seconds],
  ['one of the same second rises by one', seconds, seconds + 1],
  ['a clock that went back does not lower it', seconds + 1000, seconds + 1001],
  ['one made of the date is larger already', 2_026_112_601, 2_026_112_602],
  ['one that is half round ahead counts as older', (seconds + 2 ** 31 + 1) % 2 ** 32, seconds],
  ['the last number goes round, as RFC 1982 counts', last, seconds],
];
for (const [what, old, expected] of changed) {
  test(`a changed zone: ${what}`, () => {
    assert.equal(serialFor(zone(0, 'b. IN A 10.0.0.1\n'), zone(old), noon), expected);
  });
}

test('a serial is never 0 by counting', () => {
  const reset = new Date(0);
  assert.equal(serialFor(zone(0, 'x'), zone(last), new Date((2 ** 32 - 10) * 1000)), 1);
  assert.equal(serialFor(zone(0, 'x'), zone(5), reset), 6);
});

test('the serial of a text is read only where it is one', () => {
  assert.equal(serialOf(zone(7)), 7);
  assert.equal(serialOf('a. IN TXT "7 ; serial"'), null);
  assert.equal(serialOf(zone(2 ** 32)), null);
});
