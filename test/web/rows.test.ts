import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { rowsOf } from '../../src/core/fields/rows.js';
import type { Row } from '../../src/core/settings.js';
import { sessionLimits } from '../../src/services/sign-in/sessions.js';
import { tablesModule } from './sample-tables.js';
import { ownFields, PASSWORD, startPanel, type Answer, type Browser, type TestPanel } from './test-panel.js';

const open = (context: TestContext): Promise<TestPanel> =>
  startPanel(context, {}, undefined, [tablesModule()]);

const sitesOf = async ({ panel }: TestPanel): Promise<readonly Row[]> =>
  rowsOf((await panel.draft.view('sites')).settings['sites']);

/** The only site there is, and its hosts. */
async function onlySite(panel: TestPanel): Promise<{ path: string; row: Row; hosts: readonly Row[] }> {
  const [row] = await sitesOf(panel);
  assert.ok(row !== undefined);
  return { path: `/sites/sites/${row.id}`, row, hosts: rowsOf(row['hosts']) };
}

/** What a browser would send for a page as it is: every control of its form. */
function controlsOf({ text }: Answer): Record<string, string> {
  const [, form = ''] = /<form class="card" method="post"[^>]*>([^]*?)<\/form>/.exec(text) ?? [];
  const inputs = [...form.matchAll(/<input ([^>]*)>/g)].flatMap(([, attributes = '']): [string, string][] => {
    const [, name = ''] = / name="([^"]*)"/.exec(` ${attributes}`) ?? [];
    const [, value = ''] = /value="([^"]*)"/.exec(attributes) ?? [];
    const isSent = !attributes.includes('type="checkbox"') || / checked/.test(attributes);
    return isSent && !name.startsWith('_') ? [[name, value]] : [];
  });
  const choices = [...form.matchAll(/<select [^>]*name="([^"]*)"[^>]*>([^]*?)<\/select>/g)].map(
    ([, name = '', options = '']): [string, string] => {
      const chosen = /value="([^"]*)" selected/.exec(options) ?? /value="([^"]*)"/.exec(options);
      return [name, chosen?.[1] ?? ''];
    },
  );
  return Object.fromEntries([...inputs, ...choices]);
}

/** The form of a page, sent with `changes`. */
async function send(browser: Browser, path: string, page: Answer, changes: Record<string, string>) {
  return browser.post(path, { ...ownFields(page), ...controlsOf(page), ...changes });
}

/** A site with three hosts. */
async function withSite(context: TestContext): Promise<{ panel: TestPanel; browser: Browser; path: string }> {
  const panel = await open(context);
  const browser = panel.administrator();
  await browser.get('/sites/sites/add');
  await browser.post('/sites/sites/add', { name: 'school', addresses: '10.0.0.1' });
  const { path } = await onlySite(panel);
  const page = await browser.get(path);
  const lines = 'printer 10.0.0.7 60 printer no\ndoor 10.0.0.8\ngate;10.0.0.9, 10.0.0.10;5;server;yes';
  const pasted = await send(browser, path, page, { 'hosts.paste': lines });
  assert.equal(pasted.status, 303, pasted.text);
  return { panel, browser, path };
}

