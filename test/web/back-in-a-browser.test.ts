import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser, openPage } from '../helpers/browser.js';
import { PASSWORD, startPanel } from './test-panel.js';

describe('Back and Reload, in a browser', () => {
  const open = async (context: TestContext): Promise<Page> => {
    const { url } = await startPanel(context);
    const page = await openPage(await openBrowser(context), url);
    await page.goto('/sign-in');
    return page;
  };
  const signIn = async (page: Page, password = PASSWORD): Promise<void> => {
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const heading = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();

  test('a form with a mistake is behind Back and Reload without the browser’s own question', async (context) => {
    const page = await open(context);
    await signIn(page);
    await page.goto('/jabber');
    await page.getByLabel('Domain Name').fill('bad domain');
    await page.getByRole('button', { name: 'Apply Changes' }).click();
    await page.getByText('A domain name has no spaces in it.').first().waitFor();
    await page.goto('/logs');
    await page.goBack();
    assert.equal(await heading(page), 'Jabber Service');
    await page.getByLabel('Domain Name').fill('bad domain');
    await page.getByRole('button', { name: 'Apply Changes' }).click();
    await page.getByText('A domain name has no spaces in it.').first().waitFor();
    let methods = '';
    page.on('request', (request) => (methods += request.isNavigationRequest() ? request.method() : ''));
    await page.reload();
    assert.equal(methods, 'GET');
  });

  test('what the panel asks before it enables a module is behind Back, too', async (context) => {
    const page = await open(context);
    await signIn(page);
    await page.goto('/module-state');
    await page.getByLabel('Jabber', { exact: true }).check();
    await page.getByRole('button', { name: 'Apply Changes' }).click();
    await page.getByRole('button', { name: 'Accept' }).first().waitFor();
    await page.goto('/logs');
    await page.goBack();
    assert.equal(await heading(page), 'Enable Jabber');
  });

  test('a refused sign-in is passed over by Back', async (context) => {
    const page = await open(context);
    await signIn(page, 'not this one');
    await page.getByText('The user name or the password is wrong.').first().waitFor();
    await signIn(page);
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
    await page.goBack();
    assert.equal(await heading(page), 'Home');
  });
});
