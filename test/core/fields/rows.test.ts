import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choice } from '../../../src/core/fields/choice.js';
import { list } from '../../../src/core/fields/list.js';
import { number } from '../../../src/core/fields/number.js';
import { rows, rowsOf } from '../../../src/core/fields/rows.js';
import { text } from '../../../src/core/fields/text.js';
import { tick } from '../../../src/core/fields/tick.js';
import { say } from '../../../src/core/words/sentence.js';
import { inEnglish } from '../../helpers/in-english.js';

const hosts = rows({
  name: 'hosts',
  label: say`Hosts`,
  help: '',
  words: { one: say`Host`, add: say`Add Host` },
  fields: [
    text({ name: 'name', label: say`Name`, help: '' }),
    list({ name: 'addresses', label: say`Addresses`, help: '' }),
    number({ name: 'seconds', label: say`Seconds`, help: '', initial: 60 }),
  ],
});
const domains = rows({
  name: 'domains',
  label: say`Domains`,
  help: '',
  words: { one: say`Domain`, add: say`Add Domain` },
  fields: [text({ name: 'name', label: say`Name`, help: '' }), hosts],
});

let last = 0;
const newId = (): string => `new-${(last += 1)}`;
const printer = { id: 'p', name: 'printer', addresses: ['10.0.0.7'], seconds: 60 };
const door = { id: 'd', name: 'door', addresses: ['10.0.0.8'], seconds: 60 };
const school = (...inner: readonly (typeof printer)[]) => [{ id: 's', name: 'school.lan', hosts: inner }];

test('a form gives rows: those that were there, those that were typed, those that were pasted', () => {
  last = 0;
  const form = new Map([
    ['hosts', 'rows'],
    ['hosts.0.id', 'p'],
    ['hosts.0.name', 'printer'],
    ['hosts.0.addresses', '10.0.0.7, 10.0.0.9'],
    ['hosts.0.seconds', '5'],
    ['hosts.1.id', 'd'],
    ['hosts.1.name', 'door'],
    ['hosts.1.delete', 'on'],
    ['hosts.10.id', ''],
    ['hosts.10.name', ''],
    ['hosts.10.addresses', ' '],
    ['hosts.10.seconds', '60'],
    ['hosts.9.id', ''],
    ['hosts.9.name', 'new'],
    ['hosts.9.addresses', ''],
    ['hosts.9.seconds', 'soon'],
    ['hosts.paste', 'a 10.0.0.1 30\r\n\n b;10.0.0.2 fd00::2;\nc\t10.0.0.3\t7'],
  ]);
  assert.deepEqual(hosts.readForm(form, 'hosts', newId), [
    { id: 'p', name: 'printer', addresses: ['10.0.0.7', '10.0.0.9'], seconds: 5 },
    { id: 'new-1', name: 'new', addresses: [], seconds: 'soon' },
    { id: 'new-2', name: 'a', addresses: ['10.0.0.1'], seconds: 30 },
    { id: 'new-3', name: 'b', addresses: ['10.0.0.2', 'fd00::2'], seconds: 60 },
    { id: 'new-4', name: 'c', addresses: ['10.0.0.3'], seconds: 7 },
  ]);
});

test('a line says yes and no, leaves out what it does not know, and its rest is taken as it is', () => {
  last = 0;
  const texts = rows({
    ...{ name: 'texts', label: say`Texts`, help: '', words: { one: say`Text`, add: say`Add Text` } },
    fields: [
      text({ name: 'name', label: say`Name`, help: '' }),
      choice({
        ...{ name: 'kind', label: say`Kind`, help: '' },
        choices: [
          { value: 'one', label: say`One` },
          { value: 'two', label: say`Two` },
        ],
      }),
      tick({ name: 'kept', label: say`Kept`, help: '' }),
      text({ name: 'text', label: say`Text`, help: '' }),
    ],
  });
  const lines = 'a;two;yes;v=DKIM1; k=rsa\nb one no v=spf1  -all\nc\nd two perhaps';
  const form = new Map([
    ['texts', 'rows'],
    ['texts.0.id', ''],
    ['texts.0.name', ''],
    ['texts.0.kind', 'one'],
    ['texts.0.text', ''],
    ['texts.paste', lines],
  ]);
  assert.deepEqual(texts.readForm(form, 'texts', newId), [
    { id: 'new-1', name: 'a', kind: 'two', kept: true, text: 'v=DKIM1; k=rsa' },
    { id: 'new-2', name: 'b', kind: 'one', kept: false, text: 'v=spf1  -all' },
    { id: 'new-3', name: 'c', kind: 'one', kept: false, text: '' },
    { id: 'new-4', name: 'd', kind: 'two', kept: 'perhaps', text: '' },
  ]);
});

test('a form that does not show the table says nothing about it', () => {
  assert.equal(hosts.readForm(new Map([['hosts.0.name', 'x']]), 'hosts', newId), undefined);
});

test('differences read like sentences, and are named by the rows’ ids', () => {
  const before = school(printer, door);
  const after = school({ ...printer, addresses: ['10.0.0.9'] }, { ...door, id: 'e', name: 'gate' });
  assert.deepEqual(inEnglish(domains.differences(before, after)), [
    { path: 's.hosts.p', label: 'school.lan · Host: printer', before: '10.0.0.7', after: '10.0.0.9' },
    { path: 's.hosts.e', label: 'school.lan · Host: gate', before: '(nothing)', after: '10.0.0.8, 60' },
    { path: 's.hosts.d', label: 'school.lan · Host: door', before: '10.0.0.8, 60', after: '(nothing)' },
  ]);
  assert.deepEqual(
    domains.differences(
      before,
      [...before].map((row) => ({ ...row })),
    ),
    [],
  );
});

test('two people who change different rows, or different cells of one, both get what they want', () => {
  const base = school(printer, door);
  const mine = school({ ...printer, name: 'laser' }, door, { ...door, id: 'm', name: 'mine' });
  const theirs = school({ ...printer, seconds: 5 }, { ...door, id: 't', name: 'theirs' });
  const merged = domains.merge(base, mine, theirs);
  assert.deepEqual(merged.value, [
    {
      id: 's',
      name: 'school.lan',
      hosts: [
        { ...printer, name: 'laser', seconds: 5 },
        { ...door, id: 'm', name: 'mine' },
        { ...door, id: 't', name: 'theirs' },
      ],
    },
  ]);
  assert.deepEqual(merged.both, []);
  assert.deepEqual(merged.theirs, ['s.hosts.p', 's.hosts.d', 's.hosts.t']);
});

test('a cell that both changed, and a row that one deleted and the other changed, are named', () => {
  const base = school(printer, door);
  const mine = school({ ...printer, seconds: 1 });
  const theirs = school({ ...printer, seconds: 2 }, { ...door, name: 'gate' });
  const { value, both } = domains.merge(base, mine, theirs);
  assert.deepEqual(both, ['s.hosts.p', 's.hosts.d']);
  assert.deepEqual(rowsOf(rowsOf(value)[0]?.['hosts']), [{ ...printer, seconds: 1 }]);
});
