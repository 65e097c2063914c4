import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser, openPage } from '../helpers/browser.js';
import { complaints, faults } from '../helpers/page-faults.js';
import { sampleModules } from './sample-modules.js';
import { tablesModule } from './sample-tables.js';
import { PASSWORD, startPanel } from './test-panel.js';

const lines = 'printer 10.0.0.7 60 printer no\ndoor 10.0.0.8\ngate;10.0.0.9, 10.0.0.10;5;server;yes';

async function open(context: TestContext, options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
  const panel = await startPanel(context, {}, undefined, [...sampleModules(), tablesModule()]);
  const page = await openPage(await openBrowser(context), panel.url, options);
  await page.goto('/');
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
  return page;
}

async function apply(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Apply Changes' }).click();
  await page.getByText('Changes kept').waitFor();
}

for (const { colorScheme, width } of [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 390 },
] as const) {
  test(`every control of a table has its label, ${colorScheme}, ${width} pixels wide`, async (context) => {
    const page = await open(context, { colorScheme, viewport: { width, height: 844 } });
    const complained = complaints(page);
    const look = async (what: string): Promise<void> => assert.deepEqual(await faults(page), [], what);
    await page.goto('/sites');
    await look('no rows');
    await page.getByRole('link', { name: 'Add site' }).click();
    await page.getByLabel('Name').fill('school');
    await page.getByLabel('Addresses').fill('10.0.0.1, here');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.locator('#field-addresses:focus').waitFor();
    await look('add with errors');
    await page.getByLabel('Addresses').fill('10.0.0.1');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('heading', { name: 'Site: school', level: 1 }).waitFor();
    await look('row without rows');
    await page.getByText('Paste several lines').first().click();
    await page.getByLabel('Hosts: one row on each line').fill(lines);
    await look('paste');
    await apply(page);

    await page.getByLabel('Seconds (door)').fill('soon');
    await page.getByLabel('Spare (printer)').check();
    await page.getByLabel('Kind (new row 1)').selectOption('Printer');
    await page.getByRole('button', { name: 'Apply Changes' }).click();
    await page.locator('#field-hosts-1-seconds:focus').waitFor();
    assert.equal(await page.getByLabel('Spare (printer)').isChecked(), true);
    await look('row with wrong cells');
    await page.getByLabel('Seconds (door)').fill('7');
    await page.getByLabel('Name (row 4)').fill('laser');
    await page.getByLabel('Delete gate').check();
    await apply(page);
    assert.equal(await page.getByLabel('Name (laser)').inputValue(), 'laser');
    assert.equal(await page.getByLabel(/^Name \((?!new)/).count(), 3);
    await page.goto('/sites');
    await look('list of rows');
    await page.getByLabel('Port (new row 1)').fill('70000');
    await page.getByRole('button', { name: 'Apply Changes' }).click();
    await look('a table in the settings with wrong cells');
    await page.goto('/sites');
    await page.getByRole('link', { name: 'school' }).click();
    await page.getByRole('link', { name: 'Delete this entry' }).click();
    await look('delete');
    await page.goto('/sites/sites/nothing');
    await look('gone');
    assert.deepEqual(complained, []);
  });
}

test('a thousand rows are filled in without scripts', async (context) => {
  const page = await open(context, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await page.goto('/sites/sites/add?name=school');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('Paste several lines').first().click();
  const many = Array.from({ length: 1_000 }, (_, index) => `host-${index} 10.0.0.1`);
  await page.getByLabel('Hosts: one row on each line').fill(many.join('\n'));
  await apply(page);
  // By their names: to look through the labels of 6,000 controls takes a browser driver long.
  const control = (name: string) => page.locator(`[name="hosts.${name}"]`);
  await control('998.addresses').fill('10.9.9.9');
  await page.getByText('Go to the empty lines').click();
  await control('1000.name').fill('last');
  await apply(page);
  assert.equal(await control('998.addresses').inputValue(), '10.9.9.9');
  assert.equal(await control('1000.name').inputValue(), 'last');
});
