import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ownFields, startPanel, type Browser, type TestPanel } from './test-panel.js';

/** A panel on which Jabber is on and saved, with a change in the draft that disconnects everybody. */
async function changedPanel(context: TestContext): Promise<TestPanel> {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  await change(panel, 'chat.example.org');
  return panel;
}

async function change({ panel }: TestPanel, domain: string): Promise<void> {
  const { settings, version } = await panel.draft.view('jabber');
  await panel.draft.apply({ module: 'jabber', values: { ...settings, domain }, version, who: 'admin' });
}

/** Opens Save Changes and sends its form with these choices. */
async function send(browser: Browser, fields: Record<string, string>) {
  const page = await browser.get('/save-changes');
  return browser.post('/save-changes', { ...ownFields(page), ...fields });
}

test('where people would be disconnected, the page offers to wait; elsewhere it does not', async (context) => {
  const panel = await changedPanel(context);
  const browser = panel.administrator();
  const { text } = await browser.get('/save-changes');
  assert.match(
    text,
    /<legend>When to save<\/legend>[^]*id="when-now"[^>]* checked[^]*id="when-minutes"[^]*id="when-quiet-time"/,
  );
  await panel.save();
  assert.ok(!(await browser.get('/save-changes')).text.includes('When to save'));
});

test('a save that waits is said on every page, on Home and by the bar, and can be called off', async (context) => {
  const panel = await changedPanel(context);
  const browser = panel.administrator();
  const answer = await send(browser, { when: 'minutes', minutes: '7' });
  assert.equal(answer.headers.location, '/save-changes');
  const page = await browser.follow(answer);
  assert.match(
    page.text,
    /A save waits\. It begins on [^]*Everybody connected was told on [^]*Call off the save/,
  );
  assert.ok(!page.text.includes('When to save'));
  assert.match(page.text, />Save now<\/button>/);
  const other = panel.administrator();
  for (const path of ['/', '/module-state', '/audit-log'])
    assert.match(
      (await other.get(path)).text,
      /<time class="count" [^>]*title="A save waits until [^>]*>waits</,
    );
  assert.match((await other.get('/')).text, /A save waits\.[^]*Show it, or call it off/);

  await other.get('/save-changes');
  const off = await other.follow(await other.post('/save-changes/call-off'));
  assert.match(off.text, /The save was called off\. The changes are still pending\./);
  assert.match(off.text, /When to save/);
  assert.equal(panel.panel.waiting.waiting(), null);
  const twice = await browser.follow(await browser.post('/save-changes/call-off'));
  assert.match(twice.text, /No save waits: it was called off before, or it has begun\./);
});

test('minutes that are none get a sentence at their field, and what was typed stays', async (context) => {
  const panel = await changedPanel(context);
  for (const minutes of ['', 'soon', '0', '61', '-1']) {
    const answer = await send(panel.administrator(), { when: 'minutes', minutes });
    assert.equal(answer.status, 422, minutes);
    assert.match(answer.text, /id="field-minutes-error"[^]*Type a number of minutes from 1 to 60\./);
    assert.match(answer.text, /id="when-minutes"[^>]* checked/);
    assert.ok(answer.text.includes(`name="minutes" value="${minutes}"`), minutes);
  }
  assert.equal(panel.panel.waiting.waiting(), null);
});

test('two browsers: what another one changed since is not agreed to, and only one save waits', async (context) => {
  const panel = await changedPanel(context);
  const [one, two] = [panel.administrator(), panel.administrator()];
  const stale = ownFields(await one.get('/save-changes'));
  await change(panel, 'other.example.org');
  const refused = await one.post('/save-changes', { ...stale, when: 'quiet-time' });
  assert.equal(refused.status, 409);
  assert.match(refused.text, /The pending changes are not the ones that this page showed/);

  const shown = ownFields(await one.get('/save-changes'));
  const strange = await one.post('/save-changes', { ...shown, _preview: 'another', when: 'quiet-time' });
  assert.equal(strange.status, 409);
  assert.match(strange.text, /What the save would do is not what this page showed/);

  const late = ownFields(await two.get('/save-changes'));
  assert.equal((await one.post('/save-changes', { ...shown, when: 'quiet-time' })).status, 303);
  const second = await two.post('/save-changes', { ...late, when: 'minutes', minutes: '5' });
  assert.equal(second.status, 409);
  assert.match(second.text, /A save waits already\. Call it off first\./);
});

test('a save that does not run says why, once on the next page and on Home and Save Changes until it is settled', async (context) => {
  const panel = await changedPanel(context);
  const browser = panel.administrator();
  await send(browser, { when: 'quiet-time' });
  await change(panel, 'other.example.org');
  await panel.panel.waiting.look();
  const why = /The save that waited does not run: the pending changes are not the ones that were agreed to\./;
  assert.match((await browser.get('/module-state')).text, why);
  assert.doesNotMatch((await browser.get('/module-state')).text, why);
  const home = await browser.get('/');
  assert.match(home.text, why);
  assert.match((await browser.get('/save-changes')).text, why);
  assert.match((await browser.get('/save-changes')).text, /When to save/);
  await panel.save();
  for (const path of ['/', '/save-changes']) assert.doesNotMatch((await browser.get(path)).text, why);
});

test('a save that waited and went well is said on Home for a day', async (context) => {
  const panel = await changedPanel(context);
  const browser = panel.administrator();
  await send(browser, { when: 'minutes', minutes: '1' });
  panel.machine.clock.pass(61);
  await panel.panel.waiting.look();
  while (panel.panel.waiting.ended() === null) await new Promise((resolve) => setImmediate(resolve));
  const well = /The save that waited ended on [^<]*: the changes are active and tested\./;
  assert.match((await browser.get('/')).text, well);
  panel.machine.clock.setWall(new Date(panel.machine.clock.now().getTime() + 25 * 3_600_000));
  assert.doesNotMatch((await panel.administrator().get('/')).text, well);
});
