import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { lineOf } from '../../../src/core/fields/single.js';
import { choiceOf } from '../../../src/core/draft.js';
import type { Decisions } from '../../../src/core/drift.js';
import { isAsked } from '../../../src/core/act.js';
import { english } from '../../../src/core/words/english.js';
import { say } from '../../../src/core/words/sentence.js';
import { createPanel, type Panel } from '../../../src/panel.js';
import { thePanel } from '../../../src/services/records/audit-trail.js';
import type { TakenBackSaves } from '../../../src/services/saving/watching.js';
import { takenBackSentence } from '../../../src/services/saving/watch-words.js';
import type { SupervisedMachine } from '../../../src/system/machine.js';
import { assertWhole } from '../../drills/whole.js';
import { stateBecomes } from '../../helpers/daemons.js';
import { finishedSave, watchedToTheEnd } from '../../helpers/enabled-panel.js';
import { said } from '../../helpers/in-english.js';
import { expectFailedSave, expectLog } from '../../helpers/log-rule.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { words } from '../../helpers/modules.js';
import { readerModule, servedFile } from '../../helpers/reader-module.js';

/** Longer than any test: a watch that is to end by what it sees. */
const LONG = 600;

/** A panel whose modules are on with the word "good", which was watched to its end: of all that follows, the fallback. */
async function goodPanel(
  context: TestContext,
  watchSeconds: number,
  ids: readonly string[] = ['a'],
): Promise<{ machine: SupervisedMachine; panel: Panel }> {
  const machine = await temporaryMachine(context);
  const modules = ids.map((id) => readerModule(machine, id));
  const before = await createPanel(machine, modules, 0);
  for (const id of ids) {
    await before.modules.enable(id, 'admin');
    await type(before, id, 'good');
  }
  const job = await finishedSave(before);
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
  return { machine, panel: await createPanel(machine, modules, watchSeconds) };
}

async function type(panel: Panel, id: string, word: string): Promise<void> {
  const { version } = await panel.draft.view(id);
  await panel.draft.apply({ module: id, values: words(word), version, who: 'admin' });
}

async function save(panel: Panel, id: string, word: string, decisions: Decisions = {}): Promise<void> {
  await type(panel, id, word);
  const job = await finishedSave(panel, decisions);
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
}

/** Kills the daemon of `a`, which the supervisor starts again: it died all the same. */
async function killDaemon(machine: SupervisedMachine, name = 'a-daemon'): Promise<void> {
  const { pid } = await machine.daemons.state(name);
  process.kill(pid, 'SIGSEGV');
  await stateBecomes(machine.daemons, name, (state) => state.up && state.pid !== pid);
}

function expectTakenBack(): void {
  expectLog('panel', / error Watching the service after .* failed: /);
  for (const daemon of ['a-daemon', 'b-daemon']) expectLog(daemon, / ebox-jabber: killed by signal 11$/);
}

function served(machine: SupervisedMachine, id: string): Promise<string> {
  return readFile(servedFile(machine.layout, id), 'utf8');
}

function savedWord(panel: Panel, id: string): string {
  return lineOf(choiceOf(panel.keeper.state().saved, id).settings['word']);
}

function pendingWords(panel: Panel): readonly string[] {
  return panel.draft.pending().map(({ before, after }) => `${said(before)} → ${said(after)}`);
}

function titlesOf(takenBack: TakenBackSaves | null): readonly string[] {
  return takenBack?.saves.map(({ title }) => english(title)) ?? [];
}

async function generations({ layout }: SupervisedMachine): Promise<readonly string[]> {
  return (await readdir(layout.configuration)).filter((name) => name.startsWith('gen-'));
}