test('the list of rows says that it is empty, and leads to a page that adds one, filled in by its address', async (context) => {
  const panel = await open(context);
  const browser = panel.administrator();
  const empty = await browser.get('/sites');
  assert.match(empty.text, /This list is empty\. Add the first entry\./);
  assert.match(empty.text, /href="\/sites\/sites\/add"[^]*Add Site/);
  const filled = await browser.get(
    `/sites/sites/add?name=%3Cb%3E&addresses=10.0.0.1+10.0.0.2&hosts=x&more=y&open=on`,
  );
  assert.match(filled.text, /<title>Add Site/);
  assert.match(
    filled.text,
    /name="name" value="&lt;b&gt;"[^]*name="addresses" value="10\.0\.0\.1, 10\.0\.0\.2"/,
  );
  assert.match(filled.text, /name="open" value="on" checked/);
  assert.doesNotMatch(filled.text, /name="hosts|name="more/);
  assert.doesNotMatch((await browser.get(`/sites/sites/add?name=${'n'.repeat(1_001)}`)).text, /nnn/);

  const wrong = await browser.post('/sites/sites/add', { name: 'a b', addresses: '10.0.0.1, x' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /name="name" value="a b"[^]*name="addresses" value="10\.0\.0\.1, x"/);
  assert.match(
    wrong.text,
    /id="field-name-error">[^]*no spaces[^]*id="field-addresses-error">[^]*digits and dots/,
  );
  assert.deepEqual(await sitesOf(panel), []);

  const added = await browser.post('/sites/sites/add', { name: 'school', addresses: '10.0.0.1' });
  const { row, path } = await onlySite(panel);
  assert.equal(added.headers.location, path);
  assert.deepEqual(row, {
    ...{ id: row.id, name: 'school', addresses: ['10.0.0.1'], open: false },
    ...{ hosts: [], notes: [] },
  });
  assert.match((await browser.follow(added)).text, /<h1>Site: school<\/h1>[^]*Changes kept\./);
  const listed = await browser.get('/sites');
  assert.match(
    listed.text,
    new RegExp(`<a href="${path}"><bdi>school</bdi></a></th><td[^>]*><bdi>10\\.0\\.0\\.1`),
  );
  const again = await browser.post('/sites/sites/add', { name: 'school', addresses: '' });
  assert.match(again.text, /id="field-name-error">[^]*There is such a site already/);
});

test('a row’s page: rows are typed, changed, deleted and pasted at once', async (context) => {
  const { panel, browser, path } = await withSite(context);
  const before = await onlySite(panel);
  assert.deepEqual(
    before.hosts.map(({ name, addresses, seconds, kind, spare }) => [name, addresses, seconds, kind, spare]),
    [
      ['printer', ['10.0.0.7'], 60, 'printer', false],
      ['door', ['10.0.0.8'], 60, 'server', false],
      ['gate', ['10.0.0.9', '10.0.0.10'], 5, 'server', true],
    ],
  );
  const page = await browser.get(path);
  const done = await send(browser, path, page, {
    name: 'campus',
    'hosts.0.addresses': '10.0.0.70',
    'hosts.1.delete': 'on',
    'hosts.4.name': 'new',
    'hosts.4.spare': 'on',
    'notes.paste': 'two words\n',
  });
  assert.equal(done.status, 303, done.text);
  const { row, hosts } = await onlySite(panel);
  assert.deepEqual([row['name'], row['addresses']], ['campus', ['10.0.0.1']]);
  assert.deepEqual(
    hosts.map(({ id, name, addresses, spare }) => [id, name, addresses, spare]),
    [
      [before.hosts[0]?.id, 'printer', ['10.0.0.70'], false],
      [before.hosts[2]?.id, 'gate', ['10.0.0.9', '10.0.0.10'], true],
      [hosts[2]?.id, 'new', [], true],
    ],
  );
  assert.deepEqual(
    rowsOf(row['notes']).map(({ note }) => note),
    ['two words'],
  );
  const same = await browser.follow(await send(browser, path, await browser.get(path), {}));
  assert.match(same.text, /Nothing was changed/);
  const said = (await panel.panel.audit.latest(50)).map(({ what, after }) => `${what}: ${after}`);
  assert.ok(said.includes('Sites: Site: school changed in the draft: campus'), said.join('\n'));
});

test('each wrong cell is told at its cell, with everything typed still there, and nothing is taken', async (context) => {
  const { panel, browser, path } = await withSite(context);
  const before = await onlySite(panel);
  const page = await browser.get(path);
  const wrong = await send(browser, path, page, {
    word: 'kept',
    'hosts.0.name': '<i>',
    'hosts.2.seconds': 'soon',
    'hosts.3.name': 'typed',
    'hosts.3.addresses': '10.0.0.1 here',
    'hosts.paste': 'p 1.1.1.1 5 camera',
  });
  assert.equal(wrong.status, 422);
  const typed = wrong.text;
  assert.match(
    typed,
    /name="hosts\.0\.name" value="&lt;i&gt;"[^>]*aria-describedby="field-hosts-0-name-error" aria-invalid="true" autofocus/,
  );
  assert.match(typed, /id="field-hosts-2-seconds-error">[^]*Type a number of seconds/);
  assert.match(typed, /id="field-hosts-3-addresses-error">[^]*An address has digits and dots/);
  assert.match(typed, /name="hosts\.3\.addresses" value="10\.0\.0\.1, here"/);
  assert.match(
    typed,
    /name="hosts\.4\.name" value="p"[^]*id="field-hosts-4-kind-error">[^]*Choose Server or Printer/,
  );
  assert.match(typed, /href="#field-hosts-0-name">Name \(printer\)<\/a>: A name has no spaces/);
  assert.match(typed, /href="#field-hosts-3-addresses">Addresses \(typed\)<\/a>/);
  assert.match(typed, /role="alert"[^]*Unrecognized key/);
  assert.doesNotMatch(typed, /name="hosts\.[34]\.id"/, 'new rows stay new');
  assert.deepEqual(await onlySite(panel), before);

  const mended = await send(browser, path, wrong, {
    ...{
      'hosts.0.name': 'laser',
      'hosts.2.seconds': '7',
      'hosts.3.addresses': '',
      'hosts.4.kind': 'printer',
    },
  });
  assert.equal(mended.status, 303);
  const { hosts } = await onlySite(panel);
  assert.deepEqual(
    hosts.map(({ name, seconds }) => [name, seconds]),
    [
      ['laser', 60],
      ['door', 60],
      ['gate', 7],
      ['typed', 60],
      ['p', 5],
    ],
  );
});

test('two browsers that change different rows both get what they want; of the same cell the second is asked', async (context) => {
  const { panel, browser: mine, path } = await withSite(context);
  const theirs = panel.administrator();
  const [page, other] = [await mine.get(path), await theirs.get(path)];
  await send(theirs, path, other, { 'hosts.0.addresses': '10.9.9.9', 'hosts.3.name': 'theirs' });
  const merged = await send(mine, path, page, { 'hosts.0.seconds': '9', 'hosts.1.name': 'mine' });
  assert.match(
    (await mine.follow(merged)).text,
    /Changes kept\.[^<]*Changes that another administrator made meanwhile were kept/,
  );
  const seen = (await onlySite(panel)).hosts;
  assert.deepEqual(
    seen.map(({ name, addresses, seconds }) => [name, addresses, seconds]),
    [
      ['printer', ['10.9.9.9'], 9],
      ['mine', ['10.0.0.8'], 60],
      ['gate', ['10.0.0.9', '10.0.0.10'], 5],
      ['theirs', [], 60],
    ],
  );

  const conflict = await send(mine, path, page, {
    ...{ 'hosts.0.addresses': '10.1.1.1', 'hosts.1.name': 'mine', 'hosts.2.name': 'fence' },
  });
  assert.equal(conflict.status, 409);
  assert.match(conflict.text, /Another administrator changed this entry meanwhile/);
  assert.match(
    conflict.text,
    /Host: printer<\/th><td[^>]*><bdi>10\.1\.1\.1[^<]*<\/bdi><\/td><td><bdi>10\.9\.9\.9/,
  );
  assert.doesNotMatch(conflict.text, /host gate<\/th>|host theirs<\/th>/);
  assert.deepEqual((await onlySite(panel)).hosts, seen);
  const decided = await send(mine, path, conflict, {});
  assert.equal(decided.status, 303);
  assert.deepEqual(
    (await onlySite(panel)).hosts.map(({ name, addresses }) => [name, addresses]),
    [
      ['printer', ['10.1.1.1']],
      ['mine', ['10.0.0.8']],
      ['fence', ['10.0.0.9', '10.0.0.10']],
      ['theirs', []],
    ],
  );
});

test('a row that one deletes and the other changes is asked about, and comes back as a new one', async (context) => {
  const { panel, browser: mine, path } = await withSite(context);
  const theirs = panel.administrator();
  const [page, other] = [await mine.get(path), await theirs.get(path)];
  const [printer] = (await onlySite(panel)).hosts;
  await send(theirs, path, other, { 'hosts.0.delete': 'on', 'hosts.1.delete': 'on' });
  const conflict = await send(mine, path, page, { 'hosts.0.name': 'laser' });
  assert.equal(conflict.status, 409);
  assert.match(conflict.text, /Host: laser<\/th>/);
  assert.equal((await send(mine, path, conflict, {})).status, 303);
  const { hosts } = await onlySite(panel);
  assert.deepEqual(hosts.map(({ name }) => name).sort(), ['gate', 'laser']);
  assert.ok(hosts.every(({ id }) => id !== printer?.id));
});

test('an id that a form claims is that of a row of this very table, or the row is a new one', async (context) => {
  const { panel, browser, path } = await withSite(context);
  await browser.post('/sites/sites/add', { name: 'other', addresses: '' });
  const [school, other] = await sitesOf(panel);
  const [printer] = rowsOf(school?.['hosts']);
  const page = await browser.get(`/sites/sites/${other?.id ?? ''}`);
  for (const id of [printer?.id ?? '', school?.id ?? '', '__proto__', '../x', 'a'.repeat(36)]) {
    const claimed = await send(browser, `/sites/sites/${other?.id ?? ''}`, page, {
      ...{ 'hosts.0.id': id, 'hosts.0.name': 'stolen', 'hosts.0.addresses': '6.6.6.6' },
    });
    assert.equal(claimed.status, 303, id);
    const [, now] = await sitesOf(panel);
    const ids = rowsOf(now?.['hosts']).map((row) => row.id);
    assert.ok(ids.length > 0 && !ids.includes(id), id);
    assert.ok(ids.every((one) => /^[0-9a-f-]{36}$/.test(one) && one !== printer?.id && one !== school?.id));
  }
  assert.deepEqual((await sitesOf(panel))[0], school);
  const twice = { 'hosts.0.id': printer?.id ?? '', 'hosts.1.id': printer?.id ?? '' };
  assert.equal((await send(browser, path, await browser.get(path), twice)).status, 400);
});

test('strange fields are refused, and none of them means anything', async (context) => {
  const { panel, browser, path } = await withSite(context);
  const page = await browser.get(path);
  const before = await sitesOf(panel);
  for (const strange of [
    'hosts.0.more',
    'hosts.0.name.x',
    'hosts.x.name',
    'hosts.-1.name',
    'hosts.0',
    'hosts.',
    'hosts.123456.name',
    'hosts.0.hosts.0.name',
    'hosts.0.constructor',
    'sites.0.name',
    'word',
    '__proto__.name',
    'constructor',
  ])
    assert.equal((await send(browser, path, page, { [strange]: 'x' })).status, 422, strange);
  await send(browser, path, page, { __proto__: 'x', 'hosts.0.__proto__.x': 'y' });
  assert.equal('x' in {}, false);
  assert.deepEqual(await sitesOf(panel), before);
  const settings = await browser.get('/sites');
  for (const strange of ['sites.0.name', 'relays.0.more', 'more'])
    assert.equal((await send(browser, '/sites', settings, { [strange]: 'x' })).status, 422, strange);
  await send(browser, '/sites', settings, { sites: 'x' });
  assert.deepEqual(await sitesOf(panel), before);
});

test('a table without inner tables is part of the settings’ own form', async (context) => {
  const { panel, browser } = await withSite(context);
  const page = await browser.get('/sites');
  const wrong = await send(browser, '/sites', page, {
    ...{ word: 'hello', 'relays.0.name': 'a', 'relays.1.name': 'b', 'relays.1.port': '70000' },
  });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="hello"[^]*value="a"[^]*id="field-relays-1-port-error">[^]*65535/);
  assert.equal((await send(browser, '/sites', wrong, { 'relays.1.port': '7' })).status, 303);
  const { settings } = await panel.panel.draft.view('sites');
  const relays = rowsOf(settings['relays']).map(({ name, port }) => [name, port]);
  assert.deepEqual(
    [settings['word'], relays],
    [
      'hello',
      [
        ['a', 25],
        ['b', 7],
      ],
    ],
  );
  assert.equal((await onlySite(panel)).hosts.length, 3);
});

