import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { tree } from '../../src/core/directory.js';
import { openBrowser, openPage } from '../helpers/browser.js';
import { complaints, faults } from '../helpers/page-faults.js';
import { startSlapd, type TestSlapd } from '../helpers/slapd.js';
import { removeUsers } from './remove-users.js';
import { PASSWORD, startPanel, type TestPanel } from './test-panel.js';

describe('in a browser', () => {
  let slapd: TestSlapd;
  let browser: Browser;
  before(async () => {
    slapd = await startSlapd();
  });
  after(() => slapd.stop());
  beforeEach(() => removeUsers(slapd.directory));

  const open = async (context: TestContext, options: Parameters<typeof openPage>[2] = {}) => {
    browser = await openBrowser(context);
    const panel = await startPanel(context, {}, slapd.directory);
    const page = await openPage(browser, panel.url, options);
    return { panel, page, complained: complaints(page) };
  };
  const signIn = async (page: Page): Promise<void> => {
    await page.goto('/');
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
  };

  for (const { colorScheme, width } of [
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 390 },
  ] as const) {
    test(`axe finds nothing on any page, ${colorScheme}, ${width} pixels wide`, async (context) => {
      const { panel, page, complained } = await open(context, {
        colorScheme,
        viewport: { width, height: 844 },
      });
      const look = async (what: string): Promise<void> => assert.deepEqual(await faults(page), [], what);
      await page.goto('/users');
      await look('sign-in');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await look('sign-in with errors');
      await signIn(page);
      await look('home, nothing set up');

      await page.goto('/module-state');
      await look('module state');
      await page.getByLabel('Jabber').check();
      await page.getByRole('button', { name: 'Apply Changes' }).click();
      await look('consent');
      await page.getByRole('button', { name: 'Accept' }).click();
      await page.getByText('Jabber starts when you press Save Changes').waitFor();

      await page.goto('/jabber');
      await page.getByLabel('Domain Name').fill('a_b');
      await page.getByRole('button', { name: 'Apply Changes' }).click();
      await look('settings with errors');
      assert.equal(await page.evaluate('document.activeElement.id'), 'field-domain');
      await page.getByLabel('Domain Name').fill('chat.example.org');
      await page.getByRole('button', { name: 'Apply Changes' }).click();
      await page.getByText('Changes kept').waitFor();
      await look('settings with a warning');

      await page.getByRole('link', { name: 'Save Changes' }).click();
      await look('pending changes');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('heading', { name: 'Changes saved' }).waitFor();
      await look('saved');
      await page.goto('/jabber');
      await page.getByRole('button', { name: /^Check/ }).click();
      await page.getByText('Last check').waitFor();
      await look('settings with what a client finds');

      await addOddUsers(panel, slapd);
      await page.goto('/users');
      await look('users');
      await page.getByRole('link', { name: 'noura' }).click();
      await look('edit user');
      await page.getByRole('link', { name: 'Delete this user' }).click();
      await look('delete user');
      await page.goto('/users/import');
      await look('import');
      await page.getByRole('button', { name: 'Show preview' }).click();
      await look('import without a file');
      await page
        .getByLabel('Or pasted text')
        .fill('uid,sn\nimported,Aa\nnoura,\u0627\nBad,Bb\nworse,Cc,Dd\n');
      await page.getByRole('button', { name: 'Show preview' }).click();
      await look('preview of an import');
      await page.getByRole('button', { name: /^Import/ }).click();
      await page.getByRole('heading', { name: 'Generated passwords' }).waitFor();
      await look('an import that has ended');
      await page.getByRole('button', { name: 'Show cards to print' }).click();
      await look('cards with passwords');
      await page.goto('/users/add');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await look('add user with errors');
      panel.machine.daemons.lastLines = () => Promise.resolve(['a line that is '.repeat(40)]);
      panel.panel.sessionWatch.connected = () =>
        Promise.resolve([{ address: 'noura@chat.example.org/phone', userName: 'noura' }]);
      for (const path of [
        '/certificates',
        '/connected',
        '/announcements',
        '/rooms',
        '/jabber/tell-users',
        '/save-changes?when=any',
        '/doctor',
        '/logs',
        '/logs?follow=on',
        '/help',
        '/help/saving',
        '/audit-log',
        '/account',
      ]) {
        await page.goto(path);
        await look(path);
      }
      await page.goto('/certificates');
      await page.getByRole('radio', { name: 'Files on this machine' }).check();
      await page.getByLabel('File of the certificate').fill('nowhere');
      await page.getByRole('button', { name: 'Apply Changes' }).click();
      await look('certificates with errors');
      await page.getByRole('radio', { name: 'Uploaded' }).check();
      await page.getByLabel('Or pasted text').fill('nothing');
      await page.getByRole('button', { name: 'Upload' }).click();
      await look('certificates with an upload that is refused');
      await page.goto('/account');
      await page.getByRole('button', { name: 'Change the password' }).click();
      await look('my account with errors');
      await page.goto('/jabber');
      panel.machine.clock.pass(6 * 60);
      await page.getByRole('radio', { name: 'Disabled' }).check();
      await page.getByRole('button', { name: 'Apply Changes' }).click();
      await look('confirm it is you');
      await page.getByLabel('Your password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByText('Changes kept').waitFor();
      await page.goto('/nothing');
      await look('not found');
      assert.deepEqual(complained, []);
    });
  }

  test('names with markup are shown as text, and the policy has nothing to refuse', async (context) => {
    const { panel, page, complained } = await open(context);
    await signIn(page);
    await panel.panel.modules.enable('users', 'admin');
    const name = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await panel.panel.users.add({
      ...{ userName: 'mallory', firstName: name, lastName: 'javascript:alert(1)', comment: name },
      ...{ password: 'down the hole', passwordAgain: 'down the hole' },
    });
    for (const path of [
      '/users',
      '/users/edit/mallory',
      '/users/delete/mallory',
      `/users?search=${encodeURIComponent(name)}`,
    ]) {
      await page.goto(path);
      assert.ok((await page.getByText('<img src=x').count()) > 0 || path.endsWith('edit/mallory'), path);
      assert.match(await page.title(), /eBox Jabber$/);
    }
    assert.equal(await page.locator('main img, main script').count(), 0);
    assert.deepEqual(complained, []);
  });

  test('the keyboard alone is enough: skip the menu, apply a form, and the focus is at what is wrong', async (context) => {
    const { page } = await open(context);
    await signIn(page);
    await page.goto('/jabber');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.id'), 'field-domain');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('not a domain');
    await page.keyboard.press('Enter');
    await page.getByText('Correct one field').waitFor();
    assert.equal(await page.evaluate('document.activeElement.id'), 'field-domain');
    assert.equal(await page.getByLabel('Domain Name').inputValue(), 'not a domain');
  });

  test('two minutes before the session ends the page says so, and one press keeps it', async (context) => {
    const { panel, page } = await open(context);
    await page.clock.install();
    await signIn(page);
    const pass = async (seconds: number): Promise<void> => {
      panel.machine.clock.pass(seconds);
      await page.clock.fastForward(seconds * 1000);
    };
    const soon = page.getByText('You will be signed out soon');
    await pass(779);
    assert.equal(await soon.isVisible(), false);
    await pass(2);
    assert.equal(await soon.isVisible(), true);
    const kept = page.waitForResponse('**/session');
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    assert.equal((await kept).status(), 204);
    await soon.waitFor({ state: 'hidden' });
    await pass(899);
    await page.goto('/module-state');
    await page.getByRole('heading', { name: 'Module State', level: 1 }).waitFor();
    await pass(901);
    await page.getByText('You were signed out').waitFor();
    await page.goto('/module-state');
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
  });

  test('without scripts a save can be begun and followed to its end', async (context) => {
    const { panel, page } = await open(context, { javaScriptEnabled: false });
    await signIn(page);
    const { daemons } = panel.machine;
    const start = daemons.start.bind(daemons);
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await panel.panel.modules.enable('jabber', 'admin');
    daemons.start = async (name) => {
      await released;
      await start(name);
    };
    await page.getByRole('link', { name: 'Save Changes' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Saving the changes' }).waitFor();
    assert.equal(await page.getByRole('progressbar').count(), 1);
    release();
    await page.getByRole('heading', { name: 'Changes saved' }).waitFor();
  });
});

async function addOddUsers({ panel }: TestPanel, slapd: TestSlapd): Promise<void> {
  const add = (userName: string, firstName: string, lastName: string, administrator = false) =>
    panel.users.add(
      {
        userName,
        firstName,
        lastName,
        comment: '',
        password: 'down the hole',
        passwordAgain: 'down the hole',
      },
      { jabber: { account: 'enabled', administrator } },
    );
  await add('noura', 'نورة', 'العتيبي', true);
  await add('w'.repeat(64), 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft', '🧑🏽‍🚀');
  await slapd.directory.add([{ type: 'uid', value: 'bob@example.org/x' }, ...tree.users], {
    objectClass: ['inetOrgPerson', 'posixAccount'],
    ...{
      uid: ['bob@example.org/x'],
      cn: ['‮B‬'],
      sn: ['B'],
      uidNumber: ['5'],
      gidNumber: ['5'],
      homeDirectory: ['/x'],
    },
  });
}
