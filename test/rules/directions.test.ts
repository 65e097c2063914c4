import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readStylesheet } from '../../src/system/stylesheet.js';

const folder = fileURLToPath(new URL('../../public/style', import.meta.url));

/** Declarations that mean a side of the screen, where the side that a line begins or ends at is meant. */
function sided(css: string): readonly string[] {
  const declarations = css.matchAll(/(?<=[{;]\s*|\*\/\s*)([a-z-]+)\s*:\s*([^;{}]+);/g);
  return [...declarations].flatMap(([, name = '', value = '']) => {
    const words = value.trim().split(/\s+/);
    const differs = words.length === 4 && words[1] !== words[3];
    const isSided =
      /(?:^|-)(?:left|right)(?:$|-)/.test(name) ||
      (/^(?:text-align|float|clear|caption-side)$/.test(name) && /^(?:left|right)$/.test(value.trim())) ||
      (/^(?:margin|padding|inset|border-(?:width|style|color)|scroll-(?:margin|padding))$/.test(name) &&
        differs);
    return isSided ? [`${name}: ${value}`] : [];
  });
}

test('the stylesheet knows where a line begins and ends, not left and right: Arabic and Hebrew are a catalogue away', () => {
  assert.deepEqual(sided(readStylesheet(folder)), []);
});

test('a side is found wherever a declaration can have one', () => {
  const wrong = [
    ...['margin-left: 1rem', 'left: 0', 'right: 0', 'border-left: 1px solid', 'border-top-right-radius: 1px'],
    ...['text-align: right', 'float: left', 'padding: 1px 2px 1px 0', 'inset: 0 1px 0 auto'],
  ];
  for (const declaration of wrong) assert.deepEqual(sided(`a { ${declaration}; }`), [declaration]);
  for (const fine of [
    'margin-inline-start: 1rem',
    'padding: 1px 2px',
    'padding: 1px 2px 3px 2px',
    'text-align: start',
  ])
    assert.deepEqual(sided(`a { color: red; ${fine}; }`), []);
});