test('deleting a row is asked on a page of its own, which says what goes with it', async (context) => {
  const { panel, browser, path } = await withSite(context);
  const link = /href="([^"]*)">Delete this entry/.exec((await browser.get(path)).text)?.[1];
  assert.equal(link, `${path}/delete`);
  const page = await browser.get(`${path}/delete`);
  assert.match(page.text, /Delete school\?[^]*deletes “school” with all that it contains: Hosts \(3\)/);
  await send(browser, path, await browser.get(path), { 'hosts.0.delete': 'on' });
  const stale = await browser.post(`${path}/delete`, ownFields(page));
  assert.equal(stale.status, 409);
  assert.match(stale.text, /changed “school” meanwhile[^]*contains: Hosts \(2\)/);
  assert.equal((await browser.post(`${path}/delete`)).status, 409, 'only what the page showed');
  const gone = await browser.post(`${path}/delete`, ownFields(stale));
  assert.equal(gone.headers.location, '/sites');
  assert.deepEqual(await sitesOf(panel), []);
  for (const where of [path, `${path}/delete`, '/sites/sites/nothing']) {
    const answer = await browser.get(where);
    assert.equal(answer.headers.location, '/sites', where);
    assert.match((await browser.follow(answer)).text, /This entry does not exist/);
  }
  for (const where of [path, `${path}/delete`]) {
    const answer = await browser.post(where);
    assert.equal(answer.status, 404, where);
    assert.match(answer.text, /This entry does not exist[^]*href="\/sites">Back to Sites/);
  }
});

