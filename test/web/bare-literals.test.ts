import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startSlapd, type TestSlapd } from '../helpers/slapd.js';
import { openPseudoPages } from './pseudo-pages.js';
import { removeUsers } from './remove-users.js';

/** In the browser: every text that a person sees or hears, but for code, what was typed, and values. */
const SHOWN = `(() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (element.closest('script, style, textarea, code, pre, bdi, time, .brand') === null) texts.push(walker.currentNode.data);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(name) ?? '');
  texts.push(document.title.replace(/ · eBox Jabber$/, ''));
  return texts;
})()`;

/** What the pseudo-language did not mark: words that no catalogue could translate. */
function bareIn(text: string): string {
  let rest = text;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '');
  }
  return rest.trim();
}

/** Names, numbers and addresses, which are the same in every language. */
const NAMES =
  /^(?:[\d\s.,:/@()%·–-]*|admin|anna|Anna|Jabber|Sites|CSV|→|English|español|[\w.-]+@[\w./-]+|\/\S*|a b_|en-XA|\S+ \(\S+\))$/;

describe('in a language that marks what is translated', () => {
  let slapd: TestSlapd;
  before(async () => {
    slapd = await startSlapd();
  });
  after(() => slapd.stop());
  beforeEach(() => removeUsers(slapd.directory));

  test('no page has words that no catalogue could translate', async (context) => {
    const { page, visit } = await openPseudoPages(context, 'en-XA', slapd.directory);
    const bare = new Set<string>();
    await visit(async (what) => {
      await page.waitForLoadState('load');
      const texts: unknown = await page.evaluate(SHOWN);
      assert.ok(Array.isArray(texts) && texts.length > 5);
      for (const text of texts) {
        const rest = bareIn(String(text));
        if (rest !== '' && !NAMES.test(rest)) bare.add(`${what}: ${rest.slice(0, 120)}`);
      }
    });
    assert.deepEqual([...bare], []);
  });
});
