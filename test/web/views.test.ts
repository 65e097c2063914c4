import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { englishOnly } from '../../src/core/words/languages.js';
import { Reader } from '../../src/core/words/reader.js';
import { say } from '../../src/core/words/sentence.js';
import { icon } from '../../src/web/icon.js';
import { createViews, escapeHtml } from '../../src/web/views.js';

const folder = fileURLToPath(new URL('../../views', import.meta.url));

async function templates(): Promise<readonly (readonly [name: string, text: string])[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ejs'));
  assert.ok(names.length > 10);
  return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const));
}

test('templates print nothing unescaped but other templates', async () => {
  for (const [name, text] of await templates()) {
    for (const [tag] of text.matchAll(/<%-[^]*?%>/g)) {
      assert.match(tag, /^<%- (?:include\([^]*\)|body|signedIn\.menu) %>$/, `${name}: ${tag}`);
    }
  }
});

test('templates have no script, style or event handler of their own: the policy would refuse it', async () => {
  for (const [name, text] of await templates()) {
    assert.ok(!/<style|\sstyle=|\son[a-z]+=|javascript:/i.test(text), name);
    for (const [script] of text.matchAll(/<script[^>]*>/g)) assert.match(script, / src="\/assets\//, name);
  }
});

test('every form that changes something carries the token', async () => {
  for (const [name, text] of await templates()) {
    for (const [form] of text.matchAll(/<form[^>]*method="post"[^]*?<\/form>/g)) {
      assert.match(form, /include\('\/partials\/(?:token|hidden)'|name="_token" value="<%= token %>"/, name);
    }
  }
});

test('a value is shown as text, and one that is missing is a mistake', () => {
  assert.equal(escapeHtml(`<a href='x' title="y">&`), '&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;');
  assert.equal(escapeHtml(0), '0');
  for (const missing of [undefined, null, true, {}, []])
    assert.throws(() => escapeHtml(missing), /shows a value of type/);
});

test('an icon is the only markup that a value may be, and its name is a plain word', () => {
  assert.equal(icon('save'), icon('save'));
  assert.match(icon('save').markup, /^<svg [^>]*><use href="\/assets\/icons\.svg#save"><\/use><\/svg>$/);
  for (const name of ['', '"><script>', 'a b', '../x'])
    assert.throws(() => icon(name), /is no name of an icon/);
  assert.throws(() => escapeHtml({ markup: '<b>' }), /shows a value of type object/);
});

test('values are never taken for options of the template engine', async () => {
  const render = createViews(folder);
  const html = await render(
    'pages/users/off',
    {
      settings: { 'view options': { client: true, escapeFunction: '1;process.exit()', delimiter: '?' } },
      delimiter: '?',
      client: true,
      cache: false,
    },
    englishOnly.reader('en'),
  );
  assert.match(html, /Enable or disable modules/);
});

test('a sentence is shown in the language of its reader, by each panel of one process', async () => {
  const spanish = new Reader({
    catalogue: {
      language: 'es',
      find: (message) => (message === 'Hello <you>.' ? ['Hola.'] : undefined),
    },
  });
  const locals = { message: say`Hello <you>.` };
  const [first, second] = [createViews(folder), createViews(folder)];
  assert.match(await first('partials/message', locals, englishOnly.reader('en')), /Hello &lt;you&gt;\./);
  assert.match(await second('partials/message', locals, spanish), /Hola\./);
  assert.match(await first('partials/message', locals, spanish), /Hola\./);
});
