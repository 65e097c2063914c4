import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type DistinguishedName, tree } from '../../../../src/core/directory.js';
import type { WantedUsers } from '../../../../src/core/people/user-list.js';
import type { Directory } from '../../../../src/core/ports.js';
import { UserIndex } from '../../../../src/services/people/index/user-index.js';
import { jabberPart } from '../../../helpers/account-parts.js';
import { startSlapd, type TestSlapd } from '../../../helpers/slapd.js';

const person = (uid: string): DistinguishedName => [{ type: 'uid', value: uid }, ...tree.users];

describe('the index of users, in front of a real slapd', () => {
  let slapd: TestSlapd;
  let index: UserIndex;
  /** Entries that were read since it was set to 0. */
  let read = 0;
  before(async () => {
    slapd = await startSlapd();
    const counting: Directory = {
      ...slapd.directory,
      each: (request, onEntry) =>
        slapd.directory.each(request, (entry) => {
          read += 1;
          onEntry(entry);
        }),
    };
    index = new UserIndex(counting, [jabberPart()]);
    for (let number = 0; number < 100; number += 1) await add(`user${String(number).padStart(2, '0')}`);
  });
  after(() => slapd.stop());

  const add = (uid: string, cn = `Person of ${uid}`) =>
    slapd.directory.add(person(uid), {
      objectClass: ['inetOrgPerson', 'posixAccount'],
      ...{ uid: [uid], cn: [cn], sn: ['x'], uidNumber: ['1'], gidNumber: ['1'], homeDirectory: ['/x'] },
    });
  const names = async (search = '') => (await matching({ search })).map(({ userName }) => userName);
  const matching = async (wanted: WantedUsers) => (await index.page(wanted, 1, 1000)).rows;

  test('all is read once, and nothing while nothing changes', async () => {
    assert.equal((await names()).length, 100);
    assert.ok(read >= 100);
    read = 0;
    assert.deepEqual(await names('person of USER07'), ['user07']);
    assert.equal(read, 0);
  });

  test('what others add, change and rename is read, and only that', async () => {
    await add('user07b');
    read = 0;
    assert.deepEqual(await names('user07'), ['user07', 'user07b']);
    await slapd.directory.modify(person('user07b'), [
      { operation: 'replace', attribute: 'cn', values: ['Somebody else'] },
    ]);
    assert.deepEqual(await names('somebody'), ['user07b']);
    await slapd.directory.rename(person('user07b'), { type: 'uid', value: 'zoe' });
    assert.deepEqual(await names('somebody'), ['zoe']);
    assert.equal((await names()).at(-1), 'zoe');
    assert.equal((await names()).length, 101);
    assert.ok(read < 20, `${read} entries were read`);
  });

  test('an account that others enable is shown', async () => {
    await slapd.directory.modify(person('zoe'), [
      { operation: 'add', attribute: 'objectClass', values: ['userJabberAccount'] },
      { operation: 'add', attribute: 'jabberUid', values: ['zoe'] },
      { operation: 'add', attribute: 'jabberAdmin', values: ['TRUE'] },
    ]);
    assert.deepEqual((await matching({ search: 'zoe' }))[0]?.accounts[0]?.values, {
      account: 'enabled',
      administrator: true,
    });
    assert.deepEqual((await matching({ search: 'user01' }))[0]?.accounts[0]?.values, {
      account: 'disabled',
      administrator: false,
    });
  });

  test('who is removed by others is gone, also when somebody is added in the same moment', async () => {
    await slapd.directory.remove(person('zoe'));
    await add('yves');
    assert.deepEqual(await names('o'), await sortedNames('o'));
    assert.deepEqual(await names('zoe'), []);
    assert.deepEqual(await names('yves'), ['yves']);
  });

  const sortedNames = async (search: string) => {
    const all: string[] = [];
    await slapd.directory.each(
      {
        base: tree.users,
        scope: 'one',
        filter: { kind: 'present', attribute: 'uid' },
        attributes: ['uid', 'cn'],
      },
      ({ attributes }) => {
        if (`${attributes.get('uid')?.join()}${attributes.get('cn')?.join()}`.toLowerCase().includes(search))
          all.push(attributes.get('uid')?.[0] ?? '');
      },
    );
    return all.sort();
  };

  test('whom we remove ourselves is forgotten without reading everything', async () => {
    const { entries } = await slapd.directory.search({
      base: person('yves'),
      scope: 'base',
      filter: { kind: 'present', attribute: 'uid' },
      attributes: ['entryUUID'],
    });
    await names();
    await slapd.directory.remove(person('yves'));
    await index.removed(entries[0]?.attributes.get('entryuuid')?.[0] ?? '');
    read = 0;
    assert.deepEqual(await names('yves'), []);
    assert.ok(read < 5, `${read} entries were read`);
    assert.equal((await names()).length, 100);
  });

  test('an entry that is no user, or none any more, is not listed', async () => {
    await slapd.directory.add([{ type: 'cn', value: 'staff' }, ...tree.groups], {
      objectClass: ['posixGroup'],
      cn: ['staff'],
      gidNumber: ['3000'],
    });
    assert.equal((await names()).length, 100);
    await slapd.directory.modify(person('user50'), [
      { operation: 'delete', attribute: 'objectClass', values: ['posixAccount'] },
      ...['uidNumber', 'gidNumber', 'homeDirectory'].map(
        (attribute) => ({ operation: 'delete', attribute, values: [] }) as const,
      ),
    ]);
    assert.deepEqual(await names('user50'), []);
    assert.equal((await names()).length, 99);
  });

  test('a search folds accents, takes words in any order, and looks at comment and mail', async () => {
    const lopez = {
      cn: ['Anna López'],
      sn: ['López'],
      displayName: ['Anna López'],
      description: ['Room 12b'],
    };
    const entry = { uid: ['x1'], mail: ['first@sample.test', 'second@sample.test'], ...lopez };
    await slapd.directory.add(person('x1'), {
      objectClass: ['inetOrgPerson', 'posixAccount'],
      ...entry,
      ...{ uidNumber: ['1'], gidNumber: ['1'], homeDirectory: ['/x'] },
    });
    await add('x2', 'Jürgen Müller');
    for (const search of ['Lopez Anna', 'anna LÓPEZ', 'x1 lop', 'room 12b', 'second@sample', 'lopez first'])
      assert.deepEqual(await names(search), ['x1'], search);
    for (const search of ['muller', 'MÜLLER jurg']) assert.deepEqual(await names(search), ['x2'], search);
    assert.deepEqual(await names('lopez muller'), [], 'all words of one person');
    await slapd.directory.modify(person('x1'), [
      { operation: 'replace', attribute: 'description', values: [] },
    ]);
    assert.deepEqual(await names('room 12b'), []);
    await slapd.directory.remove(person('x1'));
    await slapd.directory.remove(person('x2'));
  });

  test('what slapd’s own tools did while it was down is seen', async () => {
    await slapd.halt();
    const configuration = `${slapd.tools.layout.live}/slapd/slapd.conf`;
    const run = (program: string, ldif: string) =>
      slapd.tools.commands.run([`/usr/sbin/${program}`, '-f', configuration, '-b', 'dc=ebox'], {
        input: ldif,
        account: 'directory',
      });
    await run('slapmodify', 'dn: uid=user02,ou=Users,dc=ebox\nchangetype: delete\n');
    const old = 'entryCSN: 20200101000000.000000Z#000000#000#000000';
    const account = 'objectClass: inetOrgPerson\nobjectClass: posixAccount\nuidNumber: 1\ngidNumber: 1';
    const person = 'uid: restored\nsn: x\ncn: From a backup\nhomeDirectory: /x';
    await run('slapadd', `dn: uid=restored,ou=Users,dc=ebox\n${account}\n${person}\n${old}\n`);
    // slapd tells the second of its start.
    for (const second = Math.floor(Date.now() / 1000); Math.floor(Date.now() / 1000) === second;)
      await delay(10);
    await slapd.start();
    assert.deepEqual(await names('from a backup'), ['restored']);
    assert.deepEqual(await names('user02'), []);
  });

  test('it stays right while others change users all the time', async () => {
    const work = { done: false };
    const others = (async () => {
      for (let round = 0; !work.done; round += 1) {
        await add(`other${round}`);
        if (round % 3 !== 0) await slapd.directory.remove(person(`other${round}`));
      }
    })();
    for (let look = 0; look < 30; look += 1) {
      const seen = await names();
      assert.ok(seen.length >= 99);
      assert.deepEqual(seen, [...seen].sort());
    }
    work.done = true;
    await others;
    assert.deepEqual(await names('other'), await sortedNames('other'));
  });

  test('a directory that is down is an error, and the next answer is right again', async () => {
    await slapd.halt();
    await assert.rejects(matching({}), { code: 'directory-unreachable' });
    await slapd.start();
    assert.deepEqual(
      await names('user0'),
      (await sortedNames('user0')).filter((name) => name !== 'user50'),
    );
  });
});

