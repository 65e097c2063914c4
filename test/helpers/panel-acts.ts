import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { eventually } from './eventually.js';
import { adminPassword } from './panel-process.js';

/** The password of every user that {@link addUser} adds, unless it is told another one. */
export const PASSWORD = 'correct horse battery';

/** Signs in as the panel's administrator. */
export async function signInToPanel(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password').fill(adminPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Module State' }).waitFor();
}

/** Module State: ticks modules, as they are called there, and accepts what they will do. */
export async function enableModules(page: Page, titles: readonly string[]): Promise<void> {
  await page.getByRole('link', { name: 'Module State' }).click();
  for (const title of titles) await page.getByLabel(title).check();
  await page.getByRole('button', { name: 'Apply Changes' }).click();
  await page.getByRole('heading', { name: 'Actions to perform' }).first().waitFor();
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.locator('.notice.is-done').first().waitFor();
  await page.getByRole('link', { name: 'Module State' }).click();
  for (const title of titles) {
    await page.getByLabel(title).waitFor();
    assert.equal(await page.getByLabel(title).isChecked(), true);
  }
}

/** Module State: ticks Jabber, to which Users and Groups belongs. */
export async function enableJabber(page: Page): Promise<void> {
  await enableModules(page, ['Jabber']);
  assert.equal(await page.getByLabel('Users and Groups').isChecked(), true);
}

/** What is chosen on Jabber Service; what is left out stays. */
export interface Service {
  readonly domain?: string;
  readonly ssl?: 'Disabled' | 'Optional' | 'Required';
  readonly muc?: boolean;
  readonly otherServers?: boolean;
}

/** Jabber Service, to Apply Changes. */
export async function setUpJabber(page: Page, { domain, ssl, muc, otherServers }: Service): Promise<void> {
  await page.getByRole('link', { name: 'Jabber Service' }).click();
  if (domain !== undefined) await page.getByLabel('Domain Name').fill(domain);
  if (ssl !== undefined)
    await page.getByRole('radiogroup', { name: 'SSL Support' }).getByRole('radio', { name: ssl }).check();
  if (muc !== undefined) await page.getByLabel('Enable Multi User Chat (MUC)').setChecked(muc);
  if (otherServers !== undefined) await page.getByLabel('Connect to other servers').setChecked(otherServers);
  await page.getByRole('button', { name: 'Apply Changes' }).click();
}

/** Whom to add. */
export interface NewUser {
  readonly userName: string;
  readonly account?: 'Enabled' | 'Disabled';
  readonly administrator?: boolean;
  readonly password?: string;
}

/** Users → Add User. */
export async function addUser(
  page: Page,
  { userName, account = 'Enabled', administrator = false, password = PASSWORD }: NewUser,
): Promise<void> {
  await page.getByRole('link', { name: 'Add User' }).click();
  await page.getByLabel('User name').fill(userName);
  await page.getByLabel('First name').fill('Test');
  await page.getByLabel('Last name').fill(userName);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Repeat password').fill(password);
  const section = page.getByRole('group', { name: 'Jabber account' });
  await section.getByLabel('User account').setChecked(account === 'Enabled');
  await section.getByLabel('Administration rights').setChecked(administrator);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('rowheader', { name: userName, exact: true }).waitFor();
}

/** Save Changes to its end, and to the end of the watch behind it; returns what the page says. */
export async function saveChanges(page: Page): Promise<string> {
  await page.getByRole('link', { name: /Save Changes/ }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('[data-outcome=done], [data-outcome=failed]').waitFor({ timeout: 60_000 });
  const said = (await page.locator('main').textContent()) ?? '';
  await eventually(async () => {
    const home = await page.request.get(new URL('/', page.url()).href);
    assert.doesNotMatch(await home.text(), /The panel watches the service/);
  }, 60);
  return said;
}
