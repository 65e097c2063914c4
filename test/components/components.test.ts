import assert from 'node:assert/strict';
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
