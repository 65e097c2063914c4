import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { endingWell } from '../bench/ending.js';
import { openBrowser, openPage } from '../test/helpers/browser.js';
import {
  addUser,
  enableJabber,
  saveChanges,
  setUpJabber,
  signInToPanel,
} from '../test/helpers/panel-acts.js';
import { startPanel } from '../test/helpers/panel-process.js';

const FOLDER = 'docs/screenshots';

/** Takes the pictures of README and docs anew, from a real panel that is set up for it: `npm run screenshots`. */
await endingWell(async (ending) => {
  await mkdir(FOLDER, { recursive: true });
  const panel = await startPanel(ending);
  const page = await openPage(await openBrowser(ending), panel.address, {
    viewport: { width: 1120, height: 720 },
  });
  await signInToPanel(page);
  await enableJabber(page);
  await setUpJabber(page, { domain: 'chat.lan', muc: true });
  for (const userName of ['alice', 'bob', 'carol'])
    await addUser(page, { userName, administrator: userName === 'alice' });
  await picture(page, 'users');
  await page.getByRole('link', { name: /Save Changes/ }).click();
  await picture(page, 'save-changes');
  assert.match(await saveChanges(page), /Changes saved/);
  await picture(page, 'saved');
  await page.getByRole('link', { name: 'Jabber Service' }).click();
  await picture(page, 'jabber-service');
  await page.getByRole('link', { name: 'Certificates' }).click();
  await picture(page, 'certificates');
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await picture(page, 'home');
});

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage: true });
}
