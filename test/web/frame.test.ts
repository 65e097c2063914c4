import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser, openPage } from '../helpers/browser.js';
import { sampleModules } from './sample-modules.js';
import { tablesModule } from './sample-tables.js';
import { PASSWORD, startPanel, type TestPanel } from './test-panel.js';

async function open(context: TestContext, panel: TestPanel, width = 1280): Promise<Page> {
  return openPage(await openBrowser(context), panel.url, { viewport: { width, height: 800 } });
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.keyboard.type('admin');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
}

test('at sign-in the cursor is where something is to be typed, and the page names the server', async (context) => {
  const page = await open(context, await startPanel(context));
  await page.goto('/');
  const focused = (): Promise<unknown> => page.evaluate('document.activeElement.name');
  assert.equal(await focused(), 'name');
  assert.equal(await page.getByText('machine.example.org').isVisible(), true);
  await page.keyboard.type('admin');
  await page.keyboard.press('Enter');
  await page.getByText('Correct one field').waitFor();
  assert.equal(await focused(), 'password');
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('The user name or the password is wrong').waitFor();
  assert.equal(await focused(), 'password');
});

test('a forgotten password: the page says the command of this machine', async (context) => {
  const started = await (await startPanel(context)).stranger().get('/sign-in');
  assert.match(
    started.text,
    /in the folder that the panel was started from:<?[^<]*<code dir="ltr">npm run admin-password</,
  );
  const command = 'sudo eboxctl admin password';
  const installed = await (
    await startPanel(context, { passwordCommand: command })
  )
    .stranger()
    .get('/sign-in');
  assert.match(
    installed.text,
    /Forgotten\? Run this on the server: <code dir="ltr">sudo eboxctl admin password</,
  );
});

test('every page says its version and its server at the end, and tells no stranger the version', async (context) => {
  const { administrator, stranger } = await startPanel(context);
  for (const path of ['/', '/users', '/logs', '/nothing'])
    assert.match(
      (await administrator().get(path)).text,
      /eBox Jabber \u2068?1\.2\.3\u2069? on \u2068?machine\.example\.org/,
    );
  assert.doesNotMatch((await stranger().get('/sign-in')).text, /1\.2\.3/);
});

test('Escape closes the menu of a phone and gives the focus back, and so does a press elsewhere', async (context) => {
  const page = await open(context, await startPanel(context), 390);
  await signIn(page);
  const entry = page.locator('.bar-menu').getByRole('link', { name: 'Module State' });
  const summary = page.locator('.bar-menu summary');
  await summary.click();
  assert.equal(await entry.isVisible(), true);
  await page.keyboard.press('Escape');
  assert.equal(await entry.isVisible(), false);
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'SUMMARY');
  await summary.click();
  await page.mouse.click(195, 790);
  assert.equal(await entry.isVisible(), false);
});

test('the menu stands at the same place on every page, with and without pending changes', async (context) => {
  const panel = await startPanel(context);
  const page = await open(context, panel);
  await signIn(page);
  const places = async (): Promise<unknown> =>
    page.evaluate(
      `[...document.querySelectorAll('nav.menu, nav.menu a')].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x, y, width, element.tagName === 'NAV' ? 0 : height];
      })`,
    );
  const first = await places();
  for (const path of [
    '/module-state',
    '/jabber',
    '/certificates',
    '/audit-log',
    '/save-changes',
    '/nothing',
  ]) {
    await page.goto(path);
    assert.deepEqual(await places(), first, path);
  }
  await panel.panel.modules.enable('jabber', 'admin');
  await page.goto('/users');
  await page
    .getByRole('link', { name: /Save Changes/ })
    .getByText(/pending/)
    .waitFor();
  assert.deepEqual(await places(), first);
});

test('going back leads to a page: where a form was sent, and where something was that is deleted', async (context) => {
  const { administrator, panel } = await startPanel(context, {}, undefined, [
    ...sampleModules(),
    tablesModule(),
  ]);
  await panel.modules.enable('jabber', 'admin');
  const browser = administrator();
  for (const [path, page] of [
    ['/account/language', '/account'],
    ['/account/sessions/end', '/account'],
    ['/account/sign-out-everywhere', '/account'],
    ['/certificates/renew', '/certificates'],
    ['/certificates/upload', '/certificates'],
    ['/connected/end', '/connected'],
    ['/daemons/sm/restart', '/'],
    ['/jabber/check', '/jabber'],
    ['/save-changes/discard', '/save-changes'],
    ['/session', '/'],
    ['/sign-out', '/'],
    ['/sites/sites/gone', '/sites'],
    ['/sites/sites/gone/delete', '/sites'],
    ['/users/edit/gone', '/users'],
    ['/users/delete/gone', '/users'],
    ['/users/rename/gone', '/users'],
  ] as const) {
    const answer = await browser.get(path);
    assert.equal(answer.status, 303, path);
    assert.equal(answer.headers.location, page, path);
    assert.equal((await browser.follow(answer)).status, 200, path);
  }
});
