import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { englishCatalogue } from '../../src/core/words/reader.js';
import { openBrowser, openPage } from '../helpers/browser.js';
import { complaints, faults } from '../helpers/page-faults.js';
import { pseudoLanguage } from '../helpers/pseudo-language.js';
import { serveComponents } from './serve.js';

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [390, 1280])
    for (const catalogue of [englishCatalogue, pseudoLanguage('ar')])
      test(`every component has no fault: ${colorScheme}, ${width} pixels wide, ${catalogue.language}`, async (context) => {
        const address = await serveComponents(context, catalogue);
        const page = await openPage(await openBrowser(context), address, {
          colorScheme,
          viewport: { width, height: 900 },
        });
        const complained = complaints(page);
        await page.goto('/');
        assert.equal(await page.getAttribute('html', 'dir'), catalogue.language === 'ar' ? 'rtl' : 'ltr');
        assert.deepEqual(await faults(page), []);
        assert.deepEqual(complained, []);
      });

test('icons are lines by the style of the page: Firefox takes none of the file of icons', async (context) => {
  assert.doesNotMatch(
    await readFile(new URL('../../public/icons.svg', import.meta.url), 'utf8'),
    /<style|style=/,
  );
  const page = await openPage(await openBrowser(context), await serveComponents(context, englishCatalogue));
  await page.goto('/');
  const drawn = 'getComputedStyle(document.querySelector(".icon"))';
  assert.equal(await page.evaluate(`${drawn}.fill`), 'none');
  assert.equal(await page.evaluate(`${drawn}.stroke === ${drawn}.color`), true);
});

test('every component of the stylesheet is on the page', async (context) => {
  const address = await serveComponents(context, englishCatalogue);
  const page = await (await fetch(address)).text();
  const shown = new Set([...page.matchAll(/class="([^"]*)"/g)].flatMap(([, names = '']) => names.split(' ')));
  const folder = new URL('../../public/style/components/', import.meta.url);
  for (const file of await readdir(folder)) {
    const style = (await readFile(new URL(file, folder), 'utf8')).replace(/\/\*[^]*?\*\//g, '');
    const classes = [...style.matchAll(/\.([a-z][a-z-]*)/g)].map(([, name = '']) => name);
    const isAbsent =
      classes.length > 0 && !classes.some((name) => !name.startsWith('is-') && shown.has(name));
    assert.ok(!isAbsent, `${file} has no example`);
  }
});
