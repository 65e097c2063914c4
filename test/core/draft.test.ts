import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applied,
  discarded,
  initialState,
  upgraded,
  withEnabled,
  withSettings,
  type Active,
  type PanelState,
} from '../../src/core/draft.js';
import { pendingChanges } from '../../src/core/pending-changes.js';
import { createRegistry } from '../../src/core/registry.js';
import { wordModule, words } from '../helpers/modules.js';
import { say } from '../../src/core/words/sentence.js';
import { english } from '../../src/core/words/english.js';
import { inEnglish } from '../helpers/in-english.js';

const registry = createRegistry([wordModule('users'), wordModule('chat', ['users'])]);
const start = initialState(registry);
const NOON = '2026-11-22T12:00:00.000Z';
const LATER = '2026-11-22T13:00:00.000Z';
const active = (watched: Active['watched'] = {}): Active => ({ generation: 1, watched, kept: {} });
const pendingOf = (state: PanelState): readonly string[] =>
  pendingChanges(state, registry, {}).map(
    ({ label, before, after }) => `${english(label)}: ${english(before)} → ${english(after)}`,
  );

test('a panel that was never used has every module off and nothing pending', () => {
  assert.equal(start.draft['chat']?.enabled, false);
  assert.deepEqual(pendingOf(start), []);
});

test('the pending list says module, setting, old and new value, who and when', () => {
  const state = withEnabled(
    withSettings(start, registry.get('chat'), words('bye', true), 'admin', NOON),
    'chat',
    true,
    'eve',
    LATER,
  );
  assert.deepEqual(inEnglish(pendingChanges(state, registry, {})), [
    {
      module: 'chat',
      moduleTitle: 'The chat',
      label: 'Module status',
      before: 'disabled',
      after: 'enabled',
      when: LATER,
      who: 'eve',
      discardable: true,
      note: '',
    },
    {
      module: 'chat',
      moduleTitle: 'The chat',
      label: 'Word',
      before: 'hello',
      after: 'bye',
      when: NOON,
      who: 'admin',
      discardable: true,
      note: '',
    },
    {
      module: 'chat',
      moduleTitle: 'The chat',
      label: 'Loud',
      before: 'no',
      after: 'yes',
      when: NOON,
      who: 'admin',
      discardable: true,
      note: '',
    },
  ]);
});

test('changing a setting and changing it back leaves nothing pending', () => {
  const there = withSettings(start, registry.get('chat'), words('bye'), 'admin', NOON);
  assert.deepEqual(pendingOf(there), ['Word: hello → bye']);
  assert.deepEqual(pendingOf(withSettings(there, registry.get('chat'), words('hello'), 'admin', LATER)), []);
});

test('applying the same values again is no change: the version stays', () => {
  assert.equal(withSettings(start, registry.get('chat'), words('hello'), 'admin', NOON), start);
  assert.equal(withEnabled(start, 'chat', false, 'admin', NOON), start);
});

test('each change raises the version, of the draft and of the module that was changed', () => {
  const state = withSettings(start, registry.get('chat'), words('bye'), 'admin', NOON);
  assert.equal(state.version, start.version + 1);
  assert.deepEqual(state.changedAt, { chat: state.version });
});

test('Discard Changes brings the saved values back', () => {
  const state = discarded(withSettings(start, registry.get('chat'), words('bye'), 'admin', NOON));
  assert.deepEqual(state.draft, start.saved);
  assert.deepEqual(pendingOf(state), []);
  assert.ok(
    (state.changedAt['chat'] ?? 0) > start.version,
    'a form that was open before the discard is out of date',
  );
});

test('what is put into the draft during a save stays pending after it', () => {
  const frozen = withSettings(start, registry.get('chat'), words('bye'), 'admin', NOON);
  const meanwhile = withSettings(frozen, registry.get('chat'), words('later'), 'admin', LATER);
  assert.deepEqual(pendingOf(applied(meanwhile, frozen.draft, active())), ['Word: bye → later']);
});

test('a value that lives outside the draft is pending when it differs from the saved files, and cannot be discarded', () => {
  const on = withEnabled(start, 'chat', true, 'admin', NOON);
  const saved = applied(on, on.draft, active({ 'chat.administrators': 'alice' }));
  const now = { chat: [{ name: 'administrators', label: say`Administrators`, value: 'alice, bob' }] };
  const [change] = pendingChanges(saved, registry, now);
  assert.ok(change !== undefined);
  assert.equal(english(change.before), 'alice');
  assert.equal(english(change.after), 'alice, bob');
  assert.equal(change.discardable, false);
  assert.deepEqual(pendingChanges(discarded(saved), registry, now).length, 1);
});

test('a module that is off has no pending administrators', () => {
  const now = { chat: [{ name: 'administrators', label: say`Administrators`, value: 'alice' }] };
  assert.deepEqual(pendingChanges(start, registry, now), []);
});

test('a stored state of an older panel gets the new modules and settings with their defaults, and loses unknown ones', () => {
  const old: PanelState = {
    ...start,
    saved: { chat: { enabled: true, settings: { word: 'old', gone: 'x' } } },
    draft: { chat: { enabled: true, settings: { word: 'old', gone: 'x' } } },
  };
  const now = upgraded(old, registry);
  assert.deepEqual(now.saved['chat'], { enabled: true, settings: { word: 'old', loud: false } });
  assert.deepEqual(now.draft['users'], { enabled: false, settings: { word: 'hello', loud: false } });
});
