import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { said } from '../helpers/in-english.js';
import { heldModule, type HeldModule } from '../helpers/held-module.js';
import { watchedToTheEnd } from '../helpers/enabled-panel.js';
import { expectLog } from '../helpers/log-rule.js';
import { words } from '../helpers/modules.js';
import { ownFields, startPanel, type TestPanel } from './test-panel.js';

/** A panel whose module is on and saved, and watched: the daemon has not answered yet to the first look. */
async function watchingPanel(context: TestContext): Promise<TestPanel & HeldModule> {
  const held = heldModule('words');
  const panel = await startPanel(context, {}, undefined, [held.module], undefined, 10);
  await panel.panel.modules.enable('words', 'admin');
  // From the end of the job on: until then it must answer.
  const end = panel.panel.save.subscribe(({ outcome }) => {
    if (outcome === 'running') return;
    end();
    held.hold();
  });
  const job = await panel.save();
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
  return { ...panel, ...held };
}

async function type({ panel }: TestPanel, word: string): Promise<void> {
  const { version } = await panel.draft.view('words');
  await panel.draft.apply({ module: 'words', values: words(word), version, who: 'admin' });
}

const WATCHING =
  /The panel watches the service for a few seconds\..* takes back “Saving the changes” \(admin, /;
const TAKEN_BACK =
  /The service failed while the panel watched it, so the panel took back “Saving the changes” \(admin, /;

test('while a save is watched its progress is over, the home page says so, and another may be saved', async (context) => {
  const panel = await watchingPanel(context);
  const browser = panel.administrator();
  assert.match((await browser.get('/save-changes/progress')).text, /Changes saved\. Active and tested/);
  assert.match((await browser.get('/')).text, WATCHING);
  await type(panel, 'another');
  const page = await browser.get('/save-changes');
  assert.equal(
    (await browser.post('/save-changes', ownFields(page))).headers.location,
    '/save-changes/progress',
  );
  assert.equal(panel.panel.save.current()?.outcome, 'running');
  panel.release();
  while (panel.panel.save.current()?.outcome === 'running')
    await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await watchedToTheEnd(panel.panel), null);
  assert.doesNotMatch((await browser.get('/')).text, WATCHING);
  const [record] = await panel.panel.audit.latest(1);
  assert.match(record?.what ?? '', /“Saving the changes” .*“Saving the changes” /);
  assert.equal(record?.outcome, 'watched to its end');
});

test('what was taken back is said on the home page, and once on the next page of everybody', async (context) => {
  expectLog('panel', /error: Watching the service after .* failed: /);
  const panel = await watchingPanel(context);
  const [early, late] = [panel.administrator(), panel.administrator()];
  assert.match((await early.get('/words')).text, /<h1>/);
  panel.fail();
  assert.equal((await watchedToTheEnd(panel.panel))?.saves.length, 1);
  panel.mend();
  for (const browser of [early, late, panel.administrator()]) {
    const next = await browser.get('/module-state');
    assert.match(next.text, /class="notice is-error" role="status"/);
    assert.match(next.text, TAKEN_BACK);
    assert.match(next.text, /The changes are pending again\./);
    assert.doesNotMatch((await browser.get('/module-state')).text, TAKEN_BACK);
    assert.match((await browser.get('/')).text, TAKEN_BACK);
  }
  const home = panel.administrator();
  assert.equal((await home.get('/')).text.split('so the panel took back').length, 2, 'it is said once there');
  assert.doesNotMatch((await home.get('/module-state')).text, TAKEN_BACK);
  assert.match((await home.get('/save-changes/progress')).text, /It is silent/);
  assert.match((await home.get('/audit-log')).text, /taken back: /);

  await type(panel, 'another');
  assert.equal((await panel.save()).outcome, 'done');
  assert.doesNotMatch((await panel.administrator().get('/')).text, TAKEN_BACK);
});
