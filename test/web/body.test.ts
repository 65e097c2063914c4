import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { startPanel } from './test-panel.js';

const type = { 'Sec-Fetch-Site': 'same-origin' };

test('a form is refused when it is too large, has too many fields, or a field twice', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  await browser.get('/jabber');
  const { token } = browser;
  const many = (length: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length }, (_, index) => [`f${index}`, '']));
  assert.equal((await browser.post('/jabber', { domain: 'x'.repeat(1_000_000) })).status, 422);
  assert.equal((await browser.post('/jabber', { domain: 'x'.repeat(1_050_000) })).status, 413);
  assert.equal((await browser.post('/jabber', many(9_999))).status, 422);
  assert.equal((await browser.post('/jabber', many(10_001))).status, 413);
  assert.equal((await browser.postText('/jabber', `_token=${token}&domain=a&domain=b`, type)).status, 400);
  assert.equal((await browser.postText('/jabber', `_token=${token}&_token=${token}`, type)).status, 400);
});

test('of a stranger only a small form is read', async (context) => {
  const stranger = (await startPanel(context)).stranger();
  await stranger.get('/sign-in');
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`f${index}`, '']));
  assert.equal((await stranger.post('/sign-in', { name: 'x'.repeat(66_000) })).status, 413);
  assert.equal((await stranger.post('/sign-in', many)).status, 413);
});

test('a field is only a field, whatever its name', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  await browser.get('/jabber');
  const names = ['__proto__[x]', 'constructor[prototype][x]', 'settings[view options][client]', 'toString'];
  for (const name of names) {
    const answer = await browser.post('/jabber', {
      domain: 'a.test',
      ssl: 'required',
      _version: '0',
      [name]: '1',
    });
    assert.equal(answer.status, 422, name);
    assert.equal('x' in {}, false);
  }
  assert.deepEqual(panel.panel.draft.pending(), []);
  await browser.post('/jabber', { domain: 'a.test', ssl: 'required', _version: '0', ['__proto__']: '1' });
  const { settings } = await panel.panel.draft.view('jabber');
  const { defaults } = panel.panel.registry.get('jabber').settings;
  assert.deepEqual(Object.keys(settings).sort(), Object.keys(defaults).sort());
  assert.equal(Object.getPrototypeOf(settings), Object.prototype);
});

test('only forms are read', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  await browser.get('/jabber');
  const json = JSON.stringify({ _token: browser.token, domain: 'a.test' });
  for (const kind of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
    const answer = await browser.postText('/jabber', json, { ...type, 'Content-Type': kind });
    assert.equal(answer.status, 403, kind);
  }
  const odd = await browser.postText('/jabber', '%zz=%00&=', type);
  assert.equal(odd.status, 403);
});

test('who asks half a question is hung up on', { timeout: 25_000 }, async (context) => {
  const { port, server } = await startPanel(context);
  assert.deepEqual(
    [server.headersTimeout, server.requestTimeout, server.maxConnections],
    [10_000, 30_000, 600],
  );
  const socket = connect(port, '127.0.0.1');
  const began = performance.now();
  socket.write('GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(socket, 'close');
  assert.match(text, /^HTTP\/1\.1 408 /);
  assert.ok(performance.now() - began < 20_000);
});
