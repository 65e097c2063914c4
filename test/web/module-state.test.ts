import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { PanelError } from '../../src/errors.js';
import { sampleModules } from './sample-modules.js';
import { tablesModule } from './sample-tables.js';
import { PASSWORD, startPanel, type TestPanel } from './test-panel.js';
import { verbatim } from '../../src/core/words/sentence.js';

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
  const whole = consent.text.replaceAll('<wbr>', '');
  assert.match(
    whole,
    /Files to modify[^]*>configuration\/current\/slapd\/slapd.conf<[^]*>configuration\/current\/jabberd2\/c2s.xml</,
  );
  assert.match(
    consent.text,
    /carries out \u2068?4 actions\u2069? and [^]*>Accept<[^]*Actions to perform/,
    'a summary and Accept come first',
  );
  assert.match(consent.text, /<details class="fold">\s*<summary>\u2068?3\u2069? files below/);
  assert.match(consent.text, /Users and Groups is enabled too\. Jabber requires Users and Groups\./);
  assert.deepEqual(enabled(panel), [false, false], 'nothing is done before Accept');

  const done = await browser.follow(await browser.post('/module-state/enable', { modules: 'jabber' }));
  assert.match(done.text, /Users and Groups is enabled\. Jabber starts when you press Save Changes\./);
  assert.match(done.text, /Also enabled: Users and Groups\. Jabber requires Users and Groups\./);
  assert.deepEqual(enabled(panel), [true, true]);
  assert.match(done.text, /class="save is-pending"[^]*<span class="unseen-small">1 pending/);
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
    /Disable Users and Groups\?[^]*Jabber requires Users and Groups and is disabled too/,
  );
  assert.deepEqual(enabled(panel), [true, true]);

  const done = await browser.follow(await browser.post('/module-state', { ...untick, _confirmed: 'yes' }));
  assert.match(done.text, /Jabber and Users and Groups are disabled when you press Save Changes/);
  assert.deepEqual(enabled(panel), [false, false]);
});

test('ticking one and unticking what it needs is refused', async (context) => {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('users', 'admin');
  const browser = panel.administrator();
  await browser.get('/module-state');
  const answer = await browser.post('/module-state', { _enabled: 'users', jabber: 'on' });
  assert.equal(answer.status, 422);
  assert.match(answer.text, /Jabber depends on Users and Groups\. Tick all of them, or none\./);
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

test('what was turned off is told also where the other half of the form failed', async (context) => {
  const panel = await startPanel(context, {}, undefined, [...sampleModules(), tablesModule()]);
  const { modules } = panel.panel;
  await modules.enable('jabber', 'admin');
  await modules.disable('jabber', 'admin');
  await modules.enable('sites', 'admin');
  modules.enable = () => Promise.reject(new PanelError('save-running'));
  const browser = panel.administrator();
  await browser.get('/module-state');
  const answer = await browser.post('/module-state', {
    _enabled: 'users sites',
    users: 'on',
    jabber: 'on',
  });
  assert.equal(answer.status, new PanelError('save-running').status);
  assert.match(answer.text, /Sites is disabled when you press Save Changes\. [^<]*save/i);
  assert.deepEqual(enabled(panel), [true, false, false]);
});

test('an unknown module is a page that says so', async (context) => {
  const browser = (await startPanel(context)).administrator();
  assert.equal((await browser.get('/module-state/enable?modules=nonsense')).status, 404);
  assert.equal((await browser.post('/module-state/enable', { modules: '../users' })).status, 404);
});

/** A panel whose machine has a chat server that somebody set up by hand. */
async function panelBesideOldServer(context: TestContext, ssl: 'disabled' | 'required'): Promise<TestPanel> {
  const panel = await startPanel(context);
  const jabber = panel.panel.registry.get('jabber');
  jabber.offer = () =>
    Promise.resolve({
      title: verbatim('A chat server that is already here'),
      found: [{ label: verbatim('Domain'), value: 'old.lan <b>' }],
      notes: [verbatim('Passwords do not come along.')],
      accept: verbatim('Take over its domain'),
      settings: { domain: 'old.lan', ssl },
    });
  return panel;
}
const draftDomain = ({ panel }: TestPanel) => panel.keeper.state().draft['jabber']?.settings['domain'];

test('a server that is already here is offered on the consent page, ticked, and only taken over when it is', async (context) => {
  for (const [fields, domain, audited] of [
    [{ takeOver: 'on' }, 'old.lan', 'What this machine already had taken over for Jabber'],
    [{}, 'chat.internal', 'Jabber enabled'],
  ] as const) {
    const panel = await panelBesideOldServer(context, 'required');
    const browser = panel.administrator();
    const consent = await browser.get('/module-state/enable?modules=jabber');
    assert.match(
      consent.text,
      /A chat server that is already here[^]*Domain<\/dt><dd>old\.lan &lt;b&gt;[^]*Passwords do not come along[^]*name="takeOver" value="on" checked><label for="take-over">Take over its domain/,
    );
    await browser.follow(await browser.post('/module-state/enable', { modules: 'jabber', ...fields }));
    assert.equal(draftDomain(panel), domain);
    const records = await panel.machine.audit.latest(9);
    assert.ok(
      records.some(({ what }) => what === audited),
      JSON.stringify(records),
    );
  }
});

test('taking over a server that encrypts less asks for the password when it was given long ago', async (context) => {
  const panel = await panelBesideOldServer(context, 'disabled');
  const browser = panel.administrator();
  await browser.get('/module-state/enable?modules=jabber');
  panel.machine.clock.pass(5 * 60 + 1);
  const answer = await browser.post('/module-state/enable', { modules: 'jabber', takeOver: 'on' });
  assert.match(answer.text, /Confirm it is you[^]*You are about to disable SSL Support/);
  assert.equal(draftDomain(panel), 'chat.internal');
  const done = await browser.post('/module-state/enable', {
    modules: 'jabber',
    takeOver: 'on',
    _proof: PASSWORD,
  });
  assert.equal(done.status, 303);
  assert.equal(draftDomain(panel), 'old.lan');
});