describe('what is known of users beside the directory', () => {
  test('the last sign-in and who is online: shown, filtered and sorted', async (t) => {
    const slapd = await startSlapd();
    t.after(() => slapd.stop());
    const signIns = new Map([
      ['ana', 5000],
      ['ben', 9000],
    ]);
    const listeners: ((userName: string, at: number) => void)[] = [];
    let online: ReadonlySet<string> | null = null;
    const index = new UserIndex(slapd.directory, [jabberPart()], {
      signIns: [
        { lastSignIn: (name) => signIns.get(name) ?? null, onSignIn: (listener) => listeners.push(listener) },
      ],
      online: () => online,
    });
    const add = (uid: string, account: Record<string, readonly string[]> = {}) =>
      slapd.directory.add(person(uid), {
        ...{ uid: [uid], cn: [uid], sn: ['x'], uidNumber: ['1'], gidNumber: ['1'], homeDirectory: ['/x'] },
        ...account,
        objectClass: ['inetOrgPerson', 'posixAccount', ...(account['objectClass'] ?? [])],
      });
    for (const uid of ['ana', 'ben', 'cleo']) await add(uid);
    await add('dora', { objectClass: ['userJabberAccount'], jabberUid: ['dora'], jabberAdmin: ['FALSE'] });
    await add('emil', { objectClass: ['userJabberAccount'], jabberUid: ['emil'], jabberAdmin: ['TRUE'] });
    await add('not a chat name');
    const names = async (wanted: WantedUsers) =>
      (await index.page(wanted, 1, 50)).rows.map(({ userName }) => userName).join();
    const others = 'cleo,dora,emil,not a chat name';

    assert.equal(await names({ sort: 'lastSignIn' }), `ana,ben,${others}`);
    assert.equal(await names({ sort: 'lastSignIn', isDescending: true }), `ben,ana,${others}`);
    assert.equal(await names({ lastSignIn: 'unknown' }), others);
    assert.equal(await names({ lastSignIn: { before: 9000 } }), 'ana');
    for (const listener of listeners) listener('cleo', 7000);
    assert.equal(
      await names({ sort: 'lastSignIn', isDescending: true }),
      'ben,cleo,ana,dora,emil,not a chat name',
    );
    assert.equal((await index.page({ search: 'cleo' }, 1, 50)).rows[0]?.lastSignIn, 7000);

    assert.equal((await index.page({}, 1, 50)).rows[0]?.isOnline, null);
    assert.equal(await names({ isOnline: true }), '', 'it is not known who is');
    online = new Set(['dora', 'nobody']);
    assert.equal(await names({ isOnline: true }), 'dora');
    assert.equal(
      await names({ sort: 'online', isDescending: true }),
      'dora,ana,ben,cleo,emil,not a chat name',
    );
    await slapd.directory.remove(person('dora'));
    assert.equal(await names({ isOnline: true }), '');

    assert.equal(
      await names({ sort: { module: 'jabber' }, isDescending: true }),
      'emil,ana,ben,cleo,not a chat name',
    );
    assert.equal(await names({ having: { module: 'jabber', isImpossible: true } }), 'not a chat name');
    assert.equal(await names({ having: { module: 'jabber', field: 'administrator', value: true } }), 'emil');
  });
});
