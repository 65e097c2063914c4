import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import {
  type DirectoryEntry,
  type DistinguishedName,
  tree,
  valueOf,
  valuesOf,
} from '../../../src/core/directory.js';
import { Secret } from '../../../src/core/secret.js';
import { PanelError } from '../../../src/errors.js';
import { createDirectory } from '../../../src/system/ldap/directory.js';
import { expectLog } from '../../helpers/log-rule.js';
import { startSlapd, testSecret, type TestSlapd } from '../../helpers/slapd.js';

const silent = { info: () => undefined, error: () => undefined };
const everything = { kind: 'present', attribute: 'objectClass' } as const;

const person = (uid: string): DistinguishedName => [{ type: 'uid', value: uid }, ...tree.users];
const account = (uid: string) => ({ objectClass: ['account'], uid: [uid] });

const code = (expected: string) => (error: unknown) => error instanceof PanelError && error.code === expected;

describe('the directory', () => {
  let slapd: TestSlapd;
  before(async () => {
    slapd = await startSlapd();
    await slapd.directory.add(person('alice'), {
      ...account('alice'),
      objectClass: ['account', 'simpleSecurityObject'],
      userPassword: ['first password'],
    });
  });
  after(() => slapd.stop());

  const readOne = async (
    base: DistinguishedName | string,
    attributes = ['*', '+'],
  ): Promise<DirectoryEntry> => {
    const { entries } = await slapd.directory.search({ base, scope: 'base', filter: everything, attributes });
    const [entry] = entries;
    assert.ok(entry);
    return entry;
  };

  test('what goes in comes back, whatever the name, and no other entry is touched', async () => {
    const { directory } = slapd;
    const before = valueOf(await readOne(person('alice')), 'entryCSN');
    let added = 0;
    const comesBack = async (value: string): Promise<void> => {
      try {
        await directory.add(person(value), account(value));
      } catch (error) {
        assert.ok(error instanceof PanelError, String(error));
        return;
      }
      added += 1;
      const entry = await readOne(person(value));
      assert.deepEqual(valuesOf(entry, 'uid'), [value]);
      assert.equal(valueOf(await readOne(entry.dn), 'entryUUID'), valueOf(entry, 'entryUUID'));
      const filter = { kind: 'equals', attribute: 'uid', value } as const;
      const found = await directory.search({ base: tree.users, scope: 'one', filter, attributes: ['uid'] });
      assert.deepEqual(
        found.entries.map(({ dn }) => dn),
        [entry.dn],
      );
      await directory.modify(entry.dn, [{ operation: 'add', attribute: 'description', values: [value] }]);
      assert.deepEqual(valuesOf(await readOne(person(value)), 'description'), [value]);
      await directory.rename(entry.dn, { type: 'uid', value: `${value}*` });
      await directory.remove(person(`${value}*`));
      await assert.rejects(directory.remove(entry.dn), code('directory-no-such-entry'));
    };
    for (const value of [
      '*',
      'ali*',
      'a)(uid=*',
      'a\\2cb',
      'alic\\65',
      '#a',
      '#616c696365',
      ' alice',
      'alice ',
      ' a',
      'a,b+c=d',
      'a"b<>;',
      'a\0b',
      '\\',
      '\\\\',
      'uid=alice',
      'alice,ou=Users',
      'ä',
      'a b',
      'a  b',
      '\u00a0',
      '\u{1f600}',
      '\n',
    ]) {
      await comesBack(value);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({
            unit: fc.constantFrom(
              'a',
              '\\',
              '6',
              '5',
              ' ',
              '#',
              ',',
              '+',
              '=',
              '"',
              '*',
              '(',
              ')',
              'ä',
              '\0',
            ),
            minLength: 1,
            maxLength: 8,
          }),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
        ),
        comesBack,
      ),
      { numRuns: 300 },
    );
    assert.ok(added > 150, `only ${added} names were accepted`);
    assert.equal(valueOf(await readOne(person('alice')), 'entryCSN'), before);
  });

  test('a filter value is literal, also as a part of a text', async () => {
    const { directory } = slapd;
    await directory.add(person('star'), { ...account('star'), description: ['50% * (all)\\'] });
    const find = async (filter: Parameters<typeof directory.search>[0]['filter']) =>
      (await directory.search({ base: tree.users, scope: 'sub', filter, attributes: ['uid'] })).entries.map(
        (entry) => valueOf(entry, 'uid'),
      );
    assert.deepEqual(await find({ kind: 'contains', attribute: 'description', value: '% * (' }), ['star']);
    assert.deepEqual(await find({ kind: 'contains', attribute: 'description', value: ')\\' }), ['star']);
    assert.deepEqual(await find({ kind: 'contains', attribute: 'description', value: '%*(' }), []);
    assert.deepEqual(await find({ kind: 'equals', attribute: 'uid', value: 'st*' }), []);
    assert.deepEqual(await find({ kind: 'equals', attribute: 'uid', value: '' }), []);
    assert.deepEqual(await find({ kind: 'equals', attribute: 'uid', value: 'star)(objectClass=*' }), []);
    const both = [
      { kind: 'present', attribute: 'description' },
      { kind: 'not', of: { kind: 'equals', attribute: 'uid', value: 'alice' } },
    ] as const;
    assert.deepEqual(await find({ kind: 'and', of: both }), ['star']);
    assert.deepEqual(
      (
        await find({ kind: 'or', of: [{ kind: 'equals', attribute: 'uid', value: 'alice' }, both[0]] })
      ).sort(),
      ['alice', 'star'],
    );
    await directory.remove(person('star'));
  });

  test('a change that was decided on an older state is not made', async () => {
    const { directory } = slapd;
    const csn = valueOf(await readOne(person('alice')), 'entryCSN');
    const describe = (text: string) =>
      [{ operation: 'replace', attribute: 'description', values: [text] }] as const;
    await directory.modify(person('alice'), describe('one'), csn);
    await assert.rejects(
      directory.modify(person('alice'), describe('two'), csn),
      code('directory-entry-changed'),
    );
    assert.equal(valueOf(await readOne(person('alice')), 'description'), 'one');
  });

  test('a password is hashed however it comes, and a bind proves it', async () => {
    const { directory, tools } = slapd;
    const stored = async (): Promise<string> => {
      const configuration = `${tools.layout.live}/slapd/slapd.conf`;
      const argv = ['/usr/sbin/slapcat', '-f', configuration, '-a', '(uid=alice)', '-o', 'ldif-wrap=no'];
      const { stdout } = await tools.commands.run(argv);
      return Buffer.from(/^userPassword:: (.*)$/m.exec(stdout)?.[1] ?? '', 'base64').toString();
    };
    const hashed = /^\{ARGON2\}\$argon2.*\$m=19456,t=2,p=1\$/;
    assert.match(await stored(), hashed);
    assert.equal(await directory.proves(person('alice'), new Secret('first password')), true);

    const replace = { operation: 'replace', attribute: 'userPassword', values: ['second password'] } as const;
    await directory.modify(person('alice'), [replace]);
    assert.match(await stored(), hashed);
    assert.equal(await directory.proves(person('alice'), new Secret('second password')), true);

    await directory.setPassword(person('alice'), new Secret('drittes Paßwort'));
    assert.match(await stored(), hashed);
    assert.equal(await directory.proves(person('alice'), new Secret('drittes Paßwort')), true);
    for (const wrong of ['first password', 'second password', '', 'x']) {
      assert.equal(await directory.proves(person('alice'), new Secret(wrong)), false, wrong);
    }
    assert.equal(await directory.proves(person('nobody'), new Secret('x')), false);
  });

  test('a password that the server refuses to set is an error', async () => {
    await assert.rejects(
      slapd.directory.setPassword(person('nobody'), new Secret('secret')),
      code('directory-no-such-entry'),
    );
  });

  test('what is there already, and what is not there, is told', async () => {
    const { directory } = slapd;
    await assert.rejects(directory.add(person('alice'), account('alice')), code('directory-entry-exists'));
    await assert.rejects(
      directory.modify(person('nobody'), [{ operation: 'replace', attribute: 'description', values: [] }]),
      code('directory-no-such-entry'),
    );
    expectLog('slapd', / Entry \(uid=x,ou=Users,dc=ebox\), attribute 'cn' not allowed$/);
    await assert.rejects(
      directory.add(person('x'), { objectClass: ['account'], cn: ['x'], uid: ['x'] }),
      (error) =>
        code('directory-refused')(error) &&
        error instanceof Error &&
        error.message.includes("attribute 'cn' not allowed"),
    );
  });

  test('a result that was cut, by our limit or the server’s, says so', async () => {
    const { directory, socket } = slapd;
    await directory.add(person('bob'), account('bob'));
    const people = { base: tree.users, scope: 'one', filter: everything, attributes: ['uid'] } as const;
    const cut = await directory.search({ ...people, limit: 1 });
    assert.equal(cut.entries.length, 1);
    assert.equal(cut.truncated, true);
    const whole = await directory.search({ ...people, limit: 2 });
    assert.equal(whole.entries.length, 2);
    assert.equal(whole.truncated, false);
    await directory.add(person('carol'), account('carol'));
    const signIn = createDirectory({
      socket,
      bindDn: tree.signIn,
      password: () => Promise.resolve(testSecret('directory-sign-in')),
      log: silent,
    });
    const limited = await signIn.search(people).finally(() => signIn.close());
    assert.deepEqual([limited.entries.length, limited.truncated], [2, true]);
    await directory.remove(person('carol'));
    await directory.remove(person('bob'));
  });

  test('the sign-in identity sees only what the search needs, and changes nothing', async () => {
    const { socket } = slapd;
    const signIn = createDirectory({
      socket,
      bindDn: tree.signIn,
      password: () => Promise.resolve(testSecret('directory-sign-in')),
      log: silent,
    });
    try {
      const { entries } = await signIn.search({
        base: person('alice'),
        scope: 'base',
        filter: everything,
        attributes: ['*', '+'],
      });
      assert.deepEqual([...(entries[0]?.attributes.keys() ?? [])].sort(), ['entrycsn', 'objectclass', 'uid']);
      const bySecret = { kind: 'present', attribute: 'userPassword' } as const;
      assert.deepEqual(
        (await signIn.search({ base: tree.users, scope: 'sub', filter: bySecret, attributes: [] })).entries,
        [],
      );
      await assert.rejects(
        signIn.search({ base: tree.base, scope: 'sub', filter: everything, attributes: ['*'] }),
      );
      await assert.rejects(
        signIn.search({ base: tree.panel, scope: 'base', filter: everything, attributes: ['*'] }),
      );
      await assert.rejects(signIn.setPassword(person('alice'), new Secret('x')), code('directory-refused'));
      await assert.rejects(signIn.remove(person('alice')), PanelError);
      for (const attribute of ['objectClass', 'description']) {
        const change = { operation: 'add', attribute, values: ['uidObject'] } as const;
        await assert.rejects(signIn.modify(person('alice'), [change]), code('directory-refused'));
      }
    } finally {
      signIn.close();
    }
  });

  test('everything is read in pages', async () => {
    const { directory } = slapd;
    const group = [{ type: 'ou', value: 'Many' }, ...tree.base];
    await directory.add(group, { objectClass: ['organizationalUnit'], ou: ['Many'] });
    const names = Array.from({ length: 2_100 }, (_, index) => `user${index}`);
    for (let start = 0; start < names.length; start += 100) {
      const some = names.slice(start, start + 100);
      await Promise.all(
        some.map((name) => directory.add([{ type: 'uid', value: name }, ...group], account(name))),
      );
    }
    const read: string[] = [];
    const filter = { kind: 'equals', attribute: 'objectClass', value: 'account' } as const;
    await directory.each({ base: group, scope: 'one', filter, attributes: ['uid'] }, (entry) =>
      read.push(valueOf(entry, 'uid')),
    );
    assert.deepEqual(read.sort(), names.sort());
    await assert.rejects(
      directory.each({ base: group, scope: 'one', filter, attributes: ['uid'] }, () => {
        throw new Error('enough');
      }),
      /enough/,
    );
  });
});
