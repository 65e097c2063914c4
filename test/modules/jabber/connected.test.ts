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
