import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { rowsOf } from '../../src/core/fields/rows.js';
import type { Row } from '../../src/core/settings.js';
import { dns } from '../../src/modules/dns/index.js';
import { ownFields, startPanel, type Browser, type TestPanel } from './test-panel.js';

/** Tables of a domain with the fields of a row, as the page names them. */
const TABLES = {
  hosts: ['name', 'addresses', 'aliases'],
  nameServers: ['host'],
  mailExchangers: ['host', 'preference'],
  services: ['service', 'protocol', 'name', 'target', 'port', 'priority', 'weight'],
  texts: ['name', 'text'],
} as const;

/** What the page of the domain sends of what nobody touched. */
const UNTOUCHED = {
  ...{ name: 'school.lan', addresses: '10.0.0.1' },
  ...Object.fromEntries(Object.keys(TABLES).map((table) => [table, ''])),
};

/** Ends every place of a page that a value can stand in, and would run as a script in any of them. */
const EVIL = `"'></textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}<%= 7*7 %>`;

async function domains({ panel }: TestPanel): Promise<readonly Row[]> {
  return rowsOf((await panel.draft.view('dns')).settings['domains']);
}

/** The page of one domain, `school.lan`. */
async function withDomain(
  context: TestContext,
): Promise<{ panel: TestPanel; browser: Browser; path: string }> {
  const panel = await startPanel(context, {}, undefined, [dns]);
  const browser = panel.administrator();
  await browser.get('/dns/domains/add');
  const typed = { name: 'school.lan', addresses: '10.0.0.1', _confirmed: 'yes' };
  assert.equal((await browser.post('/dns/domains/add', typed)).status, 303);
  const [row] = await domains(panel);
  return { panel, browser, path: `/dns/domains/${row?.id ?? ''}` };
}

