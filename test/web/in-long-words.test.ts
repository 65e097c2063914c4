import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startSlapd, type TestSlapd } from '../helpers/slapd.js';
import { openPseudoPages } from './pseudo-pages.js';
import { removeUsers } from './remove-users.js';

describe('in a language of long words, 390 pixels wide', () => {
  let slapd: TestSlapd;
  before(async () => {
    slapd = await startSlapd();
  });
  after(() => slapd.stop());
  beforeEach(() => removeUsers(slapd.directory));

  for (const [language, direction] of [
    ['en-XA', 'ltr'],
    ['ar', 'rtl'],
  ] as const) {
    test(`no page scrolls sideways, ${direction}`, async (context) => {
      const { page, complained, visit } = await openPseudoPages(context, language, slapd.directory);
      const wide: string[] = [];
      await visit(async (what) => {
        await page.waitForLoadState('load');
        assert.equal(await page.getAttribute('html', 'dir'), direction, what);
        const width = await page.evaluate('document.documentElement.scrollWidth');
        if (width !== 390) wide.push(`${what}: ${String(width)}`);
      });
      assert.deepEqual(wide, []);
      assert.deepEqual(complained, []);
    });
  }
});
