import assert from 'node:assert/strict';
import { after, before, describe, test, type TestContext } from 'node:test';
import { openBrowser, openPage } from '../helpers/browser.js';
import { complaints, faults } from '../helpers/page-faults.js';
import { startSlapd, type TestSlapd } from '../helpers/slapd.js';
import { sampleModules } from './sample-modules.js';
import { tablesModule } from './sample-tables.js';
import { PASSWORD, startPanel } from './test-panel.js';

const password = 'down the hole';
const alice = {
  ...{ userName: 'alice', firstName: 'Alice', lastName: 'Liddell', comment: '' },
  ...{ password, passwordAgain: password },
};

describe('one search over the panel', () => {
  let slapd: TestSlapd;
  before(async () => (slapd = await startSlapd()));
  after(() => slapd.stop());

  const open = async (context: TestContext) => {
    const panel = await startPanel(context, {}, slapd.directory, [...sampleModules(), tablesModule()]);
    await panel.panel.modules.enable('jabber', 'admin');
    await panel.save();
    return { ...panel, browser: panel.administrator() };
  };
  /** Label and address of each thing that was found. */
  const found = (page: string): readonly string[] =>
    [...page.matchAll(/<li><a href="([^"]+)"><bdi>([^<]+)<\/bdi>/g)].map(
      ([, path = '', label = '']) => `${label} ${path}`,
    );

  test('pages and settings are found by label, in the reader’s language and in English', async (context) => {
    const { browser } = await open(context);
    assert.equal(
      found((await browser.get('/search?text=certificate')).text)[0],
      'Certificates /certificates',
    );
    assert.deepEqual(found((await browser.get('/search?text=DOMAIN+name')).text), [
      'Domain Name /jabber#field-domain',
    ]);
    // What a choice is called leads to its setting.
    assert.match((await browser.get('/search?text=required')).text, /href="\/jabber#field-ssl"/);
    const spanish = { 'Accept-Language': 'es' };
    for (const text of ['certificate', 'certificad', 'CERTIFICADOS'])
      assert.match((await browser.get(`/search?text=${text}`, spanish)).text, /Certificados<\/bdi>/);
    for (const [, path = ''] of (await browser.get('/search?text=a')).text.matchAll(/<li><a href="([^"#]+)/g))
      assert.equal((await browser.get(path.replaceAll('&amp;', '&'))).status, 200, path);
  });

  test('people are found in the index, log and audit log by a link to the filtered page', async (context) => {
    const { browser, panel } = await open(context);
    await panel.users.add(alice);
    const { text } = await browser.get('/search?text=alice');
    assert.deepEqual(found(text), ['alice /users/edit/alice']);
    assert.match(text, /href="\/audit-log\?search=alice"[^]*href="\/logs\?search=alice"/);
    assert.deepEqual(found((await browser.get('/search?text=LIDDELL')).text), ['alice /users/edit/alice']);
    for (let number = 0; number < 20; number += 1)
      await panel.users.add({ ...alice, userName: `alice${number}` });
    const many = (await browser.get('/search?text=alice')).text;
    assert.equal(found(many).length, 8);
    assert.equal(found(many)[0], 'alice /users/edit/alice', 'the very name first');
    assert.match(many, /href="\/users\?search=alice">Show all 21 in the list/);
  });

  test('what nobody knows, markup, and a directory that does not answer', async (context) => {
    const { browser } = await open(context);
    assert.match((await browser.get('/search?text=zzzz')).text, /No page, setting or user has “zzzz”/);
    const markup = (await browser.get(`/search?text=${encodeURIComponent('<script>"x')}`)).text;
    assert.match(markup, /value="&lt;script&gt;&quot;x"/);
    assert.doesNotMatch((await browser.get('/search')).text, /No page, setting/);
    await slapd.halt();
    try {
      const { status, text } = await browser.get('/search?text=certificate');
      assert.equal(status, 200);
      assert.match(text, /Not searched: [^]*Certificates<\/bdi>/);
    } finally {
      await slapd.start();
    }
  });

  test('“/” goes to the search, and the pages that it leads to have no fault on a phone', async (context) => {
    const { url, panel } = await open(context);
    for (let number = 0; number < 60; number += 1)
      await panel.users.add({ ...alice, userName: `someone-with-a-long-name-${number}` });
    const chromium = await openBrowser(context);
    const page = await openPage(chromium, url);
    const complained = complaints(page);
    await page.goto('/');
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('certificate');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Certificates' }).last().waitFor();
    assert.match(page.url(), /\/search\?text=certificate$/);
    for (const width of [390, 1920]) {
      await page.setViewportSize({ width, height: 844 });
      for (const path of [
        '/search?text=someone',
        '/users',
        '/users/edit/someone-with-a-long-name-1',
        '/audit-log',
      ]) {
        await page.goto(path);
        assert.deepEqual(await faults(page), [], `${path} at ${width}`);
      }
    }
    assert.deepEqual(complained, []);
  });
});
