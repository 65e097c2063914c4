import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DirectoryEntry } from '../../../src/core/directory.js';
import { jabberAccount } from '../../../src/modules/jabber/account.js';
import { english } from '../../../src/core/words/english.js';
import { inEnglish } from '../../helpers/in-english.js';

const entry = (attributes: Readonly<Record<string, readonly string[]>>): DirectoryEntry => ({
  dn: 'uid=alice,ou=Users,dc=ebox',
  attributes: new Map(Object.entries({ uid: ['alice'], ...attributes })),
});
const values = (account: string, administrator = false) => ({ account, administrator });
const without = entry({ objectclass: ['inetOrgPerson', 'posixAccount'] });
const withAccount = entry({
  objectclass: ['inetOrgPerson', 'userjabberaccount', 'posixAccount'],
  jabberuid: ['alice'],
  jabberadmin: ['TRUE'],
});

test('an entry is read, whatever the case in which it names the class', () => {
  assert.deepEqual(jabberAccount.read(without), values('disabled'));
  assert.deepEqual(jabberAccount.read(withAccount), values('enabled', true));
  assert.deepEqual(
    jabberAccount.read(entry({ objectclass: ['posixAccount'], jabberadmin: ['TRUE'] })),
    values('disabled'),
  );
});

test('changes make the entry say the values, and are none where it does', () => {
  assert.deepEqual(jabberAccount.changes(without, values('disabled')), []);
  assert.deepEqual(jabberAccount.changes(withAccount, values('enabled', true)), []);
  assert.deepEqual(jabberAccount.changes(without, values('enabled')), [
    { operation: 'add', attribute: 'objectClass', values: ['userJabberAccount'] },
    { operation: 'replace', attribute: 'jabberUid', values: ['alice'] },
    { operation: 'replace', attribute: 'jabberAdmin', values: ['FALSE'] },
  ]);
  assert.deepEqual(jabberAccount.changes(withAccount, values('disabled')), [
    { operation: 'delete', attribute: 'objectClass', values: ['userjabberaccount'] },
    { operation: 'replace', attribute: 'jabberUid', values: [] },
    { operation: 'replace', attribute: 'jabberAdmin', values: [] },
  ]);
  assert.deepEqual(jabberAccount.changes(withAccount, values('enabled', false)), [
    { operation: 'replace', attribute: 'jabberAdmin', values: ['FALSE'] },
  ]);
  const otherName = entry({ objectclass: ['userJabberAccount'], jabberuid: ['bob'], jabberadmin: ['FALSE'] });
  assert.deepEqual(jabberAccount.changes(otherName, values('enabled')), [
    { operation: 'replace', attribute: 'jabberUid', values: ['alice'] },
  ]);
});

test('a new user gets what the settings say', () => {
  const initial = (newUsersGetAccount: boolean) => jabberAccount.initial({ newUsersGetAccount });
  assert.deepEqual(jabberAccount.attributes('bob', initial(true)), {
    objectClass: ['userJabberAccount'],
    jabberUid: ['bob'],
    jabberAdmin: ['FALSE'],
  });
  assert.deepEqual(jabberAccount.attributes('bob', initial(false)), {});
});

test('only values that there are pass, and rights need an account', () => {
  assert.deepEqual(jabberAccount.check(values('enabled', true)), {});
  assert.deepEqual(jabberAccount.check(values('disabled')), {});
  assert.deepEqual(inEnglish(jabberAccount.check(values('disabled', true))), {
    administrator: 'Only an enabled account can have administration rights.',
  });
  assert.deepEqual(Object.keys(jabberAccount.check(values('yes'))), ['account']);
  assert.deepEqual(Object.keys(jabberAccount.check({ account: 'enabled', administrator: 'false' })), [
    'administrator',
  ]);
  assert.notDeepEqual(jabberAccount.check({ ...values('enabled'), more: true }), {});
});

test('names that a chat address cannot have cannot have an account', () => {
  assert.equal(jabberAccount.cannotHave('alice'), null);
  for (const name of ['Alice', 'a@b', 'a/b', 'ünal', ''])
    assert.match(english(jabberAccount.cannotHave(name) ?? ''), /cannot have a Jabber account/);
});

test('while the module is off, the notes say so', () => {
  assert.equal(jabberAccount.notes(true).length, 2);
  assert.match(jabberAccount.notes(false).map(english).join(' '), /take effect when you enable it/);
});
