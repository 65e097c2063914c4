import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test, type TestContext } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser, openPage } from '../helpers/browser.js';
import { startSlapd, type TestSlapd } from '../helpers/slapd.js';
import { removeUsers } from './remove-users.js';
import { PASSWORD, startPanel } from './test-panel.js';

describe('the forms in a browser', () => {
  let slapd: TestSlapd;
  before(async () => {
    slapd = await startSlapd();
  });
  after(() => slapd.stop());
  beforeEach(() => removeUsers(slapd.directory));

  const open = async (
    context: TestContext,
    options: BrowserContextOptions = {},
    isEnabled = true,
  ): Promise<Page> => {
    const { panel, url } = await startPanel(context, {}, slapd.directory);
    if (isEnabled) await panel.modules.enable('jabber', 'admin');
    const page = await openPage(await openBrowser(context), url, {
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    await page.goto('/');
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
    return page;
  };
  const add = async (page: Page, userName: string): Promise<void> => {
    await page.getByLabel('User name').fill(userName);
    await page.getByLabel('Last name').fill('Liddell');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText(`The user ${userName} was added`).waitFor();
  };

  test('a field and its help stand side by side from 900 pixels, and one below the other on a phone', async (context) => {
    const page = await open(context);
    await page.goto('/jabber');
    const isBeside = (): Promise<unknown> =>
      page.evaluate(`(() => {
        const field = document.getElementById('field-domain').getBoundingClientRect();
        const help = document.getElementById('field-domain-help').getBoundingClientRect();
        return help.left >= field.right && help.top < field.bottom;
      })()`);
    for (const [width, expected] of [
      [1920, true],
      [900, true],
      [390, false],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      assert.equal(await isBeside(), expected, String(width));
    }
  });

  test('SSL Support is three cards with the ports of this machine, chosen by mouse or by keyboard', async (context) => {
    const page = await open(context);
    await page.goto('/jabber');
    const group = page.getByRole('radiogroup', { name: 'SSL Support' });
    assert.equal(await group.getByRole('radio').count(), 3);
    const required = group.getByRole('radio', { name: 'Required – recommended' });
    assert.equal(await required.isChecked(), true);
    assert.match(
      (await group.textContent()) ?? '',
      /STARTTLS on port \u2068?5222\u2069?, or with SSL .* on port \u2068?5223/,
    );
    await required.focus();
    await page.keyboard.press('ArrowUp');
    assert.equal(await group.getByRole('radio', { name: 'Optional' }).isChecked(), true);
    // The whole card is pressed: its label lies over the sentence.
    await group.getByText('No password is sent unencrypted').click({ force: true });
    assert.equal(await required.isChecked(), true);
  });

  for (const javaScriptEnabled of [true, false])
    test(`the account is a switch, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async (context) => {
      const page = await open(context, { javaScriptEnabled });
      await page.goto('/users/add');
      const account = page.getByRole('switch', { name: 'User account' });
      assert.equal(await account.isChecked(), true);
      await page.getByLabel('Password', { exact: true }).fill('down the hole');
      await page.getByLabel('Repeat password').fill('down the hole');
      await account.focus();
      await page.keyboard.press('Space');
      assert.equal(await page.getByText('Disabled', { exact: true }).first().isVisible(), true);
      await add(page, 'alice');
      await page.goto('/users/edit/alice');
      assert.equal(await page.getByRole('switch', { name: 'User account' }).isChecked(), false);
      await page.getByRole('switch', { name: 'User account' }).check();
      await page.getByRole('button', { name: 'Apply Changes' }).click();
      await page.getByText('The user alice was changed').waitFor();
      assert.equal(await page.getByRole('switch', { name: 'User account' }).isChecked(), true);
    });

  test('a password and its repetition stand side by side, can be shown, and can be made', async (context) => {
    const page = await open(context);
    await page.goto('/users/add');
    const password = page.getByLabel('Password', { exact: true });
    const again = page.getByLabel('Repeat password');
    const [first, second] = [await password.boundingBox(), await again.boundingBox()];
    assert.equal(first?.y, second?.y);
    await page.getByRole('button', { name: 'Generate' }).click();
    const made = await password.inputValue();
    assert.match(made, /^[a-z0-9]{5}(-[a-z0-9]{5}){3}$/);
    assert.equal(await again.inputValue(), made);
    assert.equal(await password.getAttribute('type'), 'text');
    await page.getByRole('button', { name: 'Hide' }).click();
    assert.equal(await password.getAttribute('type'), 'password');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    assert.equal(await again.getAttribute('type'), 'text');
    await add(page, 'bob');
  });

  test('the page of the certificate asks only for what belongs to the chosen source', async (context) => {
    const page = await open(context);
    await page.goto('/certificates');
    const asked = async (): Promise<readonly boolean[]> => {
      const labels = ['File of the certificate', 'Quiet time for renewals', 'Or pasted text'];
      return Promise.all(labels.map((label) => page.getByLabel(label, { exact: true }).isVisible()));
    };
    assert.deepEqual(await asked(), [false, true, false]);
    await page.getByRole('radio', { name: 'Uploaded' }).check();
    assert.deepEqual(await asked(), [false, false, true]);
    await page.getByRole('radio', { name: 'Files on this machine' }).check();
    assert.deepEqual(await asked(), [true, true, false]);
    await page.getByLabel('File of the certificate').fill('nowhere');
    await page.getByRole('button', { name: 'Apply Changes' }).click();
    await page.getByText('Type the whole path').first().waitFor();
    assert.deepEqual(await asked(), [true, true, false]);
  });

  test('a path on the consent page breaks behind a slash, never within a name, on a phone too', async (context) => {
    const page = await open(context, { viewport: { width: 390, height: 844 } }, false);
    await page.goto('/module-state/enable?modules=jabber');
    await page.locator('summary', { hasText: /files? below/ }).click();
    const broken: unknown = await page.evaluate(`[...document.querySelectorAll('.path')]
      .flatMap((path) => [...path.childNodes])
      .filter((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return range.getClientRects().length > 1;
      })
      .map((node) => node.textContent)`);
    assert.deepEqual(broken, []);
    assert.ok((await page.locator('.path').count()) > 0);
  });
});
