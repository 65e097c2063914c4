import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

/** The rooms that every module shares. A module's views are its own: `views/pages/ID`. */
const ROOMS = [
  ...['core', 'services', 'web', 'system', 'control', 'cli', 'helper'].map((room) => `src/${room}`),
  'views',
  ':!views/pages/jabber',
];

const WORDS = /jabber|\bchat|c2s|\bjid|conference/i;

/** The product's own name, as files, variables, the manual page and the pages write it. */
const NAMES = /ebox(?:-|\\\\-| |_| <b>)jabber|EBOX_CHAT_PORTS/gi;

test('what the modules share speaks of no chat: its words live in the module Jabber', () => {
  const found = execFileSync('git', ['grep', '-niE', 'jabber|chat|c2s|jid|conference', '--', ...ROOMS], {
    encoding: 'utf8',
  });
  const spoken = found
    .split('\n')
    .filter((line) => WORDS.test(line.replace(/^[^:]*:\d+:/, '').replace(NAMES, '')));
  assert.deepEqual(spoken, []);
});
