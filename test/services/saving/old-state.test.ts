import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { choiceOf, withSettings } from '../../../src/core/draft.js';
import { pendingChanges } from '../../../src/core/pending-changes.js';
import { createRegistry } from '../../../src/core/registry.js';
import { settingsSchema } from '../../../src/core/setting-value.js';
import { modules } from '../../../src/modules/index.js';
import { PanelStateKeeper } from '../../../src/services/saving/panel-state.js';
import { createSecrets } from '../../../src/system/secrets.js';
import { createStore } from '../../../src/system/store.js';
import { temporaryFolder } from '../../helpers/folder.js';
import { english } from '../../../src/core/words/english.js';

/** As the panel wrote it before settings could be tables; its secrets and folders were replaced. */
const fixture = fileURLToPath(new URL('../../fixtures/state-before-tables', import.meta.url));

const written = z.object({
  saved: z.record(z.string(), z.object({ enabled: z.boolean(), settings: settingsSchema })),
  draft: z.record(z.string(), z.object({ enabled: z.boolean(), settings: settingsSchema })),
  kept: z.record(z.string(), z.string()),
  generation: z.int(),
  saves: z.int(),
});

test('the state of the version before is read, with its draft, kept edits and secrets, and written whole', async (context) => {
  const folder = await temporaryFolder(context);
  await cp(fixture, folder, { recursive: true });
  const old = written.parse(JSON.parse(await readFile(`${fixture}/state.json`, 'utf8')));
  const registry = createRegistry(modules);
  const store = createStore(folder);
  const keeper = await PanelStateKeeper.open(store.document('state'), registry);
  await keeper.update((state) =>
    withSettings(state, registry.get('dns'), { ...dnsOf(state), resolve: true }, 'admin', NOW),
  );
  const again = await PanelStateKeeper.open(createStore(folder).document('state'), registry);
  const state = again.state();

  const { defaults } = registry.get('jabber').settings;
  for (const which of ['saved', 'draft'] as const) {
    const before = old[which]['jabber'];
    const settings = { ...defaults, ...before?.settings };
    assert.deepEqual(
      choiceOf(state[which], 'jabber'),
      { ...before, settings },
      'new settings have their defaults',
    );
  }
  assert.deepEqual([state.kept, state.generation, state.saves], [old.kept, old.generation, old.saves]);
  assert.match(Object.values(state.kept)[0] ?? '', /<sm>/);
  assert.equal(choiceOf(state.saved, 'dns').enabled, false);
  const pending = pendingChanges(state, registry, {});
  assert.deepEqual(
    pending.map(
      ({ label, before, after, who }) =>
        `${english(label)}: ${english(before)} → ${english(after)} (${english(who ?? '')})`,
    ),
    [
      'Answer questions about other names: no → yes (admin)',
      'Domain Name: chat.lan → new.lan (admin)',
      'Quiet time for renewals: 03:30 → 04:15 (admin)',
    ],
  );

  const secrets = z
    .record(z.string(), z.string())
    .parse(JSON.parse(await readFile(`${fixture}/secrets.json`, 'utf8')));
  for (const [name, value] of Object.entries(secrets))
    assert.equal((await createSecrets(store).named(name)).reveal(), value, name);
});

const NOW = '2026-11-26T12:00:00.000Z';

function dnsOf(state: { readonly draft: Parameters<typeof choiceOf>[0] }) {
  return choiceOf(state.draft, 'dns').settings;
}
