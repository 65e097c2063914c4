import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { sessionLimits } from '../../src/services/sign-in/sessions.js';
import { ownFields, PASSWORD, startPanel, type Browser } from './test-panel.js';

async function signIn(browser: Browser, next = '/'): Promise<Awaited<ReturnType<Browser['get']>>> {
  await browser.get('/sign-in');
  const answer = await browser.post('/sign-in', { name: 'admin', password: PASSWORD, next });
  assert.equal(answer.status, 303);
  return browser.follow(answer);
}

/** A browser that signed in, opened a page, and was left alone for too long. */
async function browserLeftOn(context: TestContext, path: string) {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('users', 'admin');
  await panel.save();
  const browser = panel.stranger();
  await signIn(browser);
  const page = await browser.get(path);
  assert.equal(page.status, 200);
  panel.machine.clock.pass(sessionLimits.idleSeconds + 1);
  return { ...panel, browser, page };
}

const user = { userName: 'alice', firstName: '', lastName: 'Liddell <b>', comment: 'typed' };
const secret = { password: 'down the hole', passwordAgain: 'down the hole' };
/** The switch of the account is off: a browser sends nothing of it. */
const sent = { ...user, ...secret };

test('a form that came after the session had ended is shown again, filled in, and nothing of it is done', async (context) => {
  const { browser, panel, machine } = await browserLeftOn(context, '/users/add');
  const added: string[] = [];
  machine.directory.add = () => Promise.resolve(void added.push('added'));
  const late = await browser.post('/users/add', sent);
  const door = await browser.follow(late);
  assert.match(door.text, /did not take what you just sent\. Sign in to see what you typed/);
  const next = /name="next" value="([^"]*)"/.exec(door.text)?.[1] ?? '';
  assert.equal(next, '/users/add');
  const page = await signIn(browser, next);
  assert.match(page.text, /nothing was changed[^]*The panel does not keep passwords: type them again/);
  assert.match(page.text, /name="lastName" value="Liddell &lt;b&gt;"[^]*name="comment" value="typed"/);
  assert.match(page.text, /role="switch" id="[^"]*" name="jabber\.account" value="enabled"(?! checked)/);
  assert.ok(!page.text.includes('down the hole'));
  assert.doesNotMatch((await browser.get('/users/add')).text, /value="typed"/, 'shown once');
  assert.deepEqual([added, (await panel.audit.latest(1))[0]?.what], [[], 'Signed in']);
});

test('settings that came too late are shown again, and taken when they are sent again', async (context) => {
  const { browser, page, panel } = await browserLeftOn(context, '/jabber');
  const typed = { ...ownFields(page), domain: 'late.test', ssl: 'optional' };
  await browser.post('/jabber', typed);
  const shown = await signIn(browser, '/jabber');
  assert.match(shown.text, /You were signed out before you sent this[^]*name="domain" value="late\.test"/);
  assert.deepEqual(panel.draft.pending(), []);
  const again = { ...ownFields(shown), domain: 'late.test', ssl: 'optional' };
  assert.equal((await browser.post('/jabber', again)).status, 303);
  assert.equal((await panel.draft.view('jabber')).settings['domain'], 'late.test');
});

test('nobody else is given it, nothing is kept of strangers, of other sites, or after signing out', async (context) => {
  const { browser, stranger, administrator, machine } = await browserLeftOn(context, '/users/add');
  const isKept = ({ headers }: Awaited<ReturnType<Browser['get']>>): boolean =>
    headers.location?.includes('not-taken=kept') === true;
  assert.equal(isKept(await stranger().post('/users/add', sent)), false);
  const guess = stranger();
  for (const name of ['ebox', 'ebox-device']) guess.cookies.set(name, 'A'.repeat(43));
  assert.equal(isKept(await guess.post('/users/add', sent)), false);
  const foreign = await browser.postWith('/users/add', sent, { 'Sec-Fetch-Site': 'cross-site' });
  assert.equal(foreign.status, 403);
  assert.equal((await browser.post('/users/add', { comment: 'x'.repeat(1_050_000) })).status, 413);

  assert.equal(isKept(await browser.post('/users/add', sent)), true);
  assert.doesNotMatch((await administrator().get('/users/add')).text, /value="typed"/);
  machine.clock.pass(3601);
  assert.doesNotMatch(
    (await signIn(browser, '/users/add')).text,
    /value="typed"/,
    'an hour later it is gone',
  );
  await browser.post('/sign-out');
  assert.equal(isKept(await browser.post('/users/add', sent)), false);
});

test('what can only be pressed leads back to its page', async (context) => {
  const { browser } = await browserLeftOn(context, '/save-changes');
  const late = await browser.post('/save-changes/discard', { _pending: 'x' });
  assert.equal(late.headers.location, '/sign-in?not-taken=yes&next=%2Fsave-changes');
});
