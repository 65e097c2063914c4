import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { auditRecordSchema } from '../../src/core/audit-record.js';
import { englishCatalogue, Reader } from '../../src/core/words/reader.js';
import { startPanel } from './test-panel.js';
import { say } from '../../src/core/words/sentence.js';

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
    { ...domain, when: '', before: '', sentences: undefined },
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
  assert.match((await browser.get('/audit-log?search=nowhere')).text, /No record contains this/);

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
      (await audit.matching(search, spanish)).map(({ what }) => what),
      ['Sign-in'],
    );
  assert.deepEqual(await audit.matching('rechazado', new Reader({ catalogue: englishCatalogue })), []);
});
