import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import type { Job } from '../../../src/core/progress.js';
import { createPanel, type Panel } from '../../../src/panel.js';
import type { SupervisedMachine } from '../../../src/system/machine.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { words } from '../../helpers/modules.js';
import { readerModule } from '../../helpers/reader-module.js';
import { expectFailedSave, expectLog } from '../../helpers/log-rule.js';
import { inEnglish, said } from '../../helpers/in-english.js';

async function panelWith(
  context: TestContext,
  ids: readonly string[],
): Promise<{ machine: SupervisedMachine; panel: Panel }> {
  const machine = await temporaryMachine(context);
  const modules = ids.map((id) => readerModule(machine, id));
  return { machine, panel: await createPanel(machine, modules, 0) };
}

/** Sets a word and saves; returns the finished job. */
/** Of a save of the word "crash". */
function expectCrash(): void {
  expectFailedSave();
  expectLog('a-daemon', / I read crash, which I cannot bear$/, / ebox-jabber: ended with status 3$/);
}

async function save(panel: Panel, id: string, word: string, loud = false): Promise<Job> {
  await panel.modules.enable(id, 'admin');
  const { version } = await panel.draft.view(id);
  const outcome = await panel.draft.apply({
    module: id,
    values: words(word, loud),
    version,
    who: 'admin',
  });
  assert.equal(outcome.kind, 'applied');
  return finished(panel, () => panel.save.start('admin'));
}

async function finished(panel: Panel, start: () => Job): Promise<Job> {
  const done = new Promise<Job>((resolve) => {
    const end = panel.save.subscribe((job) => {
      if (job.outcome === 'running') return;
      end();
      resolve(job);
    });
  });
  start();
  return done;
}

test('a save writes the file, starts the daemon, and only then nothing is pending', async (context) => {
  const { machine, panel } = await panelWith(context, ['a']);
  const job = await save(panel, 'a', 'one');
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
  assert.equal(said(job.result), 'Changes saved. Active and tested');
  assert.ok(job.steps.every(({ status }) => status === 'done'));
  assert.equal(await readFile(`${machine.layout.live}/a/words.conf`, 'utf8'), 'word one\n');
  assert.equal((await machine.daemons.state('a-daemon')).up, true);
  assert.deepEqual(panel.draft.pending(), []);
});

test('a save without a change touches no file and no daemon', async (context) => {
  const { machine, panel } = await panelWith(context, ['a']);
  await save(panel, 'a', 'one');
  const before = {
    generation: await machine.configuration.liveNumber(),
    pid: (await machine.daemons.state('a-daemon')).pid,
  };
  const job = await finished(panel, () => panel.save.start('admin'));
  assert.equal(job.outcome, 'done');
  assert.deepEqual(
    {
      generation: await machine.configuration.liveNumber(),
      pid: (await machine.daemons.state('a-daemon')).pid,
    },
    before,
  );
});

test('only the daemon whose file changed is restarted', async (context) => {
  const { machine, panel } = await panelWith(context, ['a', 'b']);
  await save(panel, 'a', 'one');
  await save(panel, 'b', 'one');
  const pid = async (name: string): Promise<number> => (await machine.daemons.state(name)).pid;
  const before = { a: await pid('a-daemon'), b: await pid('b-daemon') };
  await save(panel, 'b', 'two');
  assert.equal(await pid('a-daemon'), before.a);
  assert.notEqual(await pid('b-daemon'), before.b);
});

for (const { word, step, reason } of [
  { word: 'crash', step: /Starting the reader of a/, reason: /ended with status 3/ },
  { word: 'unseen', step: /Testing the service as a client/, reason: /A client does not find the word/ },
]) {
  test(`with the word "${word}" the save fails, the old word serves again, and the change stays pending`, async (context) => {
    expectCrash();
    const { machine, panel } = await panelWith(context, ['a']);
    await save(panel, 'a', 'good');
    const good = await machine.configuration.liveNumber();
    const job = await save(panel, 'a', word);
    assert.equal(job.outcome, 'failed');
    assert.match(said(job.failure?.step ?? ''), step);
    assert.match(said(job.failure?.reason ?? ''), reason);
    assert.equal(job.failure?.serviceDown, false);
    assert.equal(await machine.configuration.liveNumber(), good);
    assert.equal(await readFile(`${machine.layout.run}/chat/a`, 'utf8'), 'good\n');
    assert.deepEqual(
      panel.draft.pending().map(({ after }) => inEnglish(after)),
      [word],
    );
  });
}

test("a failed start shows the daemon's own last words", async (context) => {
  expectCrash();
  const { panel } = await panelWith(context, ['a']);
  await save(panel, 'a', 'good');
  const job = await save(panel, 'a', 'crash');
  assert.match(JSON.stringify(job.failure?.lastWords), /I read crash, which I cannot bear/);
});

test('when the first save of all fails, nothing is live and nothing runs', async (context) => {
  expectCrash();
  const { machine, panel } = await panelWith(context, ['a']);
  const job = await save(panel, 'a', 'crash');
  assert.equal(job.outcome, 'failed');
  assert.equal(await machine.configuration.liveNumber(), 0);
  assert.equal((await machine.daemons.state('a-daemon')).wanted, false);
});

test('pressing Save twice runs it once', async (context) => {
  const { panel } = await panelWith(context, ['a']);
  await panel.modules.enable('a', 'admin');
  const job = await finished(panel, () => {
    const first = panel.save.start('admin');
    assert.equal(panel.save.start('eve').id, first.id);
    return first;
  });
  assert.equal(said(job.who), 'admin');
});

