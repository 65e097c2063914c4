import assert from 'node:assert/strict';
import { chmod, readFile, rm, stat, truncate } from 'node:fs/promises';
import { test } from 'node:test';
import type { Decisions } from '../../src/core/drift.js';
import type { Job } from '../../src/core/progress.js';
import type { Panel } from '../../src/panel.js';
import { enabledPanel } from '../helpers/enabled-panel.js';
import { expectFailedSave } from '../helpers/log-rule.js';
import { said } from '../helpers/in-english.js';

const gone = 'jabberd2/router-filter.xml';
const halved = 'jabberd2/sm.xml';
const opened = 'jabberd2/c2s.xml';

function saved(panel: Panel, decisions: Decisions): Promise<Job> {
  return new Promise((resolve) => {
    const end = panel.save.subscribe((job) => {
      if (job.outcome === 'running') return;
      end();
      resolve(job);
    });
    panel.save.start('admin', decisions);
  });
}

test('files that were deleted, cut short or opened to everybody are noticed, shown, and put right', async (context) => {
  expectFailedSave();
  const { machine, panel } = await enabledPanel(context);
  const { live } = machine.layout;
  const before = await machine.configuration.live();
  const pids = async (): Promise<readonly number[]> =>
    Promise.all(['router', 'sm', 'c2s'].map(async (name) => (await machine.daemons.state(name)).pid));
  const served = await pids();
  const { mode } = await stat(`${live}/${opened}`);

  await rm(`${live}/${gone}`);
  await truncate(`${live}/${halved}`, 500);
  await chmod(`${live}/${opened}`, 0o666);
  assert.deepEqual([...(await panel.save.drifted())].sort(), [opened, gone, halved].sort());

  const shown = new Map((await panel.save.preview()).drifts.map((edit) => [edit.path, edit]));
  assert.deepEqual(shown.get(gone)?.missing, true);
  assert.deepEqual(shown.get(opened)?.lines, [], 'only the mode');
  assert.match(said(shown.get(halved)?.problem ?? ''), /^Line \d+: un\w+ /);
  for (const edit of shown.values()) assert.equal(edit.canKeep, false, edit.path);

  const kept = await saved(panel, { [gone]: 'overwrite', [halved]: 'keep', [opened]: 'overwrite' });
  assert.equal(kept.outcome, 'failed');
  assert.match(said(kept.failure?.takenBack ?? ''), /Nothing was changed/);
  assert.ok(said(kept.failure?.reason).includes(halved), said(kept.failure?.reason));
  assert.deepEqual(await pids(), served, 'no daemon was touched by what none could read');

  const done = await saved(panel, { [gone]: 'overwrite', [halved]: 'overwrite', [opened]: 'overwrite' });
  assert.equal(done.outcome, 'done', said(done.failure?.reason));
  assert.deepEqual(await machine.configuration.live(), before);
  assert.equal((await stat(`${live}/${opened}`)).mode, mode);
  const { stdout } = await machine.commands.run(['find', machine.layout.backups, '-name', 'sm.xml']);
  assert.equal((await readFile(stdout.trim())).length, 500, 'the copy of what was overwritten');
  assert.deepEqual(await panel.save.drifted(), []);
});
