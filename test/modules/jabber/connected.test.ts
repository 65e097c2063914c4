import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPanel } from '../../web/test-panel.js';

test('a chat service that does not answer is not taken for one that nobody is connected to', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  assert.match((await browser.get('/connected')).text, /The chat service is disabled/);
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  panel.panel.sessionWatch.connected = () => Promise.reject(new Error('connection refused'));
  const page = await browser.get('/connected');
  assert.equal(page.status, 503);
  assert.match(page.text, /list of sessions is not available: connection refused/);
  assert.ok(!page.text.includes('No user is connected'));
});

test('each session is shown with its user and device, and can be ended', async (context) => {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  const sessions = [{ address: 'bob@chat.lan/<phone>', userName: 'bob' }];
  panel.panel.sessionWatch.connected = () => Promise.resolve(sessions);
  const asked: string[] = [];
  panel.panel.sessionWatch.end = (userName, jid) => {
    asked.push(`${userName} ${jid ?? ''}`);
    return Promise.resolve(1);
  };
  const browser = panel.administrator();
  assert.match((await browser.get('/connected')).text, /One session<[^]*<bdi>bob<[^]*<bdi>&lt;phone&gt;</);
  const done = await browser.follow(
    await browser.post('/connected/end', { user: 'bob', jid: 'bob@chat.lan/<phone>' }),
  );
  assert.match(done.text, /The session bob@chat\.lan\/&lt;phone&gt; was disconnected/);
  assert.deepEqual(asked, ['bob bob@chat.lan/<phone>']);
});

test('sessions are sorted, searched and shown in pages, as the address says', async (context) => {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  const addresses = ['bob@chat.lan/phone', 'alice@chat.lan/work', 'bob@chat.lan/desk'];
  const session = (address: string) => ({ address, userName: address.split('@')[0] ?? '' });
  panel.panel.sessionWatch.connected = () => Promise.resolve(addresses.map(session));
  const browser = panel.administrator();
  const shown = async (query: string) =>
    [...(await browser.get(`/connected${query}`)).text.matchAll(/name="jid" value="([^"]+)"/g)].map(
      ([, jid = '']) => jid.replace('@chat.lan', ''),
    );
  assert.deepEqual(await shown(''), ['alice/work', 'bob/desk', 'bob/phone']);
  assert.deepEqual(await shown('?sort=-device'), ['alice/work', 'bob/phone', 'bob/desk']);
  assert.deepEqual(await shown('?search=PHONE'), ['bob/phone']);
  assert.match((await browser.get('/connected?search=nobody')).text, /No session matches/);
  for (let number = 0; number < 100; number += 1) addresses.push(`user${number}@chat.lan/x`);
  assert.equal((await shown('')).length, 100);
  assert.equal((await shown('?page=2')).length, 3);
});
