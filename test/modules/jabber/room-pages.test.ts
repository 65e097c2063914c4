import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPanel } from '../../web/test-panel.js';

test('the page of the chat rooms says why there are none, and never that there is no room', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  assert.match((await browser.get('/rooms')).text, /The chat service is disabled/);
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  assert.match((await browser.get('/rooms')).text, /Chat rooms are off/);
  const { settings, version } = await panel.panel.draft.view('jabber');
  await panel.panel.draft.apply({
    module: 'jabber',
    values: { ...settings, muc: true },
    version,
    who: 'admin',
  });
  await panel.save();
  const page = await browser.get('/rooms');
  assert.equal(page.status, 503);
  assert.match(page.text, /The list of chat rooms is not available/);
  assert.ok(!page.text.includes('There are no chat rooms'));
});