test('a save ends when it is proved; then it is watched, and at the end of that it is what is restored', async (context) => {
  const { machine, panel } = await goodPanel(context, 1);
  await save(panel, 'a', 'next');
  assert.equal(panel.save.watching()?.saves.length, 1);
  assert.deepEqual(await generations(machine), ['gen-1', 'gen-2']);
  assert.notEqual(await machine.store.document('journal').read(), null);

  assert.equal(await watchedToTheEnd(panel), null);
  assert.equal(panel.save.watching(), null);
  assert.equal(panel.save.takenBack(), null);
  const [record] = await panel.audit.latest(1);
  assert.match(record?.what ?? '', /^Watching the service after “Saving the changes” \(admin, /);
  assert.equal(record?.outcome, 'watched to its end');
  await assertWhole(machine, panel);
});

test('a daemon that dies while it is watched: what was saved is taken back, said, and pending again', async (context) => {
  expectTakenBack();
  const { machine, panel } = await goodPanel(context, LONG);
  await save(panel, 'a', 'next');
  await killDaemon(machine);
  const takenBack = await watchedToTheEnd(panel);
  assert.deepEqual(titlesOf(takenBack), ['Saving the changes']);
  assert.match(said(takenBack?.failure.reason), /killed by SIGSEGV\. That was shortly after its start/);
  assert.deepEqual(panel.save.takenBack(), takenBack);
  const job = panel.save.current();
  assert.deepEqual([job?.outcome, job?.failure?.serviceDown], ['failed', false]);
  assert.equal(await served(machine, 'a'), 'good\n');
  assert.deepEqual(pendingWords(panel), ['good → next']);
  const record = (await panel.audit.latest(3)).find(({ what }) =>
    what.startsWith('“Saving the changes” (admin, '),
  );
  assert.equal(record?.who, 'the panel');
  assert.match(record.outcome, /^taken back: .*The last good configuration is active again/);
  await assertWhole(machine, panel);

  const later = await createPanel(machine, [readerModule(machine, 'a')], LONG);
  const sentence = (one: TakenBackSaves | null) => (one === null ? '' : said(takenBackSentence(one)));
  assert.equal(sentence(later.save.takenBack()), sentence(takenBack), 'a panel that starts anew says it too');

  await save(panel, 'a', 'better');
  assert.equal(panel.save.takenBack(), null, 'a later save is proved');
  const latest = await createPanel(machine, [readerModule(machine, 'a')], LONG);
  assert.equal(latest.save.takenBack(), null);
  assert.equal(panel.save.watching()?.saves.length, 1);
  await killDaemon(machine);
  assert.deepEqual(titlesOf(await watchedToTheEnd(panel)), ['Saving the changes']);
});

test('a save begun meanwhile waits for nothing and inherits the fallback: both are taken back, later edits stay', async (context) => {
  expectTakenBack();
  const { machine, panel } = await goodPanel(context, LONG, ['a', 'b']);
  await save(panel, 'a', 'one');
  const first = panel.save.watching();
  await save(panel, 'b', 'two');
  assert.deepEqual(
    panel.save.watching()?.saves.map(({ job }) => job),
    [first?.saves[0]?.job, panel.save.current()?.id],
  );
  await save(panel, 'b', 'three');
  assert.deepEqual(await generations(machine), ['gen-1', 'gen-4'], 'the fallback is not pruned');
  await type(panel, 'a', 'typed meanwhile');
  await killDaemon(machine, 'a-daemon');
  const takenBack = await watchedToTheEnd(panel);
  assert.equal(takenBack?.saves.length, 3);
  assert.deepEqual([await served(machine, 'a'), await served(machine, 'b')], ['good\n', 'good\n']);
  assert.deepEqual([savedWord(panel, 'a'), savedWord(panel, 'b')], ['good', 'good']);
  assert.deepEqual(pendingWords(panel), ['good → typed meanwhile', 'good → three']);
  await assertWhole(machine, panel);
});

test('a watch that fails while a save is under way waits for it, then takes back both', async (context) => {
  expectTakenBack();
  const { machine, panel } = await goodPanel(context, LONG, ['a', 'b']);
  await save(panel, 'a', 'one');
  const write = machine.configuration.write.bind(machine.configuration);
  context.mock.method(machine.configuration, 'write', async (...files: Parameters<typeof write>) => {
    await killDaemon(machine, 'a-daemon');
    return write(...files);
  });
  await save(panel, 'b', 'two');
  assert.equal((await watchedToTheEnd(panel))?.saves.length, 2);
  assert.deepEqual(pendingWords(panel), ['good → one', 'good → two']);
  await assertWhole(machine, panel);
});

test('a daemon that dies before the save has told its end: the save ends, then it is taken back, and that is said', async (context) => {
  expectTakenBack();
  const { machine, panel } = await goodPanel(context, LONG);
  const slowly = async (): Promise<void> => {
    await killDaemon(machine);
    if (panel.save.watching() !== null) await watchedToTheEnd(panel);
  };
  context.mock.method(panel.draft, 'refreshWatched', slowly, { times: 1 });
  await save(panel, 'a', 'next');
  const takenBack = await watchedToTheEnd(panel);
  assert.deepEqual(titlesOf(takenBack), ['Saving the changes']);
  assert.deepEqual(panel.save.takenBack(), takenBack);
  assert.equal(panel.save.current()?.outcome, 'failed');
  assert.deepEqual(pendingWords(panel), ['good → next']);
  await assertWhole(machine, panel);
});

test('a daemon that died more than a minute before its save has told its end is seen all the same', async (context) => {
  expectTakenBack();
  const { machine, panel } = await goodPanel(context, LONG);
  const slowly = async (): Promise<void> => {
    await killDaemon(machine);
    const now = Date.now.bind(Date);
    context.mock.method(Date, 'now', () => now() + 61_000);
  };
  context.mock.method(panel.draft, 'refreshWatched', slowly, { times: 1 });
  await save(panel, 'a', 'next');
  const takenBack = await watchedToTheEnd(panel);
  assert.deepEqual(titlesOf(takenBack), ['Saving the changes']);
  assert.match(said(takenBack?.failure.reason), /killed by SIGSEGV/);
  assert.deepEqual(pendingWords(panel), ['good → next']);
});

test('a save that fails meanwhile goes back to what was proved, which is watched anew', async (context) => {
  expectFailedSave();
  expectLog('a-daemon', / I read crash, which I cannot bear$/, / ebox-jabber: ended with status 3$/);
  expectTakenBack();
  const { machine, panel } = await goodPanel(context, LONG);
  await save(panel, 'a', 'one');
  await type(panel, 'a', 'crash');
  assert.equal((await finishedSave(panel)).outcome, 'failed');
  assert.equal(await served(machine, 'a'), 'one\n');
  assert.equal(panel.save.watching()?.saves.length, 1);
  assert.deepEqual(pendingWords(panel), ['one → crash']);
  await killDaemon(machine);
  assert.equal((await watchedToTheEnd(panel))?.saves.length, 1);
  assert.deepEqual(pendingWords(panel), ['good → crash']);
  await assertWhole(machine, panel);
});

test('a save that fails meanwhile before it touched anything leaves the watch as it is', async (context) => {
  expectFailedSave();
  const { machine, panel } = await goodPanel(context, 2);
  await save(panel, 'a', 'one');
  await writeFile(`${machine.layout.live}/a/words.conf`, 'word mine\n');
  assert.equal((await finishedSave(panel)).outcome, 'failed');
  assert.equal(panel.save.watching()?.saves.length, 1);
  assert.equal(await watchedToTheEnd(panel), null);
  assert.equal(savedWord(panel, 'a'), 'one');
});

test('a daemon that the administrator restarts is watched anew, and is not called dead', async (context) => {
  const { machine, panel } = await goodPanel(context, 3);
  await save(panel, 'a', 'one');
  const before = panel.save.watching();
  const { pid } = await machine.daemons.state('a-daemon');
  const permission = { actor: thePanel, isSteppedUp: true, answer: 0 };
  const came = await panel.acts.restartDaemon.request({ daemon: 'a-daemon' }, permission);
  assert.ok(!isAsked(came) && came.kind === 'serves');
  assert.notEqual((await machine.daemons.state('a-daemon')).pid, pid);
  assert.notEqual(panel.save.watching()?.since, before?.since);
  assert.equal(await watchedToTheEnd(panel), null);
  assert.equal(await served(machine, 'a'), 'one\n');
  await assertWhole(machine, panel);
});

test('a restart that the administrator asks for in vain: what was saved is taken back', async (context) => {
  expectTakenBack();
  const { machine, panel } = await goodPanel(context, LONG);
  await save(panel, 'a', 'one');
  context.mock.method(machine.daemons, 'start', () => Promise.reject(new Error('not now')), { times: 1 });
  await assert.rejects(panel.save.restart('a-daemon'), /not now/);
  assert.equal((await watchedToTheEnd(panel))?.saves.length, 1);
  assert.equal(await served(machine, 'a'), 'good\n');
  await assertWhole(machine, panel);
});

test('a renewal waits for the end of its watch, and is taken back with what was saved before', async (context) => {
  expectTakenBack();
  const { machine, panel } = await goodPanel(context, 1);
  const renew = () =>
    panel.save.reapply(say`Renewing the certificate`, say`done`, 'the panel', () => Promise.resolve());
  await save(panel, 'a', 'one');
  assert.equal(await renew(), null);
  assert.equal(panel.save.watching(), null);

  const patient = await createPanel(machine, [readerModule(machine, 'a')], LONG);
  await save(patient, 'a', 'two');
  const renewed = patient.save.reapply(say`Renewing the certificate`, say`done`, 'the panel', () =>
    Promise.resolve(),
  );
  await new Promise<void>((resolve) => {
    const end = patient.save.subscribe(({ outcome }) => {
      if (outcome === 'running') return;
      end();
      resolve();
    });
  });
  await killDaemon(machine);
  assert.match(said((await renewed)?.failure.reason), /killed by SIGSEGV/);
  assert.deepEqual(titlesOf(patient.save.takenBack()), ['Saving the changes', 'Renewing the certificate']);
  assert.deepEqual(pendingWords(patient), ['one → two']);
  await assertWhole(machine, patient);
});

test('what was changed by hand meanwhile, and what of it was kept, is copied before it is taken back', async (context) => {
  expectTakenBack();
  const { machine, panel } = await goodPanel(context, LONG, ['a', 'b']);
  await save(panel, 'a', 'one');
  await writeFile(`${machine.layout.live}/a/words.conf`, 'word kept\n');
  await save(panel, 'b', 'two', { 'a/words.conf': 'keep' });
  assert.equal(await served(machine, 'a'), 'kept\n');
  await writeFile(`${machine.layout.live}/b/words.conf`, 'word edited\n');
  await killDaemon(machine, 'b-daemon');
  const takenBack = await watchedToTheEnd(panel);
  assert.match(
    said(takenBack?.failure.takenBack),
    /Copies of the files that were changed by hand \(a\/words\.conf and b\/words\.conf\) are in \//,
  );
  for (const word of ['kept', 'edited'])
    await machine.commands.run(['grep', '-r', `word ${word}`, machine.layout.backups]);
  assert.deepEqual([await served(machine, 'a'), await served(machine, 'b')], ['good\n', 'good\n']);
  assert.deepEqual(panel.keeper.state().kept, {});
  await assertWhole(machine, panel);
});

test('what was changed by hand before the first save, and overwritten by it, lies there again', async (context) => {
  expectTakenBack();
  const { machine, panel } = await goodPanel(context, LONG);
  await writeFile(`${machine.layout.live}/a/words.conf`, 'word mine\n');
  await save(panel, 'a', 'one', { 'a/words.conf': 'overwrite' });
  await killDaemon(machine);
  await watchedToTheEnd(panel);
  assert.equal(await readFile(`${machine.layout.live}/a/words.conf`, 'utf8'), 'word mine\n');
  assert.equal(await served(machine, 'a'), 'mine\n');
  assert.deepEqual(await panel.save.drifted(), ['a/words.conf']);
});

test('a first save that is taken back leaves nothing that runs, and all of it pending', async (context) => {
  expectTakenBack();
  const machine = await temporaryMachine(context);
  const panel = await createPanel(machine, [readerModule(machine, 'a')], LONG);
  await panel.modules.enable('a', 'admin');
  await save(panel, 'a', 'one');
  await killDaemon(machine);
  assert.equal((await watchedToTheEnd(panel))?.saves.length, 1);
  assert.deepEqual(await generations(machine), []);
  assert.equal((await machine.daemons.state('a-daemon')).wanted, false);
  assert.equal(panel.draft.pending().length, 2);
});

test('what touches no daemon needs no watch', async (context) => {
  const { machine, panel } = await goodPanel(context, LONG);
  await finishedSave(panel);
  assert.equal(panel.save.watching(), null);
  await assertWhole(machine, panel);
});

test('what a full disk keeps from being taken back is taken back as soon as there is room', async (context) => {
  expectTakenBack();
  const { machine, panel } = await goodPanel(context, LONG);
  await save(panel, 'a', 'next');
  const full = context.mock.method(panel.keeper, 'update', () =>
    Promise.reject(new Error('The disk is full.')),
  );
  await killDaemon(machine);
  assert.equal((await watchedToTheEnd(panel))?.isRestored, false);
  const told = new Promise((resolve) => panel.save.onWatchEnded(resolve));
  full.mock.restore();
  assert.deepEqual(await told, panel.save.takenBack());
  assert.equal(panel.save.takenBack()?.isRestored, true);
  assert.equal(await served(machine, 'a'), 'good\n');
  assert.deepEqual(pendingWords(panel), ['good → next']);
  const outcomes = (await panel.audit.latest(4)).map(({ outcome }) => outcome);
  assert.equal(outcomes.filter((outcome) => outcome.startsWith('taken back: ')).length, 1);
  const notYet = outcomes.filter((outcome) => outcome.startsWith('not taken back: '));
  assert.equal(notYet.length, 1);
  assert.match(notYet[0] ?? '', /The panel tries again every few seconds\.$/);
  await assertWhole(machine, panel);
});

test('what cannot be taken back now is said so, and is watched again by the next start', async (context) => {
  expectTakenBack();
  expectLog('panel', / info The panel was stopped during “Saving the changes”\. /);
  const { machine, panel } = await goodPanel(context, LONG);
  await save(panel, 'a', 'next');
  let tries = 0;
  // The second try never ends, as if the panel had been stopped in it.
  const stopped = new Promise<void>((resolve) => {
    context.mock.method(panel.keeper, 'update', () => {
      if ((tries += 1) === 1) return Promise.reject(new Error('The disk is full.'));
      resolve();
      return new Promise(() => undefined);
    });
  });
  await killDaemon(machine);
  const takenBack = await watchedToTheEnd(panel);
  assert.deepEqual([takenBack?.isRestored, takenBack?.failure.serviceDown], [false, true]);
  assert.match(said(takenBack?.failure.takenBack), /could not be restored: The disk is full\./);
  assert.equal(savedWord(panel, 'a'), 'next');
  await stopped;

  const later = await createPanel(machine, [readerModule(machine, 'a')], LONG);
  await later.save.recover();
  assert.equal(later.save.watching()?.saves.length, 1);
  await killDaemon(machine);
  assert.equal((await watchedToTheEnd(later))?.isRestored, true);
  assert.equal(await served(machine, 'a'), 'good\n');
  await assertWhole(machine, later);
});

test('the end of a watch that a full disk does not take is an end: the next watch that fails takes back only what came later', async (context) => {
  expectTakenBack();
  expectLog('panel', / error what is left of a watch could not be cleared away: The disk is full\.$/);
  const { machine } = await goodPanel(context, 1);
  const document = machine.store.document.bind(machine.store);
  let isFull = false;
  context.mock.method(machine.store, 'document', (name: string): ReturnType<typeof document> => {
    const kept = document(name);
    return {
      read: () => kept.read(),
      write: (content) =>
        isFull && name === 'journal' ? Promise.reject(new Error('The disk is full.')) : kept.write(content),
    };
  });
  const panel = await createPanel(machine, [readerModule(machine, 'a')], 3);
  await save(panel, 'a', 'one');
  isFull = true;
  assert.equal(await watchedToTheEnd(panel), null);
  isFull = false;
  await save(panel, 'a', 'two');
  await killDaemon(machine);
  assert.equal((await watchedToTheEnd(panel))?.saves.length, 1);
  assert.equal(await served(machine, 'a'), 'one\n');
  assert.deepEqual(pendingWords(panel), ['one → two']);
  await assertWhole(machine, panel);
});
