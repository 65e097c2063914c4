import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ldapjsName, textOfName } from '../../../src/system/ldap/distinguished-name.js';

const name = (value: string) => [
  { type: 'uid', value },
  { type: 'dc', value: 'ebox' },
];

test('letters, digits and ._@- stand for themselves, all else is escaped byte by byte', () => {
  assert.equal(textOfName(name('a.b-c_9@x')), 'uid=a.b-c_9@x,dc=ebox');
  assert.equal(
    textOfName(name(' #a,b+"c"\\<d>;=ä\0 ')),
    'uid=\\20\\23a\\2cb\\2b\\22c\\22\\5c\\3cd\\3e\\3b\\3d\\c3\\a4\\00\\20,dc=ebox',
  );
  assert.equal(textOfName([]), '');
});

test('a value that is an escape already means itself, not what it stands for', () => {
  assert.equal(textOfName(name('alic\\65')), 'uid=alic\\5c65,dc=ebox');
  assert.equal(textOfName('uid=alic\\5C65,dc=ebox'), 'uid=alic\\5c65,dc=ebox');
  assert.equal(textOfName('uid=alic\\65,dc=ebox'), 'uid=alice,dc=ebox');
});

test('what a server gives is read back to the same name', () => {
  assert.equal(
    textOfName('cn=a\\2Cb\\+c\\ +uid=x y=z,dc=ebox'),
    'cn=a\\2cb\\2bc\\20+uid=x\\20y\\3dz,dc=ebox',
  );
  assert.equal(textOfName('cn=ä,dc=ebox'), 'cn=\\c3\\a4,dc=ebox');
  assert.equal(textOfName('cn=a#b,dc=ebox'), 'cn=a\\23b,dc=ebox');
  assert.equal(textOfName(''), '');
});

test('what is no distinguished name, or not a literal one, is refused', () => {
  for (const text of [
    'alice',
    'uid',
    '=a',
    'uid=a,',
    ',uid=a',
    'uid=a,,dc=ebox',
    'uid=#616263,dc=ebox',
    'uid="a",dc=ebox',
    'uid=a;dc=ebox',
    'uid=a\\',
    'uid=a\\zz',
    'uid=\\ff',
    'uid= a',
    'uid=a ,dc=ebox',
    'uid=a+uid=b',
    'uid=a\0',
    'u d=a',
  ]) {
    assert.throws(() => textOfName(text), Error, text);
    assert.throws(() => ldapjsName(text), Error, text);
  }
  assert.throws(() => textOfName([{ type: 'uid=x,cn', value: 'a' }]));
  assert.throws(() => textOfName(name('\ud800')));
});

test('any value survives: text, text of the text, and what ldapjs sends', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
      const text = textOfName(name(value));
      assert.match(text, /^uid=(?:[A-Za-z0-9._@-]|\\[0-9a-f]{2})+,dc=ebox$/);
      assert.equal(textOfName(text), text);
      assert.equal(ldapjsName(name(value)).toString(), text);
      assert.equal(ldapjsName(text).toString(), text);
    }),
    { numRuns: 2_000 },
  );
});
