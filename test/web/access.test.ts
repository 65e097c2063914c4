import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Router } from 'express';
import { createApp } from '../../src/app.js';
import { sampleModules } from './sample-modules.js';
import { tablesModule } from './sample-tables.js';
import { send, sendRaw, startPanel } from './test-panel.js';

/** Every page of the panel: a new one must be added here, so that nobody forgets to think about who may open it. */
const paths = [
  '/',
  '/account',
  '/account/language',
  '/account/sessions/end',
  '/account/sign-out-everywhere',
  '/announcements',
  '/announcements/change/:id',
  '/announcements/withdraw',
  '/audit-log',
  '/audit-log/export.csv',
  '/audit-log/export.jsonl',
  '/certificates',
  '/certificates/renew',
  '/certificates/upload',
  '/connected',
  '/connected/blocked',
  '/connected/blocked/end',
  '/connected/end',
  '/connected/message',
  '/daemons/:name/restart',
  '/doctor',
  '/doctor/look',
  '/help',
  '/help/:chapter',
  '/jabber',
  '/jabber/check',
  '/jabber/tell-users',
  '/logs',
  '/logs/events',
  '/module-state',
  '/module-state/enable',
  '/rooms',
  '/rooms/add',
  '/rooms/default/:name',
  '/rooms/destroy/:name',
  '/rooms/edit/:name',
  '/rooms/no-default',
  '/rooms/owner/:name',
  '/rooms/show/:name',
  '/save-changes',
  '/save-changes/call-off',
  '/save-changes/discard',
  '/save-changes/events',
  '/save-changes/progress',
  '/search',
  '/servers',
  '/servers/test',
  '/session',
  '/sign-in',
  '/sign-out',
  '/sites',
  '/sites/check',
  '/sites/sites/:row',
  '/sites/sites/:row/delete',
  '/sites/sites/add',
  '/users',
  '/users/add',
  '/users/delete/:name',
  '/users/edit/:name',
  '/users/export.csv',
  '/users/import',
  '/users/import/check',
  '/users/import/continue',
  '/users/import/end',
  '/users/import/file',
  '/users/import/forget',
  '/users/import/passwords/cards',
  '/users/import/passwords/file.csv',
  '/users/import/stop',
  '/users/rename/:name',
  '/what-happens',
];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The paths of all routes of an application, also of those in routers. */
function routesOf({ stack }: Pick<Router, 'stack'>): readonly string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route !== undefined) return [route.path];
    return isRouter(handle) ? routesOf(handle) : [];
  });
}

function isRouter(handle: object): handle is Router {
  return 'stack' in handle;
}

test('the list of pages in this test is complete', async (context) => {
  const { deps } = await startPanel(context, {}, undefined, [...sampleModules(), tablesModule()]);
  assert.deepEqual([...new Set(routesOf(createApp(deps).router))].sort(), paths);
});

test('without a session only the sign-in page and static files answer', async (context) => {
  const { port } = await startPanel(context);
  for (const path of [...paths, '/nothing', '/sign-in/', '/sign-in/users']) {
    for (const method of methods) {
      const answer = await send(port, {
        method,
        path: path.replace(':name', 'sm'),
        headers: { 'Sec-Fetch-Site': 'same-origin' },
      });
      const isOpen = path === '/sign-in' && (method === 'GET' || method === 'HEAD');
      assert.equal(answer.status === 200, isOpen, `${method} ${path} → ${answer.status}`);
      assert.ok(isOpen || answer.status !== 404, `${method} ${path} tells that there is no such page`);
      assert.ok(!answer.text.includes('class="menu"'), `${method} ${path} shows the menu`);
    }
  }
  const style = await send(port, { method: 'GET', path: '/assets/style.css' });
  assert.equal(style.status, 200);
});

test('no strange spelling of a path shows a page to a stranger', async (context) => {
  const { port } = await startPanel(context);
  const spellings = [
    '/sign-in/..%2fusers',
    '/sign-in/../users',
    '/sign-in/%2e%2e/users',
    '/sign-in%2f..%2fusers',
    '/assets/../users',
    '/assets/..%2fusers',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '//users',
    '//sign-in/users',
    '/users;x',
    '/sign-in;/../users',
    '/USERS',
    '/Sign-In',
    '/\\users',
    '/%u002e/users',
    '/%2>',
    '/users%00',
    '/%',
    'http://127.0.0.1/users',
    '*',
  ];
  for (const spelling of spellings) {
    const text = await sendRaw(
      port,
      `GET ${spelling} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
    );
    assert.match(text, /^HTTP\/1\.1 (303|4\d\d) /, `${spelling}: ${text.slice(0, 80)}`);
    assert.ok(!text.includes('class="menu"') && !text.includes('"dependencies"'), spelling);
  }
});

test('a page that was asked for is opened after signing in, and only one of this panel', async (context) => {
  const { stranger } = await startPanel(context);
  const browser = stranger();
  const refused = await browser.get('/users?search=al');
  assert.equal(refused.headers.location, '/sign-in?next=%2Fusers%3Fsearch%3Dal');
  const page = await browser.follow(refused);
  assert.match(page.text, /name="next" value="\/users\?search=al"/);

  for (const next of [
    '//evil.test',
    '/\\evil.test',
    'https:evil.test',
    'https://evil.test',
    '/a//evil.test',
    'evil',
    '/%0d%0aX: y',
    '/users\n',
  ]) {
    const { text } = await browser.get(`/sign-in?next=${encodeURIComponent(next)}`);
    assert.match(text, /name="next" value="\/"/, next);
  }
});

test('only the names of the panel are answered, on any port', async (context) => {
  const { port } = await startPanel(context, {
    hosts: ['127.0.0.1', 'localhost', '::1', 'panel.example.org'],
  });
  const statusFor = async (host: string) =>
    (await send(port, { method: 'GET', path: '/sign-in', headers: { Host: host } })).status;
  for (const host of [
    '127.0.0.1',
    `localhost:${port}`,
    'LOCALHOST:9000',
    '[::1]:8080',
    'panel.example.org',
  ]) {
    assert.equal(await statusFor(host), 200, host);
  }
  for (const host of [
    'evil.test',
    '127.0.0.1.evil.test',
    'localhost.',
    'evil.test:8080@localhost',
    '[::2]',
  ]) {
    assert.equal(await statusFor(host), 421, host);
  }
  for (const head of ['HTTP/1.0\r\n', 'HTTP/1.1\r\nHost:\r\n']) {
    assert.match(
      await sendRaw(port, `GET /sign-in ${head}Connection: close\r\n\r\n`),
      /^HTTP\/1\.1 421 /,
      head,
    );
  }
  const asset = await send(port, {
    method: 'GET',
    path: '/assets/style.css',
    headers: { Host: 'evil.test' },
  });
  assert.equal(asset.status, 421);
});
