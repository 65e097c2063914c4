import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NameOrder } from '../../../src/services/people/name-order.js';

interface Row {
  readonly userName: string;
  readonly fullName: string;
}

const row = (userName: string, fullName: string): Row => ({ userName, fullName });
const names = (rows: readonly Row[]): readonly string[] => rows.map(({ userName }) => userName);

describe('users by their full names', () => {
  test('case and accents count for nothing, then the user name decides', async () => {
    const rows = [
      row('z', 'Zoe'),
      row('e2', 'élan Vital'),
      row('e1', 'Elan Vital'),
      row('a', 'ÁNA'),
      row('b', 'ana b'),
    ];
    assert.deepEqual(names(await new NameOrder<Row>().of(rows)), ['a', 'b', 'e1', 'e2', 'z']);
  });

  test('the order of very many is right, and other work goes on while it is made', async () => {
    const given = ['Núria', 'ana', 'Zoe', 'Élan', 'Ben', 'Ana'];
    const rows = Array.from({ length: 50_001 }, (_, number) =>
      row(`user${(number * 7919) % 50_001}`, given[number % given.length] ?? ''),
    );
    let turns = 0;
    let isMade = false;
    const turn = (): void => {
      turns += 1;
      if (!isMade) setImmediate(turn);
    };
    setImmediate(turn);
    const made = await new NameOrder<Row>().of(rows);
    isMade = true;
    const key = ({ userName, fullName }: Row): string =>
      `${fullName.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()}\n${userName}`;
    assert.deepEqual(made.map(key), rows.map(key).sort());
    assert.ok(turns > 50, `other work had ${turns} turns`);
  });

  test('what changes while the order is made, or after, is in its place', async () => {
    const [ana, bob, cleo] = [row('ana', 'Ana'), row('bob', 'Bob'), row('cleo', 'Cleo')];
    const order = new NameOrder<Row>();
    const first = order.of([cleo, ana]);
    order.replace(new Set(), [bob]);
    assert.deepEqual(names(await first), ['ana', 'cleo']);
    assert.deepEqual(names(await order.of([ana, bob, cleo])), ['ana', 'bob', 'cleo']);
    const zoe = row('bob', 'Zoe');
    order.replace(new Set([bob]), [zoe]);
    assert.deepEqual(names(await order.of([ana, zoe, cleo])), ['ana', 'cleo', 'bob']);
  });

  test('of many changes the whole order is made again', async () => {
    const order = new NameOrder<Row>();
    await order.of([row('a', 'A')]);
    const fresh = Array.from({ length: 101 }, (_, number) => row(`u${number}`, `Name ${999 - number}`));
    order.replace(new Set(), fresh);
    assert.equal(names(await order.of(fresh))[0], 'u100');
  });
});
