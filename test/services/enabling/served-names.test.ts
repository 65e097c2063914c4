import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialState, type PanelState } from '../../../src/core/draft.js';
import { createRegistry } from '../../../src/core/registry.js';
import { modules } from '../../../src/modules/index.js';
import { servedNames } from '../../../src/services/enabling/served-names.js';

const registry = createRegistry(modules);

function namesOf(enabled: boolean, domain: string): readonly string[] {
  const state = initialState(registry);
  const jabber = { enabled, settings: { ...state.saved['jabber']?.settings, domain } };
  const saved: PanelState = { ...state, saved: { ...state.saved, jabber } };
  return servedNames({ registry, keeper: { state: () => saved } });
}

test('the saved domain of the chat is a name of this machine, as the DNS writes it', () => {
  assert.deepEqual(namesOf(true, 'chat.example.org'), ['chat.example.org']);
  assert.deepEqual(namesOf(true, 'bücher.example'), ['xn--bcher-kva.example']);
  assert.deepEqual(namesOf(false, 'chat.example.org'), []);
  assert.deepEqual(namesOf(true, 'no domain'), []);
});
