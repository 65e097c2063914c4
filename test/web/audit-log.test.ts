import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { auditRecordSchema } from '../../src/core/audit-record.js';
import { englishCatalogue, Reader } from '../../src/core/words/reader.js';
import { startPanel } from './test-panel.js';
import { say, verbatim } from '../../src/core/words/sentence.js';
import type { AuditRecord } from '../../src/core/ports.js';

test('the audit log tells who did what, from where, with old and new value', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.stranger();
  await browser.get('/sign-in');
  const settings = { name: 'admin', password: 'wrong' };
  await browser.post('/sign-in', settings);
  const administrator = panel.administrator();
  await panel.panel.modules.enable('jabber', 'admin');
  const page = await administrator.get('/jabber');
  const version = /name="_version" value="(\d+)"/.exec(page.text)?.[1] ?? '';
  await administrator.post('/jabber', { _version: version, domain: 'new.lan', ssl: 'required' });

  const records = await panel.panel.audit.latest(10);
  const domain = records.find(({ what }) => what.includes('Domain Name'));
  assert.deepEqual(
    { ...domain, when: '', before: '', sentences: undefined, act: undefined },
    {
      when: '',
      who: 'admin',
      from: '127.0.0.1',
      session: '1',
      what: 'Jabber: Domain Name changed in the draft',
      before: '',
      after: 'new.lan',
      outcome: 'done',
      sentences: undefined,
      kind: 'settings',
      act: undefined,
    },
  );
  const refused = records.find(({ what }) => what === 'Sign-in');
  assert.deepEqual([refused?.who, refused?.outcome], ['(nobody yet)', 'refused']);

  const shown = (await administrator.get('/audit-log')).text;
  assert.match(shown, /Domain Name changed in the draft[^]*new\.lan/);
  assert.ok(!shown.includes('wrong'), 'a password that was typed is nowhere');
});

test('the list of pending changes says which session changed what', async (context) => {
  const panel = await startPanel(context);
  const administrator = panel.administrator();
  const page = await administrator.get('/jabber');
  const version = /name="_version" value="(\d+)"/.exec(page.text)?.[1] ?? '';
  await administrator.post('/jabber', { _version: version, domain: 'new.lan', ssl: 'required' });
  assert.match((await administrator.get('/save-changes')).text, /admin from 127\.0\.0\.1, session 1</);
});

test('the audit log is searched, and what was found is taken away as CSV and as JSON lines', async (context) => {
  const panel = await startPanel(context);
  const { audit } = panel.panel;
  const actor = { who: 'admin', from: '127.0.0.1', session: '1' };
  await audit.record(actor, { what: say`User =HYPERLINK("http://evil.example") added`, after: '=1+1' });
  await audit.record(actor, { what: say`Domain changed`, before: 'a "quoted", one', after: '-2+3' });
  const browser = panel.administrator();
  const page = (await browser.get('/audit-log?search=QUOTED')).text;
  assert.match(page, /Domain changed/);
  assert.ok(!page.includes('HYPERLINK'));
  assert.match(page, /href="\/audit-log\/export\.csv\?search=QUOTED"/);
  assert.match((await browser.get('/audit-log?search=nowhere')).text, /No record matches/);

  const csv = await browser.get('/audit-log/export.csv');
  assert.match(String(csv.headers['content-disposition']), /attachment; filename=audit-log\.csv$/);
  assert.match(String(csv.headers['content-type']), /^text\/csv/);
  const [header, ...rows] = csv.text.replace('\ufeff', '').trimEnd().split('\r\n');
  assert.equal(header, 'when,who,from,session,what,before,after,outcome');
  assert.match(rows[0] ?? '', /,Domain changed,"a ""quoted"", one",'-2\+3,done$/);
  assert.match(rows[1] ?? '', /,'=1\+1,done$/, 'a formula is text');

  const [line = ''] = (await browser.get('/audit-log/export.jsonl?search=quoted')).text.split('\n');
  const { sentences } = auditRecordSchema.parse(JSON.parse(line));
  assert.deepEqual(sentences, { what: say`Domain changed` }, 'the data stands beside the English');

  const lines = (await browser.get('/audit-log/export.jsonl?search=quoted')).text.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => z.object({ after: z.string() }).parse(JSON.parse(line)).after),
    ['-2+3'],
  );
});

test('a search finds the English words and those of the reader’s language', async (context) => {
  const { audit } = (await startPanel(context)).panel;
  const nobody = { who: '(nobody yet)', from: '127.0.0.1', session: '' };
  await audit.record(nobody, { what: say`Sign-in`, outcome: say`refused` });
  await audit.record(nobody, { what: say`Another` });
  const find = (message: string): readonly string[] | undefined =>
    message === 'refused' ? ['rechazado'] : undefined;
  const spanish = new Reader({ catalogue: { language: 'es', find } });
  for (const search of ['refused', 'RECHAZADO'])
    assert.deepEqual(
      (await audit.matching({ search }, spanish)).map(({ what }) => what),
      ['Sign-in'],
    );
  assert.deepEqual(
    await audit.matching({ search: 'rechazado' }, new Reader({ catalogue: englishCatalogue })),
    [],
  );
});

const actor = { who: 'admin', from: '127.0.0.1', session: '1' };
/** The lines of the table, without what is around them. */
const linesOf = (page: string): readonly string[] =>
  [...page.matchAll(/<time datetime[^]*?<\/tr>/g)].map(([line]) =>
    line
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );

