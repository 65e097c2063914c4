import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPassword } from '../../src/core/password.js';
import { check } from '../../src/core/settings.js';
import { addUserSchema, editUserSchema } from '../../src/core/user.js';
import { passwordRule } from '../../src/modules/jabber/password.js';
import { isUserName, userNameProblem } from '../../src/core/user-name.js';
import { english } from '../../src/core/words/english.js';
import { type Sentence } from '../../src/core/words/sentence.js';

const rules = [passwordRule];
const add = addUserSchema(rules);
const change = editUserSchema(rules);

const form = {
  userName: 'alice',
  firstName: 'Alice',
  lastName: 'Liddell',
  comment: '',
  password: 'down the hole',
  passwordAgain: 'down the hole',
};

/** The sentences at the fields, with `changed` made to a form that is right. */
function errorsWith(changed: Readonly<Record<string, unknown>>): Readonly<Record<string, Sentence>> {
  const checked = check(add, { ...form, ...changed });
  return checked.ok ? {} : checked.errors;
}

test('a form that is right passes, and names lose the space around them', () => {
  assert.deepEqual(check(add, { ...form, firstName: ' Al ' }), {
    ok: true,
    value: { ...form, firstName: 'Al' },
  });
});

test('user names that XMPP can have', () => {
  for (const name of ['alice', 'a', '0', 'a.b-c_9', 'x'.repeat(64), '9.-_']) {
    assert.equal(isUserName(name), true, name);
    assert.equal(userNameProblem(name), null, name);
  }
});

test('user names that XMPP, LDAP or a file system would read differently are refused, each with a sentence', () => {
  const table: readonly (readonly [string, RegExp])[] = [
    ['', /Type a user name/],
    ['x'.repeat(65), /64/],
    ['x'.repeat(1024), /64/],
    ['Alice', /lower case: type alice/],
    ['ALICE', /lower case: type alice/],
    [' alice', /space/],
    ['alice ', /space/],
    ['.alice', /begins with/],
    ['-a', /begins with/],
    ['_a', /begins with/],
    ...[
      '*',
      'ali*',
      'a)(uid=*',
      'a\\2cb',
      'alic\\65',
      '#a',
      'a,b+c=d',
      'a"b<>;',
      'a\0',
      'a b',
      'a\tb',
      'a\u0001',
    ].map((name) => [name, /only|space/] as const),
    ...[
      'a@b',
      'bob@example.org/x',
      'a:b',
      "a'b",
      'a&b',
      'ß',
      'ss\u00df',
      '\uff41lice',
      '\u0130',
      '\u212a',
      'k\u212a',
      'ünal',
      'аlice',
      'a\u200db',
      'alice\n',
    ].map((name) => [name, /only|space/] as const),
  ];
  for (const [name, sentence] of table) {
    assert.equal(isUserName(name), false, JSON.stringify(name));
    assert.match(english(userNameProblem(name) ?? ''), sentence, JSON.stringify(name));
    assert.match(english(errorsWith({ userName: name })['userName'] ?? ''), sentence, JSON.stringify(name));
  }
});

test('names that cannot be shown or stored are refused', () => {
  for (const bad of [
    'a\0',
    'a\nb',
    'a\u202eb',
    '\u2066a',
    '\ufffe',
    'a\ud800',
    '\udc00',
    'x'.repeat(101),
    'a\u0300'.repeat(10_000),
    'x'.repeat(65_536),
  ]) {
    assert.deepEqual(
      Object.keys(errorsWith({ firstName: bad })),
      ['firstName'],
      JSON.stringify(bad.slice(0, 10)),
    );
    assert.deepEqual(Object.keys(errorsWith({ lastName: bad })), ['lastName']);
    assert.deepEqual(Object.keys(errorsWith({ comment: bad.repeat(6) })), ['comment']);
  }
  for (const fine of [
    'O’Brien',
    'Łukasz',
    '李',
    '\u{1f600}',
    '<img src=x onerror=alert(1)>',
    ']]>-->',
    'שלום',
    'x'.repeat(100),
  ]) {
    assert.deepEqual(errorsWith({ firstName: fine, lastName: fine }), {}, fine);
  }
  assert.deepEqual(Object.keys(errorsWith({ lastName: '   ' })), ['lastName']);
  assert.deepEqual(errorsWith({ firstName: '' }), {});
});

test('passwords that work', () => {
  for (const password of [
    '<>&"\'${id}%s\\',
    'pässwörter',
    'двенадцать',
    '12 34 56 78',
    'x y'.repeat(85),
    'ä'.repeat(12) + 'b',
    'שלוםשלום',
    '€u'.repeat(128),
  ]) {
    assert.deepEqual(readPassword(password, rules), { ok: true, password });
  }
});

