import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modules } from '../../src/modules/index.js';
import { createRegistry } from '../../src/core/registry.js';
import { chapterPath, chaptersOf, helpOf } from '../../src/web/manual/manual.js';
import { entryGroups } from '../../src/web/menu.js';
import { sampleModules } from './sample-modules.js';
import { startPanel } from './test-panel.js';

const registry = createRegistry(modules);
const helpFor = helpOf(registry);

test('every page of the menu, and what lies below it, has a chapter of its own', () => {
  const paths = entryGroups(registry).flatMap(({ entries }) => entries.map(({ path }) => path));
  for (const path of [...paths, '/users/edit/alice', '/save-changes/progress', '/dns/domains/1/delete'])
    assert.match(helpFor(path), /^\/help\/[a-z-]+$/, path);
  assert.equal(helpFor('/users/edit/alice'), '/help/people');
  assert.equal(helpFor('/'), '/help/overview');
  assert.equal(helpFor('/nothing'), '/help');
});

test('each chapter has a path of its own', () => {
  const paths = chaptersOf(registry).map(chapterPath);
  assert.equal(new Set(paths).size, paths.length);
});

test('the manual is read in the panel alone, in the language of the reader', async (context) => {
  const own = sampleModules().map((module) => ({
    ...module,
    manual: modules.find(({ id }) => id === module.id)?.manual ?? [],
  }));
  const panel = await startPanel(context, {}, undefined, own);
  const browser = panel.administrator();
  assert.match((await browser.get('/jabber')).text, /<a href="\/help\/chat">Help for this page<\/a>/);
  const contents = await browser.get('/help');
  for (const chapter of chaptersOf(createRegistry(own))) {
    const path = chapterPath(chapter);
    assert.ok(contents.text.includes(`href="${path}"`), path);
    const page = await browser.get(path);
    assert.equal(page.status, 200, path);
    assert.doesNotMatch(page.text, /(?:href|src)="(?!\/|#)/, `${path} needs nothing from elsewhere`);
  }
  const spanish = await browser.get('/help/saving', { 'Accept-Language': 'es' });
  assert.match(spanish.text, /Lo que cambia en las páginas de los servicios se conserva como borrador/);
  assert.equal((await browser.get('/help/none')).status, 404);
});
