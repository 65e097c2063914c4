import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Job } from '../../src/core/progress.js';
import { stateBecomes } from '../helpers/daemons.js';
import { enabledPanel, type EnabledPanel } from '../helpers/enabled-panel.js';
import { expectLog } from '../helpers/log-rule.js';
import { said } from '../helpers/in-english.js';

const cleanUps: (() => unknown)[] = [];
let server: EnabledPanel;

before(async () => {
  server = await enabledPanel({ after: (work) => void cleanUps.unshift(work) });
});

after(async () => {
  for (const work of cleanUps) await work();
});

test('a broken file that keeps c2s crashing is overwritten: c2s is stopped before, and serves after', async () => {
  expectLog('c2s', / ebox-jabber: ended with status \d+$/, / config_load: parse error /);
  expectLog('c2s', / couldn't load config, aborting$/, / ebox-jabber: killed by signal 9$/);
  const { machine, panel } = server;
  const file = `${machine.layout.live}/jabberd2/c2s.xml`;
  const good = await readFile(file, 'utf8');
  await writeFile(file, '<c2s>');
  process.kill((await machine.daemons.state('c2s')).pid, 'SIGKILL');
  const crashed = await stateBecomes(
    machine.daemons,
    'c2s',
    ({ up, recentCrashes }) => !up && recentCrashes >= 3,
  );
  assert.equal(crashed.wanted, true);

  const job = await new Promise<Job>((resolve) => {
    const end = panel.save.subscribe((now) => {
      if (now.outcome === 'running') return;
      end();
      resolve(now);
    });
    panel.save.start('admin', { 'jabberd2/c2s.xml': 'overwrite' });
  });
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
  const kinds = job.steps.map(({ sentence }) => said(sentence));
  assert.ok(
    kinds.some((sentence) => /^Stopping Client connections/.test(sentence)),
    kinds.join('; '),
  );
  assert.equal(await readFile(file, 'utf8'), good);
});
