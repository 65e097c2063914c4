import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test, type TestContext } from 'node:test';
import { lineOf } from '../../src/core/fields/single.js';
import { choiceOf } from '../../src/core/draft.js';
import type { SupervisedMachine } from '../../src/system/machine.js';
import { finishedSave } from '../helpers/enabled-panel.js';
import { temporaryMachine } from '../helpers/machine.js';
import { readerModule, servedFile } from '../helpers/reader-module.js';
import { buildSaveProgram, startVictim, type EndedJob } from './victim.js';
import { assertTrue, assertWhole, restart } from './whole.js';
import { expectLog } from '../helpers/log-rule.js';
import { said } from '../helpers/in-english.js';

/** With DRILLS set every call of every kind is hit, otherwise those that matter most. */
const isFull = process.env['DRILLS'] !== undefined;

/** The system calls by which a save changes the disk. */
const calls = isFull
  ? ['rename', 'symlink', 'mkdir', 'unlink', 'fchown', 'fchmod', 'fsync', 'write']
  : ['rename', 'symlink'];

before(buildSaveProgram);

/** A machine on which the module `a` is on, with the word "start" in force. */
async function readerMachine(context: TestContext): Promise<SupervisedMachine> {
  const machine = await temporaryMachine(context);
  const { panel } = await restart(machine, [readerModule(machine, 'a')]);
  await panel.modules.enable('a', 'admin');
  const job = await finishedSave(panel);
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
  return machine;
}

/** Restarts the panel after whatever happened to a save of `word`, and proves that all is old or all is new. */
async function prove(machine: SupervisedMachine, word: string, job: EndedJob | null): Promise<string> {
  const { panel, sentence } = await restart(machine, [readerModule(machine, 'a')]);
  await assertWhole(machine, panel);
  const saved = lineOf(choiceOf(panel.keeper.state().saved, 'a').settings['word']);
  const isNew = saved === word;
  assertTrue(sentence, isNew);
  if (job !== null) assert.equal(isNew, job.outcome === 'done', `the job said ${JSON.stringify(job)}`);
  assert.equal(await readFile(`${machine.layout.live}/a/words.conf`, 'utf8'), `word ${saved}\n`);
  assert.equal(await readFile(servedFile(machine.layout, 'a'), 'utf8'), `${saved}\n`);
  assert.equal((await machine.daemons.state('a-daemon')).up, true);
  return saved;
}

/** Saves again and again; the Kth time strace does `what` at the Kth such call, until a save has no Kth. */
async function sweep(context: TestContext, call: string, what: string, step = 1): Promise<void> {
  expectLog('panel', / info The panel was stopped during “Saving the changes”\. /);
  const machine = await readerMachine(context);
  let count = 1;
  for (let wasHit = true; wasHit; count += step) {
    const word = `${call}-${count}`;
    const how = `${what}:when=${count}`;
    const victim = await startVictim(machine, { settings: { a: { word } } }, { call, how });
    victim.begin();
    const job = await victim.job;
    if (job?.outcome === 'failed') {
      assert.equal(job.failure?.serviceDown, false, job.failure?.takenBack);
      assert.notEqual(await readFile(servedFile(machine.layout, 'a'), 'utf8'), `${word}\n`);
    }
    await prove(machine, word, job);
    wasHit = await victim.wasHit;
  }
  context.diagnostic(`${what} at ${call} 1 to ${count - 2 * step}`);
  assert.ok(count > 1 + step, 'at least one call was hit');
}

for (const call of calls) {
  test(`a save that is killed at any ${call} is entirely old or entirely new`, (context) =>
    // Most writes are no file's: the event loop wakes its threads by them.
    sweep(context, call, 'signal=SIGKILL', call === 'write' ? 7 : 1));
}

for (const call of isFull ? ['rename', 'symlink', 'mkdir', 'fchown', 'fchmod'] : ['rename']) {
  test(`a save that finds the disk full at any ${call} is entirely old or entirely new`, (context) =>
    sweep(context, call, 'error=ENOSPC'));
}

test('a save whose fsync fails anywhere, also after a rename, is entirely old or entirely new', (context) =>
  sweep(context, 'fsync', 'error=EIO', isFull ? 1 : 4));