test('passwords that are too short, too long, or could never sign in to chat are refused with the reason', () => {
  const table: readonly (readonly [string, RegExp])[] = [
    ['', /at least 8/],
    ['1234567', /at least 8/],
    ['x1'.repeat(129), /at most 256/],
    ['ab'.repeat(32_768), /at most 256/],
    ['€'.repeat(171), /512 bytes/],
    ['smile \u{1f600} smile', /The user could not sign in/],
    ['turned \u202e round', /The user could not sign in/],
    ['שלום hello', /The user could not sign in/],
    ['private \ue000 use', /The user could not sign in/],
    ['tab\tin it', /control/],
    ['nul\0in it', /control/],
    ['line\nin it', /control/],
    ['half \ud800 pair', /broken/],
    ['password', /first that an attacker would try/],
    ['PassWord1', /first that an attacker would try/],
    ['aaaaaaaaaa', /first that an attacker would try/],
    ['pass\u00adword', /first that an attacker would try/],
    ['soft\u00ad\u00ad\u00ad\u00ad', /at least 8/],
    ['\ufdfa'.repeat(100), /at most 256/],
    ['{MD5}4QrcOUm6Wau+VuBX8g+IPg==', /stored hash/],
    ['{ssha}4QrcOUm6Wau+VuBX8g+IPg==', /stored hash/],
    ['{CLEARTEXT}down the hole', /stored hash/],
    ['{PBKDF2-SHA256}down the hole', /stored hash/],
    ['\uff5bMD5\uff5d4QrcOUm6Wau+VuBX8g+IPg==', /stored hash/],
    ['{M\u00adD5}4QrcOUm6Wau+VuBX8g+IPg==', /stored hash/],
  ];
  for (const [password, sentence] of table) {
    const read = readPassword(password, rules);
    assert.match(english(read.ok ? '' : read.reason), sentence, JSON.stringify(password.slice(0, 20)));
    assert.deepEqual(Object.keys(errorsWith({ password, passwordAgain: password })), ['password']);
  }
});

test('a password is one, however the keyboard composes it, and is kept in the form that chat programs send', () => {
  for (const [typed, kept] of [
    ['\u00aa1234567', 'a1234567'],
    ['down the u\u0308', 'down the \u00fc'],
    ['down\u00a0the hole', 'down the hole'],
    ['soft\u00adhyphen', 'softhyphen'],
    ['{\u00fcber} den Wolken', '{\u00fcber} den Wolken'],
  ] as const) {
    assert.deepEqual(readPassword(typed, rules), { ok: true, password: kept });
    const checked = check(add, { ...form, password: typed, passwordAgain: kept });
    assert.deepEqual(checked.ok && checked.value, { ...form, password: kept, passwordAgain: kept });
    const edit = { firstName: '', lastName: 'Liddell', comment: '', password: kept, passwordAgain: typed };
    const edited = check(change, edit);
    assert.deepEqual(edited.ok && edited.value, { ...edit, passwordAgain: kept });
  }
});

test('both passwords must be the same', () => {
  assert.deepEqual(Object.keys(errorsWith({ passwordAgain: 'Down the hole' })), ['passwordAgain']);
});

test('what is no text, and what is no field, is refused', () => {
  for (const wrong of [undefined, null, 7, true, ['alice'], { toString: 'alice' }]) {
    for (const field of Object.keys(form)) assert.ok(field in errorsWith({ [field]: wrong }), field);
  }
  assert.notDeepEqual(errorsWith({ uidNumber: '0' }), {});
});

test('an edit leaves the password alone only when both are empty', () => {
  const edit = { firstName: 'Alice', lastName: 'Liddell', comment: '', password: '', passwordAgain: '' };
  assert.equal(check(change, edit).ok, true);
  assert.equal(check(change, { ...edit, passwordAgain: 'something long' }).ok, false);
  assert.equal(check(change, { ...edit, password: 'something long' }).ok, false);
  assert.equal(check(change, { ...edit, password: 'short', passwordAgain: 'short' }).ok, false);
  assert.equal(check(change, { ...edit, userName: 'bob' }).ok, false);
});

test('without a service that asks for more, a password is kept as it was typed', () => {
  const password = 'smile \u{1f600} smile \u00aa';
  assert.deepEqual(readPassword(password, []), { ok: true, password });
  assert.match(JSON.stringify(readPassword('{MD5}4QrcOUm6Wau+VuBX8g+IPg==', [])), /stored hash/);
});
