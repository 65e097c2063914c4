import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { openShell, type Shell } from '../helpers/eboxctl.js';
import { startPanel, type TestPanel } from '../web/test-panel.js';

/** A terminal of a panel on which a change is pending that disconnects everybody. */
async function changedPanel(context: TestContext): Promise<TestPanel & Shell> {
  const panel = await startPanel(context);
  await panel.panel.modules.enable('jabber', 'admin');
  await panel.save();
  const { settings, version } = await panel.panel.draft.view('jabber');
  const values = { ...settings, domain: 'chat.example.org' };
  await panel.panel.draft.apply({ module: 'jabber', values, version, who: 'admin' });
  const shell = await openShell(context, { ...panel.deps, ...panel.panel });
  return { ...panel, ...shell };
}

test('save --later asks as the page does, waits, is in status, and can be called off', async (context) => {
  const { type, panel } = await changedPanel(context);
  const asked = await type('save --later');
  assert.equal(asked.code, 1);
  assert.match(
    asked.err,
    /Save the changes at a later time\?[^]*Everybody is disconnected[^]*The save begins on /,
  );
  assert.equal(panel.waiting.waiting(), null);

  const waits = await type('save --later --yes');
  assert.equal(waits.code, 0, waits.err);
  assert.match(waits.out, /^A save waits\. It begins on .* admin \(eboxctl, carol\)/);
  assert.match((await type('status')).out, /^A save waits\. It begins on /m);
  assert.match((await type('save --in 5 --yes')).err, /A save waits already\. Call it off first\./);

  const off = await type('save --call-off --detailed-exitcode');
  assert.deepEqual([off.code, off.out], [10, 'The save was called off. The changes are still pending.\n']);
  assert.match((await type('save --call-off')).out, /No save waits/);
  assert.match((await type('status')).out, /The save that waited was called off on /);
});

test('save --in tells everybody now; flags that do not go together are a usage error', async (context) => {
  const { type, panel } = await changedPanel(context);
  for (const flags of ['--in soon', '--in 5 --later', '--call-off --later', '--call-off --in 5'])
    assert.equal((await type(`save ${flags} --yes`)).code, 2, flags);
  assert.match((await type('save --in 61 --yes')).err, /from 1 to 60/);
  const waits = await type('save --in 60 --yes --json');
  assert.equal(waits.code, 0, waits.err);
  assert.equal(panel.waiting.waiting()?.lead, 60);
});

test('with nothing pending nothing waits', async (context) => {
  const { type, panel, save } = await changedPanel(context);
  await save();
  const { code, out } = await type('save --later --yes');
  assert.deepEqual([code, out], [0, 'There are no pending changes. Nothing was saved.\n']);
  assert.equal(panel.waiting.waiting(), null);
});
