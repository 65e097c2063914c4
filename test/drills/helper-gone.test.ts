import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { before, test, type TestContext } from 'node:test';
import { lineOf } from '../../src/core/fields/single.js';
import { choiceOf } from '../../src/core/draft.js';
import type { Job } from '../../src/core/progress.js';
import { createPanel, type Panel } from '../../src/panel.js';
import { finishedSave } from '../helpers/enabled-panel.js';
import { buildHelper, temporaryHelpedMachine, type HelpedTestMachine } from '../helpers/helped-machine.js';
import { words } from '../helpers/modules.js';
import { readerModule, servedFile } from '../helpers/reader-module.js';
import { attach, type Tampering } from './victim.js';
import { assertWhole } from './whole.js';
import { said } from '../helpers/in-english.js';

/** With DRILLS set every call of every kind is hit, otherwise those that matter most. */
const isFull = process.env['DRILLS'] !== undefined;
const calls = isFull
  ? ['rename', 'symlink', 'mkdir', 'unlink', 'fchown', 'fchmod', 'fsync', 'write']
  : ['rename', 'symlink'];

let program: readonly string[];

before(async () => {
  program = await buildHelper('test/drills/helper-program.ts', 'helper-program');
});

/** A panel over a helper, with the module `a` on and the word "start" in force. */
interface HelpedPanel extends HelpedTestMachine {
  readonly panel: Panel;
  type(word: string): Promise<void>;
  save(word: string): Promise<Job>;
  /** The word that the daemon read at its start. */
  served(): Promise<string>;
  /** Starts the panel anew over the same machine, and proves that all is as the saved state says. */
  proveWhole(): Promise<string>;
}

async function helpedPanel(context: TestContext, patience?: number): Promise<HelpedPanel> {
  const helped = await temporaryHelpedMachine(context, program, patience);
  const { machine } = helped;
  const modules = machine.modules([readerModule(machine, 'a')]);
  const panel = await createPanel(machine, modules, 0);
  await panel.modules.enable('a', 'admin');
  const served = async (): Promise<string> =>
    (await readFile(servedFile(machine.layout, 'a'), 'utf8')).trim();
  const type = async (word: string): Promise<void> => {
    const { version } = await panel.draft.view('a');
    const outcome = await panel.draft.apply({
      module: 'a',
      values: words(word),
      version,
      who: 'admin',
    });
    assert.equal(outcome.kind, 'applied');
  };
  const save = async (word: string): Promise<Job> => {
    await type(word);
    return finishedSave(panel);
  };
  const first = await save('start');
  assert.equal(first.outcome, 'done', said(first.failure?.reason));
  return {
    ...helped,
    panel,
    type,
    save,
    served,
    async proveWhole() {
      const anew = await createPanel(machine, modules, 0);
      assert.equal(await anew.save.recover(), null, 'nothing is left open');
      await assertWhole(machine, anew);
      const saved = lineOf(choiceOf(anew.keeper.state().saved, 'a').settings['word']);
      assert.equal(await readFile(`${machine.layout.live}/a/words.conf`, 'utf8'), `word ${saved}\n`);
      assert.equal(await served(), saved);
      assert.equal((await machine.daemons.state('a-daemon')).up, true);
      return saved;
    },
  };
}

/** Saves again and again; the Kth time the helper is killed at the Kth such call, until a save has no Kth. */
async function sweep(context: TestContext, call: string): Promise<void> {
  const helped = await helpedPanel(context);
  const { panel, socket } = helped;
  // From here on a save also clears the generation before the last good one away.
  assert.equal((await helped.save('before')).outcome, 'done');
  const outcomes = { done: 0, failed: 0 };
  let count = 1;
  for (let wasHit = true; wasHit; count += 1) {
    const word = `${call}-${count}`;
    await helped.type(word);
    const tampering: Tampering = { call, how: `signal=SIGKILL:when=${count}` };
    const tracing = await attach(socket.helper().pid ?? 0, tampering);
    const victim = socket.helper();
    const job = await finishedSave(panel);
    assert.ok(job.outcome !== 'running');
    outcomes[job.outcome] += 1;
    if (job.outcome === 'failed') {
      assert.equal(job.failure?.serviceDown, false, JSON.stringify(job.failure));
      assert.match(
        said(job.failure.reason),
        /This was not applied, because the panel’s helper does not answer/,
      );
      assert.equal(panel.draft.pending().length, 1, 'the change is still pending');
      assert.notEqual(await helped.served(), word);
    }
    // Whoever proves it makes such calls too: nothing may wait for them. One that lives is ended in another way.
    const ended = victim.exitCode ?? victim.signalCode ?? once(victim, 'exit');
    victim.kill('SIGTERM');
    await ended;
    await tracing.said;
    wasHit = victim.signalCode === 'SIGKILL';
    const saved = await helped.proveWhole();
    assert.equal(saved === word, job.outcome === 'done', `the job said ${JSON.stringify(job)}`);
    await helped.panel.draft.discard();
  }
  context.diagnostic(`killed at ${call} 1 to ${count - 2}: ${JSON.stringify(outcomes)}`);
  assert.ok(count > 2, 'at least one call was hit');
}

