import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPanel, type TestPanel } from './test-panel.js';

const enabled = ({ panel }: TestPanel) => panel.modules.rows().map((row) => row.enabled);

test('ticking a module that was never set up leads to the consent page, and Accept turns it on with what it needs', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  await browser.get('/module-state');
  const consent = await browser.follow(await browser.post('/module-state', { _enabled: '', jabber: 'on' }));

  assert.match(
    consent.text,
    /Actions to perform[^]*Make the folder of the directory[^]*The users are kept there[^]*Make secrets for the daemons/,
  );
  assert.match(consent.text, /Files to modify[^]*current\/slapd\/slapd.conf[^]*current\/jabberd2\/c2s.xml/);
  assert.match(consent.text, /Users and Groups is enabled too, because Jabber depends on it/);
  assert.deepEqual(enabled(panel), [false, false], 'nothing is done before Accept');

  const done = await browser.follow(await browser.post('/module-state/enable', { modules: 'jabber' }));
  assert.match(done.text, /Users and Groups is enabled\. Jabber starts when you press Save Changes\./);
  assert.match(done.text, /Users and Groups was turned on with it, because Jabber depends on it/);
  assert.deepEqual(enabled(panel), [true, true]);
  assert.match(done.text, /class="save is-pending"[^]*1 <span class="count-word">pending/);
});

test('a module that was set up before needs no second consent', async (context) => {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.panel.modules.disable('jabber', 'admin');
  const browser = panel.administrator();
  await browser.get('/module-state');
  const done = await browser.follow(
    await browser.post('/module-state', { _enabled: 'users', users: 'on', jabber: 'on' }),
  );
  assert.match(done.text, /Jabber starts when you press Save Changes/);
  assert.deepEqual(enabled(panel), [true, true]);
});

test('unticking what others depend on asks first, and then turns all of them off', async (context) => {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('jabber', 'admin');
  const browser = panel.administrator();
  await browser.get('/module-state');
  const untick = { _enabled: 'users jabber', jabber: 'on' };
  const question = await browser.post('/module-state', untick);
  assert.match(
    question.text,
    /Disable Users and Groups\?[^]*Jabber depends on Users and Groups and will be turned off too/,
  );
  assert.deepEqual(enabled(panel), [true, true]);

  const done = await browser.follow(await browser.post('/module-state', { ...untick, _confirmed: 'yes' }));
  assert.match(done.text, /Jabber and Users and Groups will be turned off when you press Save Changes/);
  assert.deepEqual(enabled(panel), [false, false]);
});

test('ticking one and unticking what it needs is refused', async (context) => {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('users', 'admin');
  const browser = panel.administrator();
  await browser.get('/module-state');
  const answer = await browser.post('/module-state', { _enabled: 'users', jabber: 'on' });
  assert.equal(answer.status, 422);
  assert.match(answer.text, /Jabber depends on Users and Groups\. Tick both, or neither\./);
  assert.deepEqual(enabled(panel), [true, false]);
});

test('a form that was read before somebody else changed something does not take that back', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  await browser.get('/module-state');
  await panel.panel.modules.enable('jabber', 'somebody else');
  await browser.post('/module-state', { _enabled: '' });
  assert.deepEqual(enabled(panel), [true, true]);
});

test('a step that fails is told on the page, and the module stays off', async (context) => {
  const panel = await startPanel(context);
  const [users] = panel.panel.registry.modules;
  const [step] = users?.enableSteps ?? [];
  assert.ok(step !== undefined);
  step.run = () => Promise.reject(new Error('the disk is full'));
  const browser = panel.administrator();
  await browser.get('/module-state');
  const answer = await browser.post('/module-state/enable', { modules: 'users' });
  assert.equal(answer.status, 503);
  assert.match(
    answer.text,
    /Users and Groups was not enabled\. The step &quot;Make the folder of the directory&quot; failed: the disk is full\./,
  );
  assert.deepEqual(enabled(panel), [false, false]);
});

test('an unknown module is a page that says so', async (context) => {
  const browser = (await startPanel(context)).administrator();
  assert.equal((await browser.get('/module-state/enable?modules=nonsense')).status, 404);
  assert.equal((await browser.post('/module-state/enable', { modules: '../users' })).status, 404);
});