test('what was typed for a row that somebody deleted meanwhile can be added again, with its tables', async (context) => {
  const { panel, browser, path } = await withSite(context);
  const page = await browser.get(path);
  const before = await onlySite(panel);
  await browser.post(`${path}/delete`, ownFields(await browser.get(`${path}/delete`)));
  const lost = await send(browser, path, page, { 'hosts.0.name': 'laser' });
  assert.equal(lost.status, 404);
  assert.match(lost.text, /Nothing of what you typed was kept/);
  const hidden = [...lost.text.matchAll(/<input type="hidden" name="([^_"][^"]*)" value="([^"]*)"/g)];
  const fields = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]));
  const refused = await browser.post('/sites/sites/add', { ...fields, name: '' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /name="hosts\.0\.name" value="laser"/);
  assert.equal((await browser.post('/sites/sites/add', fields)).status, 303);
  const { row, hosts } = await onlySite(panel);
  assert.notEqual(row.id, before.row.id);
  assert.deepEqual(
    hosts.map(({ name }) => name),
    ['laser', 'door', 'gate'],
  );
  assert.ok(hosts.every(({ id }) => before.hosts.every((old) => old.id !== id)));
});

test('the module’s question, and the password where it is dangerous, come before anything is taken', async (context) => {
  const panel = await open(context);
  await panel.panel.modules.enable('sites', 'admin');
  await panel.save();
  const browser = panel.administrator();
  await browser.get('/sites/sites/add');
  const fields = { name: 'school', addresses: '10.0.0.1', open: 'on' };
  panel.machine.clock.pass(6 * 60);
  const confirm = await browser.post('/sites/sites/add', fields);
  assert.match(confirm.text, /Confirm it is you[^]*A site is opened to all/);
  assert.match(confirm.text, /name="addresses" value="10\.0\.0\.1"/);
  const question = await browser.post('/sites/sites/add', { ...fields, _proof: PASSWORD });
  assert.match(question.text, /Is this your first site\?[^]*name="name" value="school"[^]*Yes, the first/);
  assert.deepEqual(await sitesOf(panel), []);
  await browser.post('/sites/sites/add', { ...fields, _confirmed: 'yes' });
  const { path } = await onlySite(panel);
  const again = await send(browser, path, await browser.get(path), { name: 'campus' });
  assert.match(again.text, /Is this your first site\?/);
  assert.equal((await onlySite(panel)).row['name'], 'school');
  const hidden = { ...ownFields(again), ...controlsOf(again) };
  assert.equal((await browser.post(path, hidden)).status, 303);
  assert.equal((await onlySite(panel)).row['name'], 'campus');
});

