import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import type { Directory } from '../../src/core/ports.js';
import { Languages } from '../../src/core/words/languages.js';
import { openBrowser, openPage } from '../helpers/browser.js';
import { complaints } from '../helpers/page-faults.js';
import { pseudoLanguage } from '../helpers/pseudo-language.js';
import { sampleModules } from './sample-modules.js';
import { tablesModule } from './sample-tables.js';
import { PASSWORD, startPanel } from './test-panel.js';

/** Each page of a panel on which something stands everywhere, shown in a language that only tests have. */
export interface PseudoPages {
  readonly page: Page;
  readonly complained: readonly string[];
  /** Opens one page after the other. */
  readonly visit: (look: (what: string) => Promise<void>) => Promise<void>;
}

/** @param language see `pseudoLanguage` */
export async function openPseudoPages(
  context: TestContext,
  language: string,
  directory: Directory,
): Promise<PseudoPages> {
  const browser = await openBrowser(context);
  const languages = new Languages([pseudoLanguage(language)]);
  const modules = [...sampleModules(), tablesModule()];
  const panel = await startPanel(context, {}, directory, modules, languages);
  const page = await openPage(browser, panel.url, {
    locale: language,
    viewport: { width: 390, height: 844 },
  });
  const complained = complaints(page);
  const submit = (form: string): Promise<void> => page.locator(form).locator('button').first().click();

  const visit: PseudoPages['visit'] = async (look) => {
    await page.goto('/sign-in');
    await look('sign-in');
    await submit('main form');
    await look('sign-in with errors');
    await page.locator('input[name=name]').fill('admin');
    await page.locator('input[name=password]').fill(PASSWORD);
    await submit('main form');
    await look('home, nothing set up');
    await page.goto('/module-state');
    await look('module state');
    await page.locator('input[name=jabber]').check();
    await submit('main form');
    await look('consent');
    await panel.panel.modules.enable('jabber', 'admin');
    await panel.panel.modules.enable('sites', 'admin');
    await page.goto('/save-changes');
    await look('pending changes');
    await submit('main form');
    await page.locator('[data-outcome=done], [data-outcome=failed]').waitFor();
    await look('progress');
    await panel.panel.users.add({
      ...{ userName: 'anna', firstName: 'Anna', lastName: 'Anna', comment: '' },
      ...{ password: 'down the hole', passwordAgain: 'down the hole' },
    });
    panel.panel.sessionWatch.connected = () =>
      Promise.resolve([{ address: 'anna@chat.lan/phone', userName: 'anna' }]);
    for (const path of [
      ...['/', '/jabber', '/sites', '/sites/sites/add', '/users', '/users/add', '/users/edit/anna'],
      ...[
        '/users?search=nobody',
        '/users/delete/anna',
        '/users/rename/anna',
        '/users/import',
        '/certificates',
        '/connected',
        '/announcements',
        '/rooms',
        '/jabber/tell-users',
        '/save-changes?when=any',
      ],
      ...['/logs', '/logs?follow=yes&search=nothing', '/audit-log', '/audit-log?search=nothing'],
      ...['/account', '/nothing', '/sites/sites/nothing', '/help', '/help/saving'],
    ]) {
      await page.goto(path);
      await look(path);
    }
    for (const path of ['/jabber', '/users/add', '/users/edit/anna', '/account']) {
      await page.goto(path);
      for (const field of await page.locator('main form input[type=text]:visible').all())
        await field.fill('a b_');
      await submit('main form:last-of-type');
      await look(`${path}, sent`);
    }
  };
  return { page, complained, visit };
}
