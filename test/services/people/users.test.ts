import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type DistinguishedName, tree, valueOf, valuesOf } from '../../../src/core/directory.js';
import { Secret } from '../../../src/core/secret.js';
import { PanelError } from '../../../src/errors.js';
import { isUserEntry } from '../../../src/services/people/user-entry.js';
import { Users } from '../../../src/services/people/users.js';
import { jabberPart } from '../../helpers/account-parts.js';
import { startSlapd, type TestSlapd } from '../../helpers/slapd.js';
import { english } from '../../../src/core/words/english.js';
import { inEnglish } from '../../helpers/in-english.js';

const person = (uid: string): DistinguishedName => [{ type: 'uid', value: uid }, ...tree.users];
const form = (userName: string) => ({
  userName,
  firstName: 'Alice',
  lastName: 'Liddell',
  comment: '',
  password: 'down the hole',
  passwordAgain: 'down the hole',
});
const editForm = { firstName: 'Alice', lastName: 'Liddell', comment: '', password: '', passwordAgain: '' };
const enabled = { account: 'enabled', administrator: false };
const disabled = { account: 'disabled', administrator: false };

describe('users, in a real directory', () => {
  let slapd: TestSlapd;
  let users: Users;
  before(async () => {
    slapd = await startSlapd();
    users = new Users(slapd.directory, [jabberPart()]);
  });
  after(() => slapd.stop());
  beforeEach(async () => {
    const request = { base: tree.users, scope: 'sub', filter: isUserEntry, attributes: [] } as const;
    for (const { dn } of (await slapd.directory.search(request)).entries) await slapd.directory.remove(dn);
  });

  const entryOf = async (uid: string) => {
    const { entries } = await slapd.directory.search({
      base: person(uid),
      scope: 'base',
      filter: isUserEntry,
      attributes: ['*', '+'],
    });
    assert.ok(entries[0], `no ${uid}`);
    return entries[0];
  };
  /** An entry that somebody else made. */
  const foreign = (uid: string, more: Readonly<Record<string, readonly string[]>> = {}) =>
    slapd.directory.add(person(uid), {
      objectClass: ['inetOrgPerson', 'posixAccount'],
      ...{ uid: [uid], cn: ['Foreign Person'], sn: ['Person'] },
      ...{ uidNumber: ['5'], gidNumber: ['5'], homeDirectory: ['/x'] },
      ...more,
    });

  test('a user is added whole: names, numbers, a hashed password and the accounts of new users', async () => {
    assert.deepEqual(await users.add({ ...form('alice'), comment: 'rabbit; hole' }), {
      kind: 'added',
      userName: 'alice',
    });
    const entry = await entryOf('alice');
    const values = (attribute: string) => valuesOf(entry, attribute).join();
    assert.equal(values('objectClass'), 'inetOrgPerson,posixAccount,userJabberAccount');
    assert.deepEqual(
      [
        'uid',
        'givenName',
        'sn',
        'cn',
        'displayName',
        'description',
        'gidNumber',
        'homeDirectory',
        'jabberUid',
        'jabberAdmin',
      ].map(values),
      [
        ...[
          'alice',
          'Alice',
          'Liddell',
          'Alice Liddell',
          'Alice Liddell',
          'rabbit; hole',
          '2000',
          '/home/alice',
          'alice',
          'FALSE',
        ],
      ],
    );
    assert.equal(await slapd.directory.proves(person('alice'), new Secret('down the hole')), true);
    const found = await users.find('alice');
    assert.deepEqual(
      { ...found, csn: '' },
      {
        userName: 'alice',
        ...{ firstName: 'Alice', lastName: 'Liddell', fullName: 'Alice Liddell', comment: 'rabbit; hole' },
        accounts: [{ module: 'jabber', values: enabled, cannotHave: null }],
        csn: '',
      },
    );
  });

  test('new users get no account when the settings say so', async () => {
    const without = new Users(slapd.directory, [jabberPart({ newUsersGetAccount: false })]);
    await without.add(form('alice'));
    assert.deepEqual((await users.find('alice')).accounts[0]?.values, disabled);
    assert.equal(valuesOf(await entryOf('alice'), 'objectClass').includes('userJabberAccount'), false);
  });

  test('a new user gets the account that was chosen, and a choice that is wrong says so', async () => {
    const administrator = { account: 'enabled', administrator: true };
    assert.equal((await users.add(form('alice'), { jabber: administrator })).kind, 'added');
    assert.deepEqual((await users.find('alice')).accounts[0]?.values, administrator);
    assert.equal((await users.add(form('bob'), { jabber: disabled })).kind, 'added');
    assert.deepEqual((await users.find('bob')).accounts[0]?.values, disabled);
    assert.deepEqual(
      inEnglish(
        await users.add({ ...form('carol'), lastName: '' }, { jabber: { ...disabled, administrator: true } }),
      ),
      {
        kind: 'invalid',
        errors: {
          lastName: 'Type the last name.',
          'jabber.administrator': 'Only an enabled account can have administration rights.',
        },
      },
    );
  });

  test('a name that is taken is an error at the field, also when it is taken in the same moment', async () => {
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => users.add(form('alice'))));
    assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), [
      'added',
      'invalid',
      'invalid',
      'invalid',
      'invalid',
    ]);
    assert.deepEqual(inEnglish(await users.add(form('alice'))), {
      kind: 'invalid',
      errors: { userName: 'A user with this name exists already.' },
    });
  });

  test('a password means what was typed, or is refused: none is taken for a hash that was made elsewhere', async () => {
    const schemes = [
      'MD5',
      'md5',
      'SHA',
      'SSHA',
      'SMD5',
      'CRYPT',
      'CLEARTEXT',
      'SASL',
      'ARGON2',
      'UNIX',
      'FOO',
    ];
    const refused = schemes.map((scheme) => `{${scheme}}4QrcOUm6Wau+VuBX8g+IPg==`);
    const typed = (password: string) => ({ password, passwordAgain: password });
    await users.add(form('alice'));
    const edit = async (password: string) =>
      users.edit('alice', {
        csn: (await users.find('alice')).csn,
        fields: { ...editForm, ...typed(password) },
        accounts: {},
      });
    for (const password of refused) {
      for (const outcome of [await users.add({ ...form('bob'), ...typed(password) }), await edit(password)])
        assert.match(
          english(outcome.kind === 'invalid' ? (outcome.errors['password'] ?? '') : ''),
          /stored hash/,
          password,
        );
    }
    assert.equal(await slapd.directory.proves(person('alice'), new Secret('down the hole')), true);

    const taken = [
      '{MD5',
      '{}abcdefgh',
      '{ MD5}4QrcOUm6Wau+Vu',
      ' {MD5}4QrcOUm6Wau+Vu',
      '{{MD5}}4QrcOUm6Wau+Vu',
      '{über} den Wolken',
    ];
    for (const [index, start] of taken.entries()) {
      const password = start.padEnd(10, 'x1');
      assert.equal(
        (await users.add({ ...form(`user${index}`), ...typed(password) })).kind,
        'added',
        password,
      );
      assert.equal(
        await slapd.directory.proves(person(`user${index}`), new Secret(password)),
        true,
        password,
      );
      assert.equal((await edit(password)).kind, 'changed', password);
      assert.equal(await slapd.directory.proves(person('alice'), new Secret(password)), true, password);
    }
    // What sets a password by Password Modify (RFC 3062) has every text hashed, whatever it begins with.
    for (const password of refused) {
      await slapd.directory.setPassword(person('alice'), new Secret(password));
      assert.equal(await slapd.directory.proves(person('alice'), new Secret(password)), true, password);
      assert.equal(await slapd.directory.proves(person('alice'), new Secret('123456')), false, password);
    }
  });

  test('many at once get a number each', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `user${index}`);
    const outcomes = await Promise.all(names.map((name) => users.add(form(name))));
    assert.ok(outcomes.every(({ kind }) => kind === 'added'));
    const numbers = await Promise.all(names.map(async (name) => valueOf(await entryOf(name), 'uidNumber')));
    assert.equal(new Set(numbers).size, names.length);
  });

  test('every field that is wrong says so, and nothing is added', async () => {
    const outcome = await users.add({
      ...form('Alice'),
      lastName: ' ',
      password: 'short',
      passwordAgain: 'x',
    });
    assert.deepEqual(outcome.kind === 'invalid' && Object.keys(outcome.errors).sort(), [
      'lastName',
      'password',
      'userName',
    ]);
    await assert.rejects(
      users.find('Alice'),
      (error) => error instanceof PanelError && error.code === 'directory-no-such-entry',
    );
  });

  test('an edit changes what the form says, in one request, and the account goes and comes back', async () => {
    await users.add(form('alice'));
    const edit = async (fields: object, account: typeof enabled) =>
      users.edit('alice', {
        csn: (await users.find('alice')).csn,
        fields: { ...editForm, ...fields },
        accounts: { jabber: account },
      });

    assert.deepEqual(await edit({}, enabled), { kind: 'unchanged' });
    assert.deepEqual(
      await edit(
        { firstName: '', comment: 'queen', password: 'off with heads', passwordAgain: 'off with heads' },
        disabled,
      ),
      { kind: 'changed' },
    );
    const after = await users.find('alice');
    assert.deepEqual(
      [after.fullName, after.firstName, after.comment, after.accounts[0]?.values],
      ['Liddell', '', 'queen', disabled],
    );
    assert.equal(await slapd.directory.proves(person('alice'), new Secret('off with heads')), true);
    assert.equal(await slapd.directory.proves(person('alice'), new Secret('down the hole')), false);
    const gone = await entryOf('alice');
    assert.deepEqual([valuesOf(gone, 'jabberUid'), valuesOf(gone, 'jabberAdmin')], [[], []]);
    assert.deepEqual(await edit({}, { account: 'enabled', administrator: true }), { kind: 'changed' });
    const back = await entryOf('alice');
    assert.deepEqual([valueOf(back, 'jabberUid'), valueOf(back, 'jabberAdmin')], ['alice', 'TRUE']);
  });

  test('a password that is changed is stored as a hash', async () => {
    await users.add(form('alice'));
    const { csn } = await users.find('alice');
    await users.edit('alice', {
      csn,
      fields: { ...editForm, password: 'off with heads', passwordAgain: 'off with heads' },
      accounts: {},
    });
    const configuration = `${slapd.tools.layout.live}/slapd/slapd.conf`;
    const { stdout } = await slapd.tools.commands.run([
      '/usr/sbin/slapcat',
      '-f',
      configuration,
      '-a',
      '(uid=alice)',
      '-o',
      'ldif-wrap=no',
    ]);
    assert.match(
      Buffer.from(/^userPassword:: (.*)$/m.exec(stdout)?.[1] ?? '', 'base64').toString(),
      /^\{ARGON2\}/,
    );
  });

  test('an edit with an error anywhere changes nothing', async () => {
    await users.add(form('alice'));
    const { csn } = await users.find('alice');
    const outcome = await users.edit('alice', {
      csn,
      fields: { ...editForm, firstName: 'Changed', password: 'a new password', passwordAgain: 'another' },
      accounts: { jabber: { account: 'disabled', administrator: true } },
    });
    assert.deepEqual(inEnglish(outcome), {
      kind: 'invalid',
      errors: {
        passwordAgain: 'The two passwords differ. Type both again.',
        'jabber.administrator': 'Only an enabled account can have administration rights.',
      },
    });
    assert.equal((await users.find('alice')).csn, csn);
    for (const account of [
      {},
      { ...enabled, extra: true },
      { account: 'maybe', administrator: false },
      { account: 'enabled', administrator: 'TRUE' },
    ]) {
      assert.equal(
        (await users.edit('alice', { csn, fields: editForm, accounts: { jabber: account } })).kind,
        'invalid',
      );
    }
  });

  test('the second of two who edit one user is told, and sees what it is now', async () => {
    await users.add(form('alice'));
    const { csn } = await users.find('alice');
    const request = (comment: string) => ({ csn, fields: { ...editForm, comment }, accounts: {} });
    assert.deepEqual(await users.edit('alice', request('first')), { kind: 'changed' });
    const second = await users.edit('alice', request('second'));
    assert.equal(second.kind === 'conflict' && second.user.comment, 'first');
    assert.equal((await users.find('alice')).comment, 'first');
  });

  test('a user who is deleted is gone', async () => {
    await users.add(form('alice'));
    await users.remove('alice');
    const gone = (error: unknown) => error instanceof PanelError && error.code === 'directory-no-such-entry';
    await assert.rejects(users.find('alice'), gone);
    await assert.rejects(users.remove('alice'), gone);
    await assert.rejects(users.edit('alice', { csn: 'x', fields: editForm, accounts: {} }), gone);
    assert.equal((await users.list({}, 1)).total, 0);
  });

  test('users of others are listed, marked when they cannot chat, and can be edited and deleted', async () => {
    const names = [
      'bob@example.org',
      'bob@example.org/x',
      'a:b',
      "a'b",
      'a&b',
      'Carol',
      'ünal',
      'a)(uid=*',
      'alic\\65',
    ];
    await users.add(form('alice'));
    for (const name of names) await foreign(name);
    const { rows, total } = await users.list({}, 1);
    assert.equal(total, names.length + 1);
    assert.deepEqual(
      rows.filter(({ accounts }) => accounts[0]?.cannotHave === null).map(({ userName }) => userName),
      ['alice'],
    );
    for (const name of names) {
      const { csn, userName } = await users.find(name);
      assert.equal(userName, name);
      const outcome = await users.edit(name, {
        csn,
        fields: { ...editForm, firstName: 'Some', lastName: 'Body' },
        accounts: { jabber: enabled },
      });
      assert.deepEqual(outcome, { kind: 'changed' });
      assert.deepEqual(valuesOf(await entryOf(name), 'jabberUid'), []);
      await users.remove(name);
    }
    assert.deepEqual(
      (await users.list({}, 1)).rows.map(({ userName }) => userName),
      ['alice'],
    );
    await assert.rejects(users.find('ALICE'), PanelError);
  });

  test('the list is sorted, in pages of 50, and searched in user names and full names', async () => {
    for (let index = 0; index < 120; index += 1) {
      await foreign(`user${String(index).padStart(3, '0')}`, {
        cn: [index === 77 ? 'Ümit 100% (x)' : `Person ${index}`],
      });
    }
    const names = async (search: string, page: number) =>
      (await users.list({ search }, page)).rows.map(({ userName }) => userName);
    const first = await users.list({}, 1);
    assert.deepEqual([first.total, first.pages, first.page, first.rows.length], [120, 3, 1, 50]);
    assert.deepEqual([(await names('', 2))[0], (await names('', 3)).at(-1)], ['user050', 'user119']);
    for (const beyond of [4, 1e9]) assert.equal((await users.list({}, beyond)).page, 3);
    for (const before of [0, -1, NaN]) assert.equal((await users.list({}, before)).page, 1);
    assert.deepEqual(await names('ümIT', 1), ['user077']);
    assert.deepEqual(await names('% (', 1), ['user077']);
    assert.deepEqual(await names('R011', 1), ['user011']);
    assert.deepEqual(await names('*', 1), []);
    const none = await users.list({ search: 'nobody' }, 7);
    assert.deepEqual([none.rows, none.page, none.pages, none.total], [[], 1, 1, 0]);
  });

  test('a directory that does not answer is never an empty list', async () => {
    await slapd.halt();
    const unreachable = (error: unknown) =>
      error instanceof PanelError && error.code === 'directory-unreachable';
    await assert.rejects(users.list({}, 1), unreachable);
    await assert.rejects(users.find('alice'), unreachable);
    await assert.rejects(users.add(form('alice')), unreachable);
    await slapd.start();
    assert.equal((await users.list({}, 1)).total, 0);
  });
});
