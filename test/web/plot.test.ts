import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plotOf, taken } from '../../src/web/plot.js';

test('a level is a line of steps with what lies below it, and a time that is not known cuts it', () => {
  const { line, area, gaps, most } = plotOf('level', [2, 4, null, 0]);
  assert.equal(most, 4);
  assert.equal(line, 'M0 32.5V32.5H72V2H144M216 63V63H288');
  assert.equal(area, 'M0 64V32.5H72V2H144V64ZM216 64V63H288V64Z');
  assert.equal(gaps, 'M144 0H216V64H144Z');
});

test('a count is a bar each; none is no bar, which is not the same as not known', () => {
  const { line, area, gaps } = plotOf('count', [0, null, 3, null]);
  assert.equal(line, 'M156 64V2H204V64Z');
  assert.equal(area, '');
  assert.equal(gaps, 'M72 0H144V64H72ZM216 0H288V64H216Z');
});

test('many values are taken together: the highest of a level, the sum of a count', () => {
  assert.equal(taken('level', [1, null, 5]), 5);
  assert.equal(taken('count', [1, null, 5]), 6);
  assert.equal(taken('count', [null, null]), null);
  const values = Array.from({ length: 288 }, (_, index) => (index < 144 ? null : 1));
  assert.equal(plotOf('count', values).most, 3);
  assert.equal(plotOf('level', values).most, 1);
  assert.ok(plotOf('count', values).line.length < 3000);
});

test('where nothing is known, and where all is 0, nothing is divided by 0', () => {
  assert.deepEqual(plotOf('level', [null, null]), { line: '', area: '', gaps: 'M0 0H288V64H0Z', most: 0 });
  assert.equal(plotOf('level', [0, 0]).line, 'M0 63V63H144V63H288');
  assert.deepEqual(plotOf('count', []), { line: '', area: '', gaps: '', most: 0 });
});
