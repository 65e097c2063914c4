import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleModules } from './sample-modules.js';
import { tablesModule } from './sample-tables.js';
import { startPanel, type TestPanel } from './test-panel.js';

const form = { _enabled: '', users: 'on' };
const isOn = ({ panel }: TestPanel): boolean => panel.modules.rows().some((row) => row.enabled);

test('a form changes something only with the token of its own session, in the body', async (context) => {
  const panel = await startPanel(context);
  const own = panel.administrator();
  const other = panel.administrator();
  const stranger = panel.stranger();
  for (const browser of [own, other]) await browser.get('/module-state');
  await stranger.get('/sign-in');
  const post = (path: string, token: string) => own.post(path, { modules: 'users', _token: token });

  for (const token of ['', 'x', other.token, stranger.token, `${own.token}x`, own.token.slice(1)]) {
    assert.equal((await post('/module-state/enable', token)).status, 403, token);
  }
  assert.equal((await post(`/module-state/enable?_token=${own.token}`, '')).status, 403);
  assert.equal(
    (await own.get(`/module-state/enable?modules=users&_token=${own.token}&_confirmed=yes`)).status,
    200,
  );
  assert.equal(isOn(panel), false);

  assert.equal((await post('/module-state/enable', own.token)).status, 303);
  assert.equal(isOn(panel), true);
});

test('every form of the panel asks for the token', async (context) => {
  const panel = await startPanel(context, {}, undefined, [...sampleModules(), tablesModule()]);
  const browser = panel.administrator();
  const paths = [
    '/module-state',
    '/module-state/enable',
    '/jabber',
    '/jabber/check',
    '/save-changes',
    '/save-changes/call-off',
    '/save-changes/discard',
    '/daemons/sm/restart',
    '/users/add',
    '/users/edit/alice',
    '/users/delete/alice',
    '/users/rename/alice',
    '/account',
    '/account/sessions/end',
    '/account/sign-out-everywhere',
    '/session',
    '/sign-out',
    '/sign-in',
    '/sites',
    '/sites/sites/add',
    '/sites/sites/any',
    '/sites/sites/any/delete',
  ];
  for (const path of paths)
    assert.equal((await browser.post(path, { ...form, _token: '' })).status, 403, path);
  assert.equal(isOn(panel), false);
  assert.equal((await browser.get('/module-state')).status, 200, 'the session has not ended');
});

test('a form is taken only from a page of this panel, as the browser tells', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  await browser.get('/module-state');
  const own = panel.url;
  const cases: readonly [headers: Record<string, string>, isTaken: boolean][] = [
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'null' }, true],
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: own }, true],
    [{ Origin: own }, true],
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: own }, false],
    [{ 'Sec-Fetch-Site': 'same-site', Origin: own }, false],
    [{ 'Sec-Fetch-Site': 'none', Origin: own }, false],
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'http://evil.test' }, false],
    [{ Origin: 'null' }, false],
    // A web server before the panel may speak TLS for it, and name it otherwise than the browser does.
    [{ Origin: own.replace('http:', 'https:') }, true],
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: own.replace('http:', 'https:') }, true],
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'https://localhost' }, true],
    [{ Origin: 'https://localhost' }, false],
    [{ Origin: own.replace(/\d+$/, '1') }, false],
    [{ Origin: 'http://evil.test' }, false],
    [{}, false],
  ];
  for (const [headers, isTaken] of cases) {
    const answer = await browser.postWith(
      '/save-changes/discard',
      { _token: browser.token, _pending: 'x' },
      headers,
    );
    assert.equal(answer.status !== 403, isTaken, JSON.stringify(headers));
  }
});

test('what changes something is not done by any other method', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  await browser.get('/module-state');
  for (const path of ['/sign-out', '/save-changes/discard', '/daemons/sm/restart', '/jabber/check']) {
    const answer = await browser.get(path);
    assert.equal(answer.status, 303, path);
    assert.match(String(answer.headers.location), /^\/(save-changes|jabber)?$/, path);
  }
  assert.equal((await browser.get('/sign-in')).headers.location, '/', 'still signed in');
  assert.equal((await browser.post('/logs')).status, 405);
});
