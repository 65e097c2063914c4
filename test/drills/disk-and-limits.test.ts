import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { before, test, type TestContext } from 'node:test';
import { choiceOf } from '../../src/core/draft.js';
import { english } from '../../src/core/words/english.js';
import type { Panel } from '../../src/panel.js';
import type { SupervisedMachine } from '../../src/system/machine.js';
import { finishedSave, watchedToTheEnd } from '../helpers/enabled-panel.js';
import { stateBecomes } from '../helpers/daemons.js';
import { temporaryMachine } from '../helpers/machine.js';
import { words } from '../helpers/modules.js';
import { readerModule, servedFile } from '../helpers/reader-module.js';
import { onSmallDisk } from './small-disk.js';
import { buildSaveProgram, startVictim } from './victim.js';
import { assertWhole, restart } from './whole.js';
import { expectFailedSave, expectLog } from '../helpers/log-rule.js';
import { said } from '../helpers/in-english.js';

before(buildSaveProgram);

/** What the panel logs when it took a save back at its start. */
const RECOVERED = / info The panel was stopped during “Saving the changes”\. .* daemons were started\.$/;

/** A panel over a machine on which the module `a` is on, with the word "hello" in force. */
async function readerPanel(
  context: TestContext,
  watchSeconds = 0,
): Promise<{ machine: SupervisedMachine; panel: Panel }> {
  const real = await temporaryMachine(context);
  // Waiting passes faster, so that a daemon that never serves does not keep us.
  const clock = { ...real.clock, monotonic: () => real.clock.monotonic() * 5 };
  const machine = watchSeconds === 0 ? real : { ...real, clock };
  const { panel } = await restart(machine, [readerModule(machine, 'a')], watchSeconds);
  await panel.modules.enable('a', 'admin');
  const job = await finishedSave(panel);
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
  await watchedToTheEnd(panel);
  return { machine, panel };
}

async function type(panel: Panel, word: string): Promise<void> {
  const { version } = await panel.draft.view('a');
  await panel.draft.apply({ module: 'a', values: words(word), version, who: 'admin' });
}

test('a full disk is named, and nobody is disturbed', async (context) => {
  expectFailedSave();
  const { machine, panel } = await readerPanel(context);
  const { configuration } = machine.layout;
  await onSmallDisk(configuration, async () => {
    await writeFile(`${configuration}/full`, Buffer.alloc(100_000)).catch(() => undefined);
    const { pid } = await machine.daemons.state('a-daemon');
    await type(panel, 'new');
    const { failure } = await finishedSave(panel);
    assert.ok(failure !== null);
    assert.equal(
      said(failure.reason),
      `The disk of ${configuration} is full. Free disk space (df shows how much is used), then try again.`,
    );
    assert.match(said(failure.takenBack), /Nothing was changed/);
    assert.equal(panel.draft.pending().length, 1);
    assert.equal((await machine.daemons.state('a-daemon')).pid, pid);
    execFileSync('rm', [`${configuration}/full`]);
    const again = await finishedSave(panel);
    assert.equal(again.outcome, 'done', said(again.failure?.reason));
    assert.equal(await readFile(servedFile(machine.layout, 'a'), 'utf8'), 'new\n');
  });
});

test('a disk that became read-only is named, and nobody is disturbed', async (context) => {
  expectFailedSave();
  const { machine, panel } = await readerPanel(context);
  const { configuration } = machine.layout;
  await onSmallDisk(configuration, async () => {
    await type(panel, 'new');
    execFileSync('mount', ['-o', 'remount,ro', configuration]);
    const { failure } = await finishedSave(panel);
    execFileSync('mount', ['-o', 'remount,rw', configuration]);
    assert.ok(
      said(failure?.reason).startsWith(`The disk of ${configuration} is mounted read-only`),
      said(failure?.reason),
    );
    assert.equal(await readFile(servedFile(machine.layout, 'a'), 'utf8'), 'hello\n');
    assert.equal((await finishedSave(panel)).outcome, 'done');
  });
});

test('a panel that may open no more files fails to save, and leaves all as it was', async (context) => {
  const { machine } = await readerPanel(context);
  const victim = await startVictim(machine, { settings: { a: { word: 'new' } } });
  const pid = String(victim.process.pid);
  const open = (await readdir(`/proc/${pid}/fd`)).length;
  execFileSync('prlimit', ['--pid', pid, `--nofile=${open + 1}`]);
  victim.begin();
  const job = await victim.job;
  assert.equal(job?.outcome, 'failed');
  assert.match(job.failure?.reason ?? '', /too many (open files|files open)/i);
  assert.equal(await readFile(servedFile(machine.layout, 'a'), 'utf8'), 'hello\n');
  const { panel, sentence } = await restart(machine, [readerModule(machine, 'a')]);
  assert.equal(sentence, null);
  await assertWhole(machine, panel);
});

