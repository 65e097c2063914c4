import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { StreamParser } from '../../../../src/modules/jabber/xmpp/stream-parser.js';

const HEADER = "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' id='7'>";

const limits = { kept: 100_000, read: 1_000_000 };

function opened(): StreamParser {
  const parser = new StreamParser(limits);
  parser.write(HEADER);
  return parser;
}

test('the header, then each element, and the end', () => {
  const parser = opened();
  assert.equal(parser.header?.['id'], '7');
  assert.equal(parser.take(), undefined);
  parser.write("<a xmlns='x' b='1'>t<c>&lt;ü</c></a> <d/>");
  assert.deepEqual(parser.take(), {
    name: 'a',
    namespace: 'x',
    attributes: { xmlns: 'x', b: '1' },
    text: 't',
    children: [{ name: 'c', namespace: 'x', attributes: {}, text: '<ü', children: [] }],
  });
  assert.equal(parser.take()?.name, 'd');
  assert.equal(parser.take(), undefined);
  assert.equal(parser.ended, false);
  parser.write('</stream:stream>');
  assert.equal(parser.ended, true);
});

test('it does not matter in which pieces it comes', () => {
  const text = `${HEADER}<a b='&quot;'>t💬</a><c><d/></c></stream:stream>`;
  const whole = new StreamParser();
  whole.write(text);
  const expected = [whole.take(), whole.take()];
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), (cuts) => {
      const parser = new StreamParser();
      const places = [0, ...[...cuts].sort((one, other) => one - other), text.length];
      for (let at = 1; at < places.length; at += 1) parser.write(text.slice(places[at - 1], places[at]));
      assert.deepEqual([parser.take(), parser.take()], expected);
      assert.equal(parser.ended, true);
    }),
  );
});

const hostile: readonly (readonly [string, string, RegExp])[] = [
  ['a DOCTYPE', "<!DOCTYPE a [<!ENTITY b 'c'>]>", /DOCTYPE|doctype/],
  ['something that is no XML', '<a></b>', /unexpected close tag|unmatched|b/],
  ['an unknown entity', '<a>&b;</a>', /entity/],
  ['an element without an end', `<a>${'x'.repeat(1_000_001)}`, /too long/],
  ['an attribute without an end', `<a b='${'x'.repeat(1_000_001)}`, /too long/],
];
for (const [what, text, reason] of hostile) {
  test(`${what} is refused`, () => {
    assert.throws(() => opened().write(text), reason);
  });
}

test('what is nested too deeply is left out, and the next element is read', () => {
  const parser = opened();
  parser.write(`<a>${'<b>t'.repeat(40)}${'</b>'.repeat(40)}</a><c/>`);
  let [depth, element] = [0, parser.take()];
  for (; element !== undefined; element = element.children[0]) depth += 1;
  assert.equal(depth, 32);
  assert.equal(parser.take()?.name, 'c');
});

test('of an element that is too long a part is left out, it says so, and the next one is read', () => {
  const parser = opened();
  for (let count = 0; count < 30; count += 1)
    parser.write(`${count === 0 ? '<a>' : ''}<b>${'x'.repeat(10_000)}</b>`);
  parser.write('</a><c/>');
  const long = parser.take();
  assert.equal(long?.isCut, true);
  assert.ok(long.children.length <= 10);
  const next = parser.take();
  assert.deepEqual([next?.name, next?.isCut], ['c', undefined]);
});

test('of two attributes with one name the one without a prefix counts, in either order', () => {
  for (const pair of ["from='real' e:from='forged'", "e:from='forged' from='real'"]) {
    const parser = opened();
    parser.write(`<a xmlns:e='urn:e' ${pair}/>`);
    assert.equal(parser.take()?.attributes['from'], 'real');
  }
});

test('many elements of moderate length are no long element', () => {
  const parser = opened();
  for (let count = 0; count < 30; count += 1) {
    parser.write(`<a>${'x'.repeat(60_000)}</a>`);
    assert.equal(parser.take()?.text.length, 60_000);
  }
});