test('an act is one line, with all that it changed folded into it; what was done without an act is a line of its own', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  await panel.panel.modules.enable('jabber', 'admin');
  const page = await browser.get('/jabber');
  const version = /name="_version" value="(\d+)"/.exec(page.text)?.[1] ?? '';
  await browser.post('/jabber', { _version: version, domain: 'new.lan', ssl: 'optional', muc: 'on' });
  await panel.panel.audit.record(actor, { what: say`Signed in` });
  const { text } = await browser.get('/audit-log');
  const [signedIn = '', changed = ''] = linesOf(text);
  assert.match(signedIn, /admin .* Signed in done$/);
  assert.match(changed, /Settings of Jabber changed in the draft 4 changes/);
  assert.match(changed, /Domain Name changed in the draft Before: chat\.internal After: new\.lan/);
  assert.match(changed, /Enable Multi User Chat \(MUC\) changed/);
  assert.match(text, /<details class="audit-details">/);
  // An old record, of a version without acts, is as it was.
  await panel.machine.audit.append({
    ...{
      ...actor,
      when: '2025-01-01T00:00:00.000Z',
      what: 'Old act',
      before: 'a',
      after: 'b',
      outcome: 'done',
    },
  });
  assert.match((await browser.get('/audit-log')).text, /Old act[^]*Old and new value[^]*<bdi>a<\/bdi>/);
});

test('the audit log has pages, and each is in the address', async (context) => {
  const panel = await startPanel(context);
  for (let number = 1; number <= 120; number += 1)
    await panel.panel.audit.record(actor, { what: verbatim(`Deed ${number}.`) });
  const browser = panel.administrator();
  const shown = async (path: string) =>
    linesOf((await browser.get(path)).text).map((line) => /Deed (\d+)/.exec(line)?.[1]);
  const first = await shown('/audit-log');
  assert.deepEqual([first.length, first[0], first.at(-1)], [50, '120', '71']);
  assert.deepEqual((await shown('/audit-log?page=3')).at(-1), '1');
  assert.deepEqual(await shown('/audit-log?page=99'), await shown('/audit-log?page=3'));
  const { text } = await browser.get('/audit-log?page=2');
  assert.match(text, /href="\/audit-log" aria-label="Page 1"/);
  assert.match(text, /aria-current="page" aria-label="Page 2 of 3"/);
  assert.match(text, /rel="next" href="\/audit-log\?page=3"/);
});

test('the filter of kinds finds what an older version wrote without one', async (context) => {
  const panel = await startPanel(context);
  const texts = { before: '', after: '', outcome: 'done', when: '2026-11-20T10:00:00.000Z' };
  for (const what of ['User eve: password changed', 'Router started again', 'Deed 1'])
    await panel.machine.audit.append({ ...actor, ...texts, what });
  const browser = panel.administrator();
  const found = async (kind: string) => linesOf((await browser.get(`/audit-log?kind=${kind}`)).text);
  const [user, ...more] = await found('users');
  assert.match(user ?? '', /User eve: password changed/);
  assert.equal(more.length, 0);
  assert.match((await found('daemons')).join(), /Router started again/);
});

test('date, person and kind filter; the exports follow; values that are none count as not given', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  const { audit } = panel.machine;
  const at = (when: string, what: string, more: Partial<AuditRecord> = {}) =>
    audit.append({ ...actor, what, before: '', after: '', outcome: 'done', when, ...more });
  // Days begin and end by the clock of the machine.
  const local = (text: string): string => new Date(text).toISOString();
  await at(local('2026-11-24T23:59:59'), 'Deed 1', { kind: 'users' });
  await at(local('2026-11-25T00:00:00'), 'Deed 2', { kind: 'saves', who: 'root' });
  await at(local('2026-11-25T23:59:59'), 'Deed 3', { kind: 'users', who: 'the panel' });
  await at(local('2026-11-26T00:00:00'), 'Deed 4');
  const found = async (query: string) =>
    linesOf((await browser.get(`/audit-log?${query}`)).text).map((line) => /Deed \d/.exec(line)?.[0]);
  assert.deepEqual(await found('since=2026-11-25&until=2026-11-25'), ['Deed 3', 'Deed 2']);
  assert.deepEqual(await found('since=2026-11-26'), ['Deed 4']);
  assert.deepEqual(await found('until=2026-11-24'), ['Deed 1']);
  assert.deepEqual(await found('who=ROOT'), ['Deed 2']);
  assert.deepEqual(await found('kind=users'), ['Deed 3', 'Deed 1']);
  assert.deepEqual(await found('kind=users&who=panel'), ['Deed 3']);
  assert.equal((await found('since=2026-02-30&kind=nonsense&page=x&more=1')).length, 4);
  const { text } = await browser.get('/audit-log?kind=users&who=panel');
  assert.match(text, /name="who" value="panel"/);
  assert.match(text, /<option value="users" selected>Users/);
  const [, path = ''] = /href="(\/audit-log\/export\.jsonl\?[^"]+)"/.exec(text) ?? [];
  const lines = (await browser.get(path.replaceAll('&amp;', '&'))).text.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => auditRecordSchema.parse(JSON.parse(line)).what),
    ['Deed 3'],
  );
});
