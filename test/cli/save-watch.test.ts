import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { openShell, type Shell } from '../helpers/eboxctl.js';
import { heldModule, type HeldModule } from '../helpers/held-module.js';
import { expectLog } from '../helpers/log-rule.js';
import { startPanel, type TestPanel } from '../web/test-panel.js';

/** A terminal of a panel whose module is pending; once it is saved, its daemon answers no look until the test says so. */
async function pendingModule(context: TestContext): Promise<TestPanel & HeldModule & Shell> {
  const held = heldModule('words');
  const panel = await startPanel(context, {}, undefined, [held.module], undefined, 10);
  const shell = await openShell(context, { ...panel.deps, ...panel.panel });
  assert.equal((await shell.type('modules enable words --yes')).code, 0);
  panel.panel.save.subscribe(({ outcome }) => {
    if (outcome === 'done') held.hold();
  });
  return { ...panel, ...held, ...shell };
}

test('save waits for the end of the watch, and its exit code is that of the watch', async (context) => {
  const { type, panel, release } = await pendingModule(context);
  let isOver = false;
  const saving = type('save --yes --json').finally(() => (isOver = true));
  while (panel.save.watching() === null) await new Promise((resolve) => setImmediate(resolve));
  const status = await type('status');
  assert.match(status.out, /The panel watches the service for a few seconds\./);
  assert.equal(isOver, false);
  release();
  const { code, out } = await saving;
  assert.equal(code, 0);
  assert.match(out, /"watched": true/);
  assert.match(out, /"text": "Changes saved\. Active and tested"/);
});

test('a save that is taken back ends with 1 and says which saves, why and the last lines', async (context) => {
  expectLog('panel', /error: Watching the service after .* failed: /);
  const { type, panel, fail, mend } = await pendingModule(context);
  const ended = panel.save.watchEnded.bind(panel.save);
  const asked = new Promise<void>((resolve) => {
    context.mock.method(panel.save, 'watchEnded', (job: string) => {
      resolve();
      return ended(job);
    });
  });
  const saving = type('save --yes');
  await asked;
  fail();
  const { code, out, err } = await saving;
  mend();
  assert.deepEqual([code, out], [1, '']);
  assert.match(err, /Changes saved\. Active and tested\nWatching the service\n/);
  assert.match(
    err,
    /the panel took back “Saving the changes” \(admin \(eboxctl, carol\).*It is silent.*pending again\./,
  );
  assert.match((await type('status')).out, /the panel took back “Saving the changes”/);
  assert.match((await type('pending')).out, /enabled/);
});

test('with --no-watch save ends when what it saved is active and tested', async (context) => {
  const { type, panel, release } = await pendingModule(context);
  const { code, out } = await type('save --yes --no-watch --json');
  assert.equal(code, 0);
  assert.match(out, /"watched": false/);
  assert.notEqual(panel.save.watching(), null);
  release();
  await panel.save.watchEnded(panel.save.current()?.id ?? '');
});
