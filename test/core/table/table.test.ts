import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOf, pathTo, readQuery, tableView, type TableShape } from '../../../src/core/table/index.js';
import { say } from '../../../src/core/words/sentence.js';
import { said } from '../../helpers/in-english.js';

const shape: TableShape = {
  path: '/things',
  size: 10,
  sorts: ['-when', 'name'],
  filters: [
    { kind: 'text', name: 'search', label: say`Search` },
    {
      kind: 'choice',
      name: 'kind',
      label: say`Kind`,
      choices: [
        { value: '', label: say`All` },
        { value: 'big', label: say`Big` },
      ],
    },
    { kind: 'day', name: 'since', label: say`Since` },
    { kind: 'tick', name: 'own', label: say`Own` },
  ],
};
const asked = (address: string) => {
  const { searchParams } = new URL(address, 'http://panel');
  return readQuery(shape, (name) => searchParams.get(name) ?? '');
};
const usual = asked('/things');

test('an address that asks for nothing gets what is usual, and so does one that asks for nonsense', () => {
  assert.deepEqual(usual, {
    filters: { search: '', kind: '', since: '', own: '' },
    sort: 'when',
    isDescending: true,
    page: 1,
  });
  for (const address of [
    '/things?page=0&sort=size&kind=huge&since=yesterday&own=maybe&more=1',
    '/things?page=-1&sort=&since=2026-02-30',
    '/things?page=1e9&sort=--when&since=2026-13-01T00:00',
    '/things?page=99999999999999999999',
  ])
    assert.deepEqual(asked(address), usual, address);
});

test('what an address asks for comes back in the address, and what is usual is left out', () => {
  for (const address of [
    '/things',
    '/things?search=a+%26+b&kind=big&since=2026-11-26&own=on&sort=name&page=7',
    '/things?sort=-name',
    '/things?sort=when',
    '/things?page=2',
  ])
    assert.equal(pathTo(shape, asked(address)), address);
  assert.equal(asked(`/things?search=${'x'.repeat(5000)}`).filters['search']?.length, 200);
});

test('a page of rows is one that there is', () => {
  const rows = Array.from({ length: 21 }, (_, index) => index);
  assert.deepEqual(pageOf(rows, 3, 10), { rows: [20], page: 3, pages: 3, total: 21 });
  for (const beyond of [4, 1e9]) assert.equal(pageOf(rows, beyond, 10).page, 3);
  for (const before of [0, -1, NaN]) assert.equal(pageOf(rows, before, 10).page, 1);
  assert.deepEqual(pageOf([], 5, 10), { rows: [], page: 1, pages: 1, total: 0 });
});

test('a head sorts by its column, the other way round at the second click, and keeps the filters but not the page', () => {
  const view = tableView(shape, asked('/things?kind=big&page=3'), { page: 3, pages: 3, total: 21 });
  assert.deepEqual(view.sorts, {
    when: { path: '/things?kind=big&sort=when', state: 'descending' },
    name: { path: '/things?kind=big&sort=name', state: 'none' },
  });
  const again = tableView(shape, asked('/things?sort=name'), { page: 1, pages: 1, total: 3 });
  assert.deepEqual(again.sorts['name'], { path: '/things?sort=-name', state: 'ascending' });
  assert.deepEqual(again.hidden, [{ name: 'sort', value: 'name' }]);
});

test('pages have numbers: the first, the last and those beside the one that is shown', () => {
  const labels = (page: number, pages: number): string =>
    tableView(shape, { ...usual, page }, { page, pages, total: pages * 10 })
      .numbers.map(({ label, isCurrent }) =>
        label === '' ? '…' : isCurrent ? `[${said(label)}]` : said(label),
      )
      .join(' ');
  assert.equal(labels(1, 1), '');
  assert.equal(labels(1, 3), '[1] 2 3');
  assert.equal(labels(1, 2000), '[1] 2 3 … 2,000');
  assert.equal(labels(1000, 2000), '1 … 998 999 [1,000] 1,001 1,002 … 2,000');
  assert.equal(labels(2000, 2000), '1 … 1,998 1,999 [2,000]');
});

test('several tables of one page have each their own names in the address', () => {
  const own = { ...shape, prefix: 'second-' };
  const query = readQuery(own, (name) => ({ 'second-page': '2', page: '9' })[name] ?? '');
  assert.equal(query.page, 2);
  assert.equal(pathTo(own, query), '/things?second-page=2');
});
