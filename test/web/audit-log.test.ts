import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPanel } from './test-panel.js';

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
    { ...domain, when: '', before: '' },
    {
      when: '',
      who: 'admin',
      from: '127.0.0.1',
      session: '1',
      what: 'Jabber: Domain Name noted for the next save',
      before: '',
      after: 'new.lan',
      outcome: 'done',
    },
  );
  const refused = records.find(({ what }) => what === 'Sign-in');
  assert.deepEqual([refused?.who, refused?.outcome], ['(nobody yet)', 'refused']);

  const shown = (await administrator.get('/audit-log')).text;
  assert.match(shown, /Domain Name noted for the next save[^]*new\.lan/);
  assert.ok(!shown.includes('wrong'), 'a password that was typed is nowhere');
});

test('the list of pending changes says which session changed what', async (context) => {
  const panel = await startPanel(context);
  const administrator = panel.administrator();
  const page = await administrator.get('/jabber');
  const version = /name="_version" value="(\d+)"/.exec(page.text)?.[1] ?? '';
  await administrator.post('/jabber', { _version: version, domain: 'new.lan', ssl: 'required' });
  assert.match((await administrator.get('/save-changes')).text, /admin \(session 1, from 127\.0\.0\.1\)/);
});
