import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choiceOf } from '../../src/core/draft.js';
import type { JabberSettings } from '../../src/modules/jabber/settings.js';
import { modules } from '../../src/modules/index.js';
import { portsOf } from '../../src/modules/jabber/ports.js';
import { createPanel, type Panel } from '../../src/panel.js';
import { stateBecomes } from '../helpers/daemons.js';
import { enabledPanel, finishedSave, userPassword, watchedToTheEnd } from '../helpers/enabled-panel.js';
import { said } from '../helpers/in-english.js';
import { expectLog } from '../helpers/log-rule.js';
import { signIn } from '../helpers/xmpp-client.js';
import { assertWhole, whatIsWrong } from './whole.js';

/** Longer than the test: a watch that ends by what it sees. */
const LONG = 600;

async function save(panel: Panel, settings: Partial<JabberSettings>): Promise<void> {
  const view = await panel.draft.view('jabber');
  const values = { ...view.settings, ...settings };
  await panel.draft.apply({ module: 'jabber', values, version: view.version, who: 'admin' });
  const job = await finishedSave(panel);
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
}

test('jabberd2 goes back over two saves when the rooms die while they are watched, and people chat again', async (context) => {
  expectLog('panel', / error Watching the service after .* failed: /);
  expectLog('muc', / ebox-jabber: killed by signal 11$/);
  const { machine } = await enabledPanel(context, ['alice']);
  const panel = await createPanel(machine, modules, LONG);
  const before = choiceOf(panel.keeper.state().saved, 'jabber').settings;
  await save(panel, { muc: true });
  await save(panel, { otherServers: true });
  assert.deepEqual(await whatIsWrong(machine, panel), []);
  const { pid } = await machine.daemons.state('muc');
  process.kill(pid, 'SIGSEGV');
  await stateBecomes(machine.daemons, 'muc', (state) => state.pid !== pid);
  const takenBack = await watchedToTheEnd(panel);
  assert.equal(takenBack?.saves.length, 2);
  assert.equal(takenBack.failure.serviceDown, false, said(takenBack.failure.takenBack));
  assert.deepEqual(choiceOf(panel.keeper.state().saved, 'jabber').settings, before);
  assert.equal(panel.draft.pending().length, 2);
  await assertWhole(machine, panel);
  assert.deepEqual(await whatIsWrong(machine, panel), []);
  const { client: port } = portsOf(machine.layout);
  await signIn(context, { domain: 'chat.lan', port, username: 'alice', password: userPassword });
});