for (const call of calls) {
  test(`a save whose helper is killed at any ${call} is entirely old or entirely new`, (context) =>
    sweep(context, call));
}

test('without a helper nothing is applied, and with one again it is', async (context) => {
  const helped = await helpedPanel(context);
  const { pid } = await helped.machine.daemons.state('a-daemon');
  await helped.socket.close();
  const { failure } = await helped.save('new');
  assert.match(
    said(failure?.reason ?? ''),
    /^This was not applied, because the panel’s helper does not answer: It cannot be reached at .*: No program listens there\./,
  );
  assert.match(said(failure?.takenBack ?? ''), /Nothing was changed/);
  assert.equal(failure?.serviceDown, false);
  assert.equal(helped.panel.draft.pending().length, 1);
  assert.equal(await helped.served(), 'start');
  await helped.socket.open();
  assert.equal((await helped.machine.daemons.state('a-daemon')).pid, pid);
  assert.equal((await finishedSave(helped.panel)).outcome, 'done');
  assert.equal(await helped.proveWhole(), 'new');
});

test('a helper that hangs is given up and replaced, and can do nothing afterwards', async (context) => {
  const helped = await helpedPanel(context, 0.4);
  const hanging = helped.socket.helper();
  hanging.kill('SIGSTOP');
  const { failure } = await helped.save('new');
  assert.match(said(failure?.reason ?? ''), /does not answer: No answer within 6 s/);
  assert.match(said(failure?.takenBack ?? ''), /Nothing was changed/);
  assert.equal(helped.panel.draft.pending().length, 1);
  assert.equal((await finishedSave(helped.panel)).outcome, 'done');
  if (hanging.signalCode === null) await once(hanging, 'exit');
  assert.equal(hanging.signalCode, 'SIGKILL');
  assert.equal(await helped.proveWhole(), 'new');
});

test('a helper that hangs in the middle of a save that touched something: the old state is put back', async (context) => {
  const helped = await helpedPanel(context, 0.4);
  const end = helped.panel.save.subscribe(({ steps }) => {
    if (steps.some(({ sentence, status }) => said(sentence).startsWith('Stopping') && status === 'running'))
      helped.socket.helper().kill('SIGSTOP');
  });
  const { failure } = await helped.save('new');
  end();
  assert.match(said(failure?.step ?? ''), /^Stopping/);
  assert.match(
    said(failure?.reason ?? ''),
    /This was not applied, because the panel’s helper does not answer/,
  );
  assert.match(said(failure?.takenBack ?? ''), /The last good configuration is active again/);
  assert.equal(helped.panel.draft.pending().length, 1);
  assert.equal(await helped.proveWhole(), 'start');
});

test('a panel that has lost its helper in the middle says so, and puts all right when it is there again', async (context) => {
  const helped = await helpedPanel(context);
  const end = helped.panel.save.subscribe(({ steps }) => {
    if (steps.some(({ sentence, status }) => said(sentence).startsWith('Stopping') && status === 'running'))
      void helped.socket.close();
  });
  const { failure } = await helped.save('new');
  end();
  assert.equal(failure?.serviceDown, true);
  assert.match(said(failure.takenBack), /The last good configuration could not be restored/);
  await helped.socket.open();
  const modules = helped.machine.modules([readerModule(helped.machine, 'a')]);
  const anew = await createPanel(helped.machine, modules, 0);
  assert.match(said((await anew.save.recover()) ?? ''), /The last good configuration is active again/);
  assert.equal(await helped.proveWhole(), 'start');
});