for (const { word, step, reason } of [
  { word: 'deaf', step: /^Starting/, reason: /does not answer: it serves nothing/ },
  { word: 'farewell', step: /^Starting/, reason: /does not answer: .*It ended with status 0/ },
]) {
  test(`a daemon that reads "${word}" does not get away with it`, async (context) => {
    expectFailedSave();
    expectLog('a-daemon', / I read farewell, and go$/);
    const { machine, panel } = await readerPanel(context, 20);
    await type(panel, word);
    const { failure } = await finishedSave(panel);
    assert.match(said(failure?.step ?? ''), step);
    assert.match(said(failure?.reason ?? ''), reason);
    assert.equal(await readFile(servedFile(machine.layout, 'a'), 'utf8'), 'hello\n');
    assert.equal(choiceOf(panel.keeper.state().saved, 'a').settings['word'], 'hello');
    assert.equal(panel.draft.pending().length, 1);
    await assertWhole(machine, panel);
  });
}

test('a daemon that dies after the proof does not get away with it either', async (context) => {
  expectLog('panel', / error Watching the service after .* failed: /);
  expectLog('a-daemon', / My time is over$/, / ebox-jabber: ended with status 4$/);
  const { machine, panel } = await readerPanel(context, 20);
  await type(panel, 'brief');
  assert.equal((await finishedSave(panel)).outcome, 'done');
  const failure = (await watchedToTheEnd(panel))?.failure;
  assert.match(said(failure?.step ?? ''), /^Watching/);
  assert.match(
    said(failure?.reason ?? ''),
    /does not answer: It ended with status 4\. That was shortly after its start/,
  );
  assert.match(JSON.stringify(failure?.lastWords), /My time is over/);
  assert.equal(await readFile(servedFile(machine.layout, 'a'), 'utf8'), 'hello\n');
  assert.equal(choiceOf(panel.keeper.state().saved, 'a').settings['word'], 'hello');
  assert.equal(panel.draft.pending().length, 1);
  await assertWhole(machine, panel);
});

test('a daemon that is killed again and again is never called running', async (context) => {
  expectLog('a-daemon', / ebox-jabber: killed by signal 11$/);
  const { machine, panel } = await readerPanel(context);
  for (let kill = 1; kill <= 3; kill += 1) {
    const { pid } = await stateBecomes(machine.daemons, 'a-daemon', ({ up }) => up);
    process.kill(pid, 'SIGSEGV');
    await stateBecomes(machine.daemons, 'a-daemon', ({ recentCrashes }) => recentCrashes === kill);
  }
  await stateBecomes(machine.daemons, 'a-daemon', ({ up }) => up);
  const [row] = await panel.health.rows();
  assert.equal(row?.state, 'crashing');
  assert.equal(row.crashes, 3);
  assert.match(english(row.detail), /killed by SIGSEGV/);
});

test('a journal that cannot be read counts as a save that touched everything', async (context) => {
  expectLog('panel', / error the journal cannot be read: .* is damaged: it is not JSON\./, RECOVERED);
  const { machine } = await readerPanel(context);
  const { pid } = await machine.daemons.state('a-daemon');
  await writeFile(`${machine.layout.panel}/journal.json`, '{"save": 2, "tou');
  const { panel, sentence } = await restart(machine, [readerModule(machine, 'a')]);
  assert.match(sentence ?? '', /during “Saving the changes”\. The last good configuration is active again/);
  assert.equal(said(panel.save.recovery()), sentence);
  assert.notEqual((await machine.daemons.state('a-daemon')).pid, pid);
  await assertWhole(machine, panel);
  await finishedSave(panel);
  assert.equal(panel.save.recovery(), null);
});

test('a first save of a module that was killed before its daemons were known is taken back', async (context) => {
  expectLog('panel', RECOVERED);
  const machine = await temporaryMachine(context);
  await machine.store
    .document('journal')
    .write({ save: 1, title: 'Saving the changes', touched: ['a-daemon'] });
  await machine.configuration.write([
    { path: 'a/words.conf', content: 'word half\n', readableBy: 'chat', executable: false },
  ]);
  const { panel, sentence } = await restart(machine, [readerModule(machine, 'a')]);
  assert.match(sentence ?? '', /is active again/);
  assert.equal(await machine.store.document('journal').read(), null);
  assert.deepEqual(await readdir(machine.layout.configuration), []);
  assert.equal(panel.keeper.state().saves, 0);
});