test('turning a module off stops its daemons and takes its files away; turning it on again needs no consent', async (context) => {
  const { machine, panel } = await panelWith(context, ['a']);
  await save(panel, 'a', 'one');
  await panel.modules.disable('a', 'admin');
  await finished(panel, () => panel.save.start('admin'));
  assert.deepEqual(await machine.configuration.live(), []);
  assert.equal((await machine.daemons.state('a-daemon')).up, false);
  assert.deepEqual((await panel.modules.consent(['a'])).modules, []);
});

test('a file that was changed by hand is not overwritten before somebody decides, and a copy is kept', async (context) => {
  const { machine, panel } = await panelWith(context, ['a']);
  await save(panel, 'a', 'one');
  await writeFile(`${machine.layout.live}/a/words.conf`, 'word mine\n');

  expectFailedSave();
  const asked = await finished(panel, () => panel.save.start('admin'));
  assert.equal(asked.outcome, 'failed');
  assert.match(said(asked.failure?.reason ?? ''), /a\/words.conf/);
  assert.equal(await readFile(`${machine.layout.live}/a/words.conf`, 'utf8'), 'word mine\n');
  assert.deepEqual(await panel.save.drifted(), ['a/words.conf']);
  const [shown] = (await panel.save.preview()).drifts;
  assert.deepEqual(shown?.lines, [
    { kind: 'ours', text: 'word one' },
    { kind: 'theirs', text: 'word mine' },
  ]);

  const kept = await finished(panel, () => panel.save.start('admin', { 'a/words.conf': 'keep' }));
  assert.equal(kept.outcome, 'done', said(kept.failure?.reason));
  assert.equal(await readFile(`${machine.layout.run}/chat/a`, 'utf8'), 'mine\n');
  assert.deepEqual((await panel.save.preview()).drifts, []);
  assert.deepEqual(await panel.save.drifted(), []);

  await panel.draft.apply({
    module: 'a',
    values: words('two'),
    version: (await panel.draft.view('a')).version,
    who: 'admin',
  });
  assert.equal(
    (await panel.save.preview()).drifts.length,
    1,
    'the panel has something new to say in that file',
  );
  const overwritten = await finished(panel, () => panel.save.start('admin', { 'a/words.conf': 'overwrite' }));
  assert.equal(overwritten.outcome, 'done', said(overwritten.failure?.reason));
  assert.equal(await readFile(`${machine.layout.run}/chat/a`, 'utf8'), 'two\n');
  const { stdout } = await machine.commands.run(['grep', '-r', 'word mine', machine.layout.backups]);
  assert.match(stdout, /words\.conf/);
});

test('a new panel finds what the old one saved, and its daemons undisturbed', async (context) => {
  const { machine, panel } = await panelWith(context, ['a']);
  await save(panel, 'a', 'one');
  const { pid } = await machine.daemons.state('a-daemon');
  const later = await createPanel(machine, [readerModule(machine, 'a')], 0);
  assert.equal(await later.save.recover(), null);
  assert.equal((await machine.daemons.state('a-daemon')).pid, pid);
  assert.deepEqual(later.draft.pending(), []);
});

test('a save that a crash interrupted, as an older version wrote its title, is undone at the next start, which says so', async (context) => {
  const { machine, panel } = await panelWith(context, ['a']);
  await save(panel, 'a', 'good');
  const from = await machine.configuration.liveNumber();
  const to = await machine.configuration.write([
    { path: 'a/words.conf', content: 'word half\n', readableBy: 'panel', executable: false },
  ]);
  await machine.store.document('journal').write({ save: 2, title: 'Saving', touched: ['a-daemon'] });
  await machine.configuration.activate(to);

  expectLog('panel', / info The panel was stopped during “Saving”\. .* daemons were started\.$/);
  const later = await createPanel(machine, [readerModule(machine, 'a')], 0);
  assert.match(said((await later.save.recover()) ?? ''), /during “Saving”.*is active again/);
  assert.equal(await machine.configuration.liveNumber(), from);
  assert.equal(await readFile(`${machine.layout.run}/chat/a`, 'utf8'), 'good\n');
  const [record] = await later.audit.latest(1);
  assert.deepEqual([record?.who, record?.what], ['the panel', 'Saving']);
  assert.match(
    record?.outcome ?? '',
    /^interrupted: The last good configuration is active again, and its daemons were started\./,
  );
  assert.equal(await later.save.recover(), null);
});

test('a save that ended before it touched anything has an end in the audit log all the same', async (context) => {
  const { machine, panel } = await panelWith(context, ['a']);
  await save(panel, 'a', 'good');
  const { version } = await panel.draft.view('a');
  const values = words('next', false);
  await panel.draft.apply({ module: 'a', values, version, who: 'admin' });
  const rendering = new Promise<void>((resolve) => {
    context.mock.method(machine.configuration, 'live', () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
  panel.save.start('admin');
  await rendering;
  context.mock.restoreAll();

  expectLog('panel', / info The panel was stopped during “Saving the changes”\. .* pending\.$/);
  const later = await createPanel(machine, [readerModule(machine, 'a')], 0);
  assert.match(said((await later.save.recover()) ?? ''), /during “Saving the changes”.*still pending/);
  assert.match((await later.audit.latest(1))[0]?.outcome ?? '', /^interrupted: /);
});
