import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unbelieved } from '../../../src/modules/jabber/announcements/unbelieved.js';

test('what is not believed is told once a minute, with how many there were, and readable', () => {
  const lines: string[] = [];
  let now = 0;
  const unbelieved = new Unbelieved({
    clock: { monotonic: () => now },
    log: { info: (line) => void lines.push(line) },
  });
  for (let index = 0; index < 1000; index += 1) unbelieved.note(`a\n"b"\u202e@chat.lan/${'x'.repeat(1000)}`);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /the sender "a\ufffd\\"b\\"\ufffd@chat\.lan\/x+…" itself/);
  assert.ok((lines[0] ?? '').length < 400);
  now = 60_000;
  unbelieved.note('b@chat.lan');
  assert.match(
    lines[1] ?? '',
    /"b@chat\.lan" itself, which anybody can do \(999 more since the last such line\)$/,
  );
});
