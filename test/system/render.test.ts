import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import type { Renderer, TextFormat } from '../../src/core/ports.js';
import { PanelError } from '../../src/errors.js';
import { createRenderer } from '../../src/system/render.js';
import { temporaryFolder } from '../helpers/folder.js';

/** A renderer whose templates are these: name → text. */
async function rendererOf(
  context: TestContext,
  templates: Readonly<Record<string, string>>,
): Promise<Renderer> {
  const root = await temporaryFolder(context);
  await mkdir(`${root}/templates`);
  for (const [name, text] of Object.entries(templates)) await writeFile(`${root}/templates/${name}`, text);
  return createRenderer(root);
}

const PAIR = `<a b='<%= value %>'><c><%= value %></c></a>`;

function readPair(document: string): { attribute: string; text: string } {
  const read = { attribute: '', text: '' };
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => (read.attribute = tag.attributes['b'] ?? read.attribute));
  parser.on('text', (text) => (read.text += text));
  parser.write(document).close();
  return read;
}

function expressible(text: string): boolean {
  return (
    text.trim() === text && text !== '' && !text.includes('${') && !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text)
  );
}

/** Any text, with more of what is special to XML and jabberd2 than chance would bring. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        '&',
        '<',
        '>',
        '"',
        "'",
        '${',
        ']]>',
        '--',
        '%>',
        '<%=',
        ' ',
        '\0',
        '\n',
        '\uFFFE',
        '\uD800',
        'ü',
        '💬',
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

test('XML holds every value as it was given, or the value is refused', async (context) => {
  const renderer = await rendererOf(context, { 'pair.ejs': PAIR });
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(anyText, async (value) => {
      const rendered = await renderer.render('pair.ejs', 'xml', { value }).catch(() => null);
      assert.equal(rendered !== null, expressible(value));
      if (rendered === null) return;
      kept += 1;
      assert.deepEqual(readPair(rendered), { attribute: value, text: value });
    }),
    { numRuns: 10_000 },
  );
  assert.ok(kept > 1000, `only ${kept} values were kept`);
});

const refused: readonly (readonly [string, unknown, RegExp])[] = [
  ['undefined', undefined, /missing/],
  ['null', null, /missing/],
  ['a boolean', false, /boolean/],
  ['an object', {}, /object/],
  ['not a number', Number.NaN, /number/],
  ['nothing', '', /empty/],
  ['padding', ' 127.0.0.1', /begins or ends/],
  ['an expansion', 'pa${x}wd', /\$\{/],
  ['a control character', 'a\u0007b', /control/],
  ['a line break', 'a\nb', /control/],
  ['a non-character', 'a\uFFFE', /does not allow/],
  ['half a pair', 'a\uD800', /does not allow/],
];
for (const [what, value, reason] of refused) {
  test(`XML refuses ${what}`, async (context) => {
    const renderer = await rendererOf(context, { 'pair.ejs': PAIR });
    await assert.rejects(renderer.render('pair.ejs', 'xml', { value }), (error) => {
      assert.ok(error instanceof PanelError);
      assert.equal(error.code, 'render-failed');
      assert.match(error.message, /pair\.ejs/);
      assert.match(error.message, reason);
      assert.match(error.message, /Line 1: /);
      assert.ok(!error.message.includes('>>'), 'the template is not shown');
      return true;
    });
  });
}

for (const value of ['', ' padded', 'a\u0000b']) {
  test(`an attribute cannot be ${JSON.stringify(value)} either`, async (context) => {
    const renderer = await rendererOf(context, { 'attribute.ejs': "<a b='<%= value %>'/>" });
    await assert.rejects(renderer.render('attribute.ejs', 'xml', { value }), {
      code: 'render-failed',
    });
  });
}

const badTemplates: readonly (readonly [string, string, RegExp])[] = [
  ['an element that is empty', '<a><b></b></a>', /<b> is empty/],
  ['padded text', '<a><b> x</b></a>', /<b> begins or ends/],
  ['text beside elements', '<a>x<b/></a>', /<a> mixes/],
  ['an expansion', '<a><b>$<%= brace %>x}</b></a>', /\$\{/],
  ['an element that is not closed', '<a><b></a>', /b|unclosed|match/i],
  ['a DOCTYPE', '<!DOCTYPE a><a><b/></a>', /DOCTYPE/],
  ['an attribute twice', "<a b='1' b='2'/>", /duplicate/],
  ['unescaped output', '<a><%- brace %></a>', /unescaped/],
  ['a name that nobody gave', '<a><%= nobody %></a>', /nobody/],
];
for (const [what, template, reason] of badTemplates) {
  test(`a template with ${what} is refused`, async (context) => {
    const renderer = await rendererOf(context, { 'bad.ejs': template });
    await assert.rejects(renderer.render('bad.ejs', 'xml', { brace: '{' }), reason);
  });
}

test('a flag is an element that closes itself', async (context) => {
  const renderer = await rendererOf(context, { 'flag.ejs': '<a>\n  <flag/>\n  <b>1</b>\n</a>\n' });
  assert.match(await renderer.render('flag.ejs', 'xml', {}), /<flag\/>/);
});

const formats: readonly (readonly [TextFormat, unknown, string | RegExp])[] = [
  ['slapd', '/var/lib/x.sock', '/var/lib/x.sock'],
  ['slapd', 'a b', '"a b"'],
  ['slapd', 'a"b\\c', '"a\\"b\\\\c"'],
  ['slapd', '#a', '"#a"'],
  ['slapd', '', '""'],
  ['slapd', 'a\nrootpw x', /control/],
  ['slapd', undefined, /missing/],
  ['json', 'a"b\n', '"a\\"b\\n"'],
  ['json', { port: 1 }, '{"port":1}'],
  ['json', null, /missing/],
  ['zone', { name: 'a.xn--bcher-kva.example' }, 'a.xn--bcher-kva.example.'],
  ['zone', { name: '_xmpp-client._tcp.a.example' }, '_xmpp-client._tcp.a.example.'],
  ['zone', { name: 'a.example.' }, /not a domain name/],
  ['zone', { name: 'a b.example' }, /not a domain name/],
  ['zone', { name: 'a.example.\n@ IN A 1.2.3.4' }, /control/],
  ['zone', { name: 'bücher.example' }, /not a domain name/],
  ['zone', { name: `${'a'.repeat(64)}.example` }, /not a domain name/],
  ['zone', { name: Array(64).fill('aaa').join('.') }, /not a domain name/],
  ['zone', { name: undefined }, /missing/],
  ['zone', { address: '2001:db8::1' }, '2001:db8::1'],
  ['zone', { address: '10.0.0.1 ; x' }, /not an IP address/],
  ['zone', 65_535, '65535'],
  ['zone', -1, /does not accept/],
  ['zone', 2 ** 32, /does not accept/],
  ['zone', 1.5, /does not accept/],
  ['zone', 'v=spf1 mx ; -all', '"v=spf1 mx ; -all"'],
  ['zone', 'a"b\\c', '"a\\"b\\\\c"'],
  ['zone', 'ü', '"\\195\\188"'],
  ['zone', '', '""'],
  ['zone', 'a'.repeat(256), `"${'a'.repeat(255)}" "a"`],
  ['zone', 'a\nb', /control/],
  ['zone', 'a\uD800', /incomplete character/],
  ['zone', true, /boolean/],
  ['zone', undefined, /missing/],
  ['bind', { name: 'a.example' }, '"a.example"'],
  ['bind', { name: 'a"; };' }, /not a domain name/],
  ['bind', { address: '::1' }, '::1'],
  ['bind', { address: '10.0.0.1; any' }, /not an IP address/],
  ['bind', 53, '53'],
  ['bind', '/var/lib/a b', '"/var/lib/a b"'],
  ['bind', '/var/lib/a"b', /quotation/],
  ['bind', '/var/lib/a\\b', /quotation/],
  ['bind', 'a\nb', /control/],
  ['bind', null, /missing/],
  ['text', ' as <it> is & ', ' as <it> is & '],
  ['text', undefined, /missing/],
];
for (const [format, value, expected] of formats) {
  test(`${format}: ${JSON.stringify([value]).slice(1, 60)}`, async (context) => {
    const renderer = await rendererOf(context, { 'value.ejs': '<%= value %>' });
    const rendered = renderer.render('value.ejs', format, { value });
    if (typeof expected === 'string') assert.equal(await rendered, expected);
    else await assert.rejects(rendered, expected);
  });
}

test('a template is read once, and again after it failed', async (context) => {
  const root = await temporaryFolder(context);
  await mkdir(`${root}/templates`);
  const renderer = createRenderer(root);
  await assert.rejects(renderer.render('late.ejs', 'text', {}), /late\.ejs/);
  await writeFile(`${root}/templates/late.ejs`, 'first');
  assert.equal(await renderer.render('late.ejs', 'text', {}), 'first');
  await writeFile(`${root}/templates/late.ejs`, 'second');
  assert.equal(await renderer.render('late.ejs', 'text', {}), 'first');
});

test('only what lies below templates/ or dist/ is shipped', async (context) => {
  const root = await temporaryFolder(context);
  await mkdir(`${root}/templates`);
  await writeFile(`${root}/templates/schema`, 'a schema');
  await writeFile(`${root}/secret`, 'no');
  const renderer = createRenderer(root);
  assert.equal(await renderer.shipped('templates/schema'), 'a schema');
  for (const path of ['secret', 'templates/../secret', '/etc/passwd', '../secret']) {
    await assert.rejects(renderer.shipped(path), /not below/);
  }
});
