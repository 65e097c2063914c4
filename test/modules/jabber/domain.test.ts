import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { asciiDomain, mixesScripts, readDomain } from '../../../src/modules/jabber/domain.js';
import { english } from '../../../src/core/words/english.js';

const label63 = 'a'.repeat(63);
const name253 = [label63, label63, label63, 'b'.repeat(61)].join('.');

const accepted: readonly (readonly [string, string])[] = [
  ['example.org', 'example.org'],
  ['EXAMPLE.org', 'example.org'],
  [' chat.example.org\n', 'chat.example.org'],
  ['localhost', 'localhost'],
  ['chat-2.example.org', 'chat-2.example.org'],
  [`${label63}.org`, `${label63}.org`],
  [name253, name253],
  ['bücher.example', 'bücher.example'],
  ['BÜCHER.Example', 'bücher.example'],
  ['bu\u0308cher.example', 'bücher.example'],
  ['xn--bcher-kva.example', 'bücher.example'],
  ['XN--BCHER-KVA.EXAMPLE', 'bücher.example'],
  ['ｅxample.org', 'example.org'],
  ['אבג.example', 'אבג.example'],
  ['чат.рф', 'чат.рф'],
];
for (const [typed, domain] of accepted) {
  test(`"${typed.slice(0, 30)}" is ${domain.slice(0, 30)}`, () => {
    assert.deepEqual(readDomain(typed), { ok: true, domain });
    assert.deepEqual(
      readDomain(domain),
      { ok: true, domain },
      'the canonical form is its own canonical form',
    );
    assert.deepEqual(readDomain(asciiDomain(domain)), { ok: true, domain });
  });
}

const refused: readonly (readonly [string, RegExp])[] = [
  ['', /^Type the domain name/],
  [' ', /^Type the domain name/],
  ['1', /IP address/],
  ['1.2.3.4', /IP address/],
  ['[::1]', /IP address/],
  ['::1', /IP address/],
  ['0x7f.1', /IP address/],
  ['fe80::1%eth0', /IP address/],
  ['http://chat.example.org', /cannot contain “:”/],
  ['chat.example.org:5222', /cannot contain “:”/],
  ['.', /one dot too many/],
  ['example.1', /cannot have this name/],
  ['a..b', /one dot too many/],
  ['.a', /one dot too many/],
  ['a.', /one dot too many/],
  ['-a.b', /hyphen/],
  ['a-.b', /hyphen/],
  ['*.b', /cannot contain “\*”/],
  ['a_b', /cannot contain “_”/],
  ["a'b", /cannot contain “'”/],
  ['a&b', /cannot contain “&”/],
  ['a/b', /cannot contain “\/”/],
  ['a@b', /cannot contain “@”/],
  ['${id}', /cannot contain “\$”/],
  ['a<b', /cannot contain “<”/],
  ['💬.example', /cannot contain “💬”/],
  ['a b', /no spaces/],
  ['a\nb', /no spaces/],
  ['a\u00a0b', /no spaces/],
  ['a\0b', /invisible character/],
  ['a\u200db.example', /invisible character/],
  ['a\u200bb.example', /invisible character/],
  ['a\u00adb.example', /invisible character/],
  ['a\u202eb.example', /invisible character/],
  ['a\uD800b', /invisible character/],
  ['אa.example', /cannot have this name/],
  ['xn--a', /cannot have this name/],
  ['xn--zz--', /hyphen|not a name/],
  ['xn--example-.org', /cannot have this name/],
  ['straße.example', /“ß”/],
  ['xn--strae-oqa.example', /“ß”/],
  [`${'a'.repeat(64)}.org`, /at most 63/],
  [`${name253}b`, /at most 253/],
  ['a'.repeat(65_536), /at most 253/],
  ['sm', /part of the server/],
  ['C2S', /part of the server/],
  ['panel.ebox.invalid', /part of the server/],
];
for (const [typed, reason] of refused) {
  test(`${JSON.stringify(typed.slice(0, 30))} is refused`, () => {
    const read = readDomain(typed);
    assert.ok(!read.ok, read.ok ? read.domain : '');
    assert.match(english(read.reason), reason);
    assert.match(english(read.reason), /\.$/);
  });
}

test('whatever is accepted is one lower-case name of letters, digits, hyphens and dots', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.domain(),
    fc.tuple(fc.domain(), fc.string({ unit: 'binary', maxLength: 2 })).map(([name, more]) => name + more),
  );
  let accepted = 0;
  fc.assert(
    fc.property(text, (typed) => {
      const read = readDomain(typed);
      if (!read.ok) return;
      accepted += 1;
      assert.match(read.domain, /^[\p{L}\p{M}\p{Nd}]([\p{L}\p{M}\p{Nd}.-]*[\p{L}\p{M}\p{Nd}])?$/u);
      assert.equal(read.domain.toLowerCase().normalize('NFKC'), read.domain);
      assert.deepEqual(readDomain(read.domain), read);
    }),
    { numRuns: 5000 },
  );
  assert.ok(accepted > 500, `only ${accepted} names were accepted`);
});

test('a part that mixes alphabets is noticed, a name of one alphabet in each part is not', () => {
  assert.equal(mixesScripts('еxample.org'), true);
  assert.equal(mixesScripts('чат.example'), false);
  assert.equal(mixesScripts('bücher.example'), false);
});
