import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type DistinguishedName, tree } from '../../../src/core/directory.js';
import type { Directory } from '../../../src/core/ports.js';
import { UserIndex } from '../../../src/services/people/user-index.js';
import { jabberPart } from '../../helpers/account-parts.js';
import { startSlapd, type TestSlapd } from '../../helpers/slapd.js';

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
  const names = async (search = '') => (await index.matching({ search })).map(({ userName }) => userName);

  test('everything is read once, and nothing while nothing changes', async () => {
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
    assert.deepEqual((await index.matching({ search: 'zoe' }))[0]?.accounts[0]?.values, {
      account: 'enabled',
      administrator: true,
    });
    assert.deepEqual((await index.matching({ search: 'user01' }))[0]?.accounts[0]?.values, {
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
    await assert.rejects(index.matching({}), { code: 'directory-unreachable' });
    await slapd.start();
    assert.deepEqual(
      await names('user0'),
      (await sortedNames('user0')).filter((name) => name !== 'user50'),
    );
  });
});