test('a row’s form that came after the session had ended is shown again, and is taken when it is sent again', async (context) => {
  const { panel, browser: first, path } = await withSite(context);
  const many = Array.from({ length: 200 }, (_, index) => `many${index} 10.0.0.1`).join('\n');
  await send(first, path, await first.get(path), { 'hosts.paste': many });
  const browser = panel.stranger();
  const signIn = async (next: string): Promise<Answer> => {
    await browser.get('/sign-in');
    return browser.follow(await browser.post('/sign-in', { name: 'admin', password: PASSWORD, next }));
  };
  const page = await signIn(path);
  panel.machine.clock.pass(sessionLimits.idleSeconds + 1);
  const late = await send(browser, path, page, {
    ...{ 'hosts.0.name': 'laser', 'hosts.203.name': 'new', 'hosts.paste': 'late 10.0.0.1' },
  });
  assert.match(late.headers.location ?? '', /not-taken=kept/);
  assert.equal((await onlySite(panel)).hosts[0]?.['name'], 'printer');
  const other = panel.administrator();
  await send(other, path, await other.get(path), { 'hosts.1.name': 'wicket' });
  const shown = await signIn(path);
  assert.match(shown.text, /nothing was changed[^]*value="laser"[^]*value="new"[^]*value="late"/);
  assert.equal((await send(browser, path, shown, {})).status, 303);
  const { hosts } = await onlySite(panel);
  const names = hosts.map(({ name }) => name);
  assert.deepEqual(names.slice(0, 3), ['laser', 'wicket', 'gate']);
  assert.deepEqual(names.slice(202), ['many199', 'new', 'late']);
});