/** Every place where the markup would be read as such. */
function assertHarmless(text: string, where: string): void {
  assert.doesNotMatch(text, /<script>alert|<img src=x|">'><|(?<![\w-])49(?![\w-])/, where);
}

test('markup in any cell, or in a pasted line, is shown as what was typed', async (context) => {
  const { panel, browser, path } = await withDomain(context);
  const page = await browser.get(path);
  const start = { ...ownFields(page), ...UNTOUCHED };
  for (const [table, fields] of Object.entries(TABLES)) {
    for (const field of fields) {
      const said = await browser.post(path, { ...start, [`${table}.0.${field}`]: EVIL });
      assertHarmless(said.text, `${table} ${field}`);
    }
    for (const line of [EVIL, `a;${EVIL}`, `a\t10.0.0.7\t${EVIL}`]) {
      const said = await browser.post(path, { ...start, [`${table}.paste`]: line });
      assertHarmless(said.text, `${table}, pasted`);
    }
  }
  for (const field of ['name', 'addresses'])
    assertHarmless((await browser.post(path, { ...start, [field]: EVIL })).text, field);
  assertHarmless(
    (await browser.get(`/dns/domains/add?${new URLSearchParams({ name: EVIL }).toString()}`)).text,
    'add',
  );
  // A text may be anything: what was taken is harmless wherever it is shown.
  const [now] = await domains(panel);
  assert.deepEqual(now?.['hosts'], []);
  assert.equal(rowsOf(now['texts']).length > 0, true);
  for (const where of [path, '/dns', '/save-changes', '/audit-log'])
    assertHarmless((await browser.get(where)).text, where);
});

test('a forged beginning of a form takes nothing from anybody, and makes no row of its own', async (context) => {
  const { panel, browser, path } = await withDomain(context);
  const first = await browser.get(path);
  const fields = { ...UNTOUCHED, 'hosts.paste': 'printer 10.0.0.7' };
  assert.equal((await browser.post(path, { ...ownFields(first), ...fields })).status, 303);
  const [before] = await domains(panel);
  const [printer] = rowsOf(before?.['hosts']);
  const page = await browser.get(path);
  const own = ownFields(page);
  for (const base of ['[', '1', 'null', '[]', '"x"', '{"hosts":{"a":1}}', `{"name":${'['.repeat(100_000)}`])
    assert.equal(
      (await browser.post(path, { ...own, ...fields, _base: base })).status,
      400,
      base.slice(0, 40),
    );
  const strange = { id: 'x', __proto__: { x: 1 }, hosts: [{ id: '../x', name: 'evil', more: 'y' }] };
  const forged = [
    JSON.stringify(strange),
    '{"__proto__":{"x":1}}',
    JSON.stringify({ hosts: [printer, printer] }),
  ];
  for (const base of forged) {
    const sent = { ...own, ...UNTOUCHED, _base: base, _version: '0' };
    await browser.post(path, {
      ...sent,
      'hosts.0.id': printer?.id ?? '',
      'hosts.0.name': 'printer',
      'hosts.0.addresses': '10.0.0.7',
    });
    const [now] = await domains(panel);
    assert.ok(now !== undefined && now.id === before?.id);
    assert.deepEqual(
      rowsOf(now['hosts']).map(({ name }) => name),
      ['printer'],
      base,
    );
    assert.equal('x' in {}, false);
  }
});

test('ten thousand rows, and a cell of a megabyte, are refused in a sentence and change nothing', async (context) => {
  const { panel, browser, path } = await withDomain(context);
  const before = await domains(panel);
  const start = { ...ownFields(await browser.get(path)), ...UNTOUCHED };
  const lines = Array.from({ length: 10_000 }, (_, index) => `h${index} 10.0.0.7`).join('\n');
  const many = await browser.post(path, { ...start, 'hosts.paste': lines });
  assert.equal(many.status, 422);
  assert.match(many.text, /A table has at most 1,000 rows\./);
  for (const [table, fields] of Object.entries(TABLES)) {
    const cell = `${table}.0.${fields.at(-1) ?? ''}`;
    const { status } = await browser.post(path, { ...start, [cell]: 'x'.repeat(1_000_000) });
    assert.ok([413, 422].includes(status), `${cell}: ${status}`);
  }
  assert.deepEqual(await domains(panel), before);
});

test('two people on the page of one domain both get their rows, and of one cell the second is asked', async (context) => {
  const { panel, browser, path } = await withDomain(context);
  const first = await browser.get(path);
  const lines = 'printer 10.0.0.7\ndoor 10.0.0.8';
  await browser.post(path, { ...ownFields(first), ...UNTOUCHED, 'hosts.paste': lines });
  const rows = rowsOf((await domains(panel))[0]?.['hosts']);
  const other = panel.administrator();
  const [mine, theirs] = [await browser.get(path), await other.get(path)];
  const sent = (addresses: readonly string[], more: Record<string, string> = {}): Record<string, string> => ({
    ...UNTOUCHED,
    ...Object.fromEntries(
      ['printer', 'door'].flatMap((name, index) => [
        [`hosts.${index}.id`, rows[index]?.id ?? ''],
        [`hosts.${index}.name`, name],
        [`hosts.${index}.addresses`, addresses[index] ?? ''],
        [`hosts.${index}.aliases`, ''],
      ]),
    ),
    ...more,
  });
  const texts = { 'texts.0.name': '', 'texts.0.text': 'v=spf1 -all' };
  const one = await other.post(path, { ...ownFields(theirs), ...sent(['10.0.0.70', '10.0.0.8'], texts) });
  assert.equal(one.status, 303, one.text);
  const two = await browser.post(path, { ...ownFields(mine), ...sent(['10.0.0.7', '10.0.0.80']) });
  assert.equal(two.status, 303, two.text);
  const [now] = await domains(panel);
  assert.deepEqual(
    rowsOf(now?.['hosts']).map(({ name, addresses }) => [name, addresses]),
    [
      ['printer', ['10.0.0.70']],
      ['door', ['10.0.0.80']],
    ],
  );
  assert.equal(rowsOf(now?.['texts']).length, 1);
  const three = await browser.post(path, { ...ownFields(mine), ...sent(['10.0.0.71', '10.0.0.8']) });
  assert.equal(three.status, 409);
  assert.match(three.text, /10\.0\.0\.71[^]*10\.0\.0\.70|10\.0\.0\.70[^]*10\.0\.0\.71/);
});
