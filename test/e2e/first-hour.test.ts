import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, openPage } from '../helpers/browser.js';
import { adminPassword, startPanel } from '../helpers/panel-process.js';

test('from signing in to an empty form for the first user it takes five clicks', async (context) => {
  const panel = await startPanel(context);
  const page = await openPage(await openBrowser(context), panel.address);
  let clicks = 0;
  const click = async (role: 'button' | 'link', name: string): Promise<void> => {
    await page.getByRole(role, { name, exact: true }).click();
    clicks += 1;
  };
  await page.goto('/');
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password').fill(adminPassword);
  await click('button', 'Sign in');
  await click('link', 'Set up Jabber');
  await click('button', 'Accept');
  await page.getByLabel('Domain Name').fill('chat.lan');
  await click('button', 'Apply and Save');
  await page.locator('[data-outcome=done]').waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Set up a client' }).waitFor();
  await click('link', 'Add people');
  await page.getByLabel('First name').waitFor();
  assert.equal(await page.getByLabel('Last name').inputValue(), '');
  assert.equal(clicks, 5);
});
