import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test, type TestContext } from 'node:test';
import { choiceOf } from '../../src/core/draft.js';
import { lineOf } from '../../src/core/fields/single.js';
import type { Panel } from '../../src/panel.js';
import type { SupervisedMachine } from '../../src/system/machine.js';
import { finishedSave, watchedToTheEnd } from '../helpers/enabled-panel.js';
import { said } from '../helpers/in-english.js';
import { expectLog } from '../helpers/log-rule.js';
import { temporaryMachine } from '../helpers/machine.js';
import { readerModule, servedFile } from '../helpers/reader-module.js';
import { buildSaveProgram, startVictim } from './victim.js';
import { assertWhole, restart } from './whole.js';

/** With DRILLS set every call of every kind is hit, otherwise those that matter most. */
const isFull = process.env['DRILLS'] !== undefined;

/** The system calls by which the end of a watch, or what it takes back, changes the disk. */
const calls = isFull ? ['rename', 'symlink', 'mkdir', 'unlink', 'fsync'] : ['rename'];
/** Longer than any test: a watch that does not end before the panel is killed. */
const LONG = 600;

before(buildSaveProgram);

/** A machine on which the module `a` is on with the word "hello", watched to its end. */
async function readerMachine(context: TestContext): Promise<SupervisedMachine> {
  const machine = await temporaryMachine(context);
  const { panel } = await restart(machine, [readerModule(machine, 'a')]);
  await panel.modules.enable('a', 'admin');
  const job = await finishedSave(panel);
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
  return machine;
}

/** That the machine serves what is saved, and that nothing is left to be watched. */
async function proveServed(machine: SupervisedMachine, panel: Panel): Promise<string> {
  await assertWhole(machine, panel);
  const saved = lineOf(choiceOf(panel.keeper.state().saved, 'a').settings['word']);
  assert.equal(await readFile(`${machine.layout.live}/a/words.conf`, 'utf8'), `word ${saved}\n`);
  assert.equal(await readFile(servedFile(machine.layout, 'a'), 'utf8'), `${saved}\n`);
  return saved;
}

const STOPPED = / info The panel was stopped during “Saving the changes”\. /;

test('a panel that is killed while it watches goes on watching, and calls nothing complete before', async (context) => {
  expectLog('panel', STOPPED);
  const machine = await readerMachine(context);
  const victim = await startVictim(machine, { settings: { a: { word: 'next' } }, watchSeconds: LONG });
  victim.begin();
  await victim.proved;
  victim.process.kill('SIGKILL');
  assert.equal((await victim.job)?.outcome, 'done');
  const { panel, sentence } = await restart(machine, [readerModule(machine, 'a')], 2);
  assert.match(sentence ?? '', /the service was tested\. The panel watches it again\.$/);
  assert.equal(panel.save.recovery(), null);
  assert.equal(panel.save.watching()?.saves.length, 1);
  assert.match((await panel.audit.latest(1))[0]?.outcome ?? '', /^interrupted: .* watches it again\.$/);
  assert.equal(await watchedToTheEnd(panel), null);
  assert.equal((await panel.audit.latest(1))[0]?.outcome, 'watched to its end');
  assert.equal(await proveServed(machine, panel), 'next');
});

test('what is dead when the panel comes back, and what dies then, is taken back', async (context) => {
  expectLog('panel', STOPPED, / error Watching the service after .* failed: /);
  expectLog('a-daemon', / ebox-jabber: killed by signal 11$/);
  const machine = await readerMachine(context);
  const victim = await startVictim(machine, { settings: { a: { word: 'next' } }, watchSeconds: LONG });
  victim.begin();
  await victim.proved;
  victim.process.kill('SIGKILL');
  await victim.job;
  const { panel } = await restart(machine, [readerModule(machine, 'a')], LONG);
  process.kill((await machine.daemons.state('a-daemon')).pid, 'SIGSEGV');
  assert.equal((await watchedToTheEnd(panel))?.saves.length, 1);
  assert.equal(await proveServed(machine, panel), 'hello');
  assert.equal(panel.draft.pending().length, 1);
});

/**
 * Saves again and again what is watched for some seconds; the Kth time strace kills the panel at the Kth such call, until
 * a save has no Kth. The panel that starts then watches on, or takes back.
 */
async function sweep(context: TestContext, call: string, isGood: boolean): Promise<void> {
  expectLog('panel', STOPPED, / error Watching the service after .* failed: /);
  expectLog('a-daemon', / My time is over$/, / ebox-jabber: ended with status 4$/);
  const machine = await readerMachine(context);
  const watchSeconds = isGood ? 1 : 8;
  let old = 'hello';
  // The first four are those of the save itself, which other drills kill.
  const first = isFull || isGood ? 1 : 5;
  let count = first;
  for (let wasHit = true; wasHit; count += 1) {
    const word = isGood ? `${call}-${count}` : 'brief';
    const victim = await startVictim(
      machine,
      { settings: { a: { word } }, watchSeconds },
      { call, how: `signal=SIGKILL:when=${count}` },
    );
    victim.begin();
    const [job, watch] = [await victim.job, await victim.watch];
    const { panel, sentence } = await restart(machine, [readerModule(machine, 'a')], watchSeconds);
    if (panel.save.watching() !== null) assert.doesNotMatch(sentence ?? '', /complete/);
    const takenBack = await watchedToTheEnd(panel);
    const saved = await proveServed(machine, panel);
    const told = `${call} ${count}: ${JSON.stringify(job)}, ${watch ?? 'killed'}, ${sentence ?? 'nothing said'}`;
    assert.ok(saved === old || (isGood && saved === word), told);
    if (isGood && job !== null) assert.equal(saved, word, told);
    if (isGood) assert.equal(takenBack, null, told);
    old = saved;
    wasHit = await victim.wasHit;
  }
  context.diagnostic(`SIGKILL at ${call} ${first} to ${count - 2}`);
  assert.ok(count > first + 1, 'at least one call was hit');
}

for (const call of calls) {
  test(`a panel that is killed at any ${call} of a save and its watch leaves it whole`, (context) =>
    sweep(context, call, true));

  test(`a panel that is killed at any ${call} of a save that its watch takes back leaves it whole`, (context) =>
    sweep(context, call, false));
}
