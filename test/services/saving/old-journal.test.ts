import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createPanel, type Panel } from '../../../src/panel.js';
import type { SupervisedMachine } from '../../../src/system/machine.js';
import { assertWhole } from '../../drills/whole.js';
import { finishedSave } from '../../helpers/enabled-panel.js';
import { said } from '../../helpers/in-english.js';
import { expectLog } from '../../helpers/log-rule.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { words } from '../../helpers/modules.js';
import { readerModule, servedFile } from '../../helpers/reader-module.js';

/**
 * State and journal of a panel that was killed while it watched a save of the word "next", by a version that watched
 * before it stored the new settings. "good" was saved before.
 */
const fixture = new URL('../../fixtures/journal-while-watching/', import.meta.url);

async function written(name: string): Promise<Record<string, unknown>> {
  const text = await readFile(fileURLToPath(new URL(name, fixture)), 'utf8');
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

/** The machine as that version left it. */
async function leftMachine(context: TestContext, state: object): Promise<SupervisedMachine> {
  const machine = await temporaryMachine(context);
  const panel = await createPanel(machine, [readerModule(machine, 'a')], 0);
  await panel.modules.enable('a', 'admin');
  const { version } = await panel.draft.view('a');
  await panel.draft.apply({ module: 'a', values: words('good'), version, who: 'admin' });
  assert.equal((await finishedSave(panel)).outcome, 'done');
  const next = {
    path: 'a/words.conf',
    content: 'word next\n',
    readableBy: 'chat',
    executable: false,
  } as const;
  await machine.configuration.activate(await machine.configuration.write([next]));
  await machine.daemons.stop('a-daemon');
  await machine.daemons.start('a-daemon');
  await machine.store.document('state').write(state);
  await machine.store.document('journal').write(await written('journal.json'));
  return machine;
}

async function startedAgain(machine: SupervisedMachine): Promise<{ panel: Panel; sentence: string }> {
  const panel = await createPanel(machine, [readerModule(machine, 'a')], 600);
  const sentence = said((await panel.save.recover()) ?? '');
  assert.equal(panel.save.watching(), null);
  await assertWhole(machine, panel);
  return { panel, sentence };
}

test('a save that an older version was killed over while it watched is taken back, and still pending', async (context) => {
  expectLog('panel', / info The panel was stopped during “Saving the changes”\. /);
  const machine = await leftMachine(context, await written('state.json'));
  const { panel, sentence } = await startedAgain(machine);
  assert.match(
    sentence,
    /during “Saving the changes”\. The last good configuration is active again, .*still pending\.$/,
  );
  assert.equal(await readFile(servedFile(machine.layout, 'a'), 'utf8'), 'good\n');
  assert.equal(panel.draft.pending().length, 1);
});

test('a save that an older version had watched, and was killed before it closed the journal, is complete', async (context) => {
  expectLog('panel', / info The panel was stopped during “Saving the changes”\. /);
  const state = await written('state.json');
  const machine = await leftMachine(context, { ...state, saved: state['draft'], generation: 2, saves: 2 });
  const { panel, sentence } = await startedAgain(machine);
  assert.match(sentence, /during “Saving the changes”\. .*: the save is complete\.$/);
  assert.equal(await readFile(servedFile(machine.layout, 'a'), 'utf8'), 'next\n');
  assert.deepEqual(panel.draft.pending(), []);
});

test('a journal of this version is read by a panel with another module', async (context) => {
  expectLog('panel', / info The panel was stopped during “Saving the changes”\. /);
  expectLog('panel', / error Watching the service after .* failed: /);
  const machine = await temporaryMachine(context);
  const panel = await createPanel(machine, [readerModule(machine, 'a')], 0);
  await panel.modules.enable('a', 'admin');
  assert.equal((await finishedSave(panel)).outcome, 'done');
  const { saves, saved, generation } = panel.keeper.state();
  await machine.store.document('journal').write({
    fallback: { choices: saved, generation, watched: {}, kept: {} },
    saves: [
      {
        save: saves,
        job: 'x',
        title: 'Saving the changes',
        who: '',
        when: '',
        touched: ['gone', 'a-daemon'],
      },
    ],
  });
  const modules = ['a', 'b'].map((id) => readerModule(machine, id));
  const later = await createPanel(machine, modules, 600);
  await later.save.recover();
  assert.equal(later.save.watching()?.saves.length, 1);
  const ended = later.save.watchEnded('x');
  await machine.daemons.stop('a-daemon');
  assert.equal((await ended)?.failure.serviceDown, false);
  assert.equal(later.keeper.state().saved['b']?.enabled, false);
  assert.equal((await machine.daemons.state('a-daemon')).up, true);
});