test('a thousand rows are pasted, shown, and changed', async (context) => {
  const { panel, browser, path } = await withSite(context);
  const lines = Array.from(
    { length: 997 },
    (_, index) => `host-${index}\t10.1.${index >> 8}.${index & 255}\t30`,
  );
  const pasted = await send(browser, path, await browser.get(path), { 'hosts.paste': lines.join('\n') });
  assert.equal(pasted.status, 303);
  const page = await browser.get(path);
  assert.match(page.text, /name="hosts\.999\.name" value="host-996"/);
  const changed = await send(browser, path, page, {
    ...{ 'hosts.500.addresses': '10.5.5.5', 'hosts.999.delete': 'on', 'hosts.1000.name': 'last' },
  });
  assert.equal(changed.status, 303);
  const { hosts } = await onlySite(panel);
  assert.equal(hosts.length, 1_000);
  assert.deepEqual(hosts[500]?.['addresses'], ['10.5.5.5']);
  assert.equal(hosts[999]?.['name'], 'last');
  const wrong = await send(browser, path, await browser.get(path), { 'hosts.paste': '<\n'.repeat(50) });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Correct 50 fields[^]*These are the first 30/);
});

test('a long list of rows is searched, sorted and shown in pages, as the address says', async (context) => {
  const panel = await open(context);
  const { settings, version } = await panel.panel.draft.view('sites');
  const site = (name: string, number: number) => ({
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    ...{ name, addresses: ['10.0.0.1'], open: false, hosts: [], notes: [] },
  });
  const names = ['zoo', 'art', ...Array.from({ length: 60 }, (_, number) => `site${number}`)];
  const values = { ...settings, sites: names.map(site) };
  const applied = await panel.panel.draft.apply({ module: 'sites', values, version, who: 'admin' });
  assert.equal(applied.kind, 'applied', JSON.stringify(applied));
  const browser = panel.administrator();
  const shown = async (query: string) =>
    [
      ...(await browser.get(`/sites${query}`)).text.matchAll(
        /href="\/sites\/sites\/[0-9a-f-]{36}"><bdi>([^<]+)/g,
      ),
    ].map(([, name]) => name);
  assert.deepEqual([(await shown('')).length, (await shown(''))[0]], [50, 'zoo']);
  assert.equal((await shown('?sites-page=2')).length, 12);
  assert.deepEqual((await shown('?sites-sort=title')).slice(0, 2), ['art', 'site0']);
  assert.deepEqual((await shown('?sites-sort=-title')).slice(0, 1), ['zoo']);
  assert.deepEqual(await shown('?sites-search=SITE59'), ['site59']);
  assert.match((await browser.get('/sites?sites-search=nobody')).text, /No entry matches/);
});
