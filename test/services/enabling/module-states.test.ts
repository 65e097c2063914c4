import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf } from '../../../src/core/fields/single.js';
import type { EnableStep } from '../../../src/core/module/index.js';
import type { Settings } from '../../../src/core/settings.js';
import { createPanel } from '../../../src/panel.js';
import { eventually } from '../../helpers/eventually.js';
import { memoryMachine } from '../../helpers/memory-machine.js';
import { wordModule } from '../../helpers/modules.js';
import { inEnglish, said } from '../../helpers/in-english.js';
import { say, verbatim } from '../../../src/core/words/sentence.js';

const step = (what: string, fails: { run?: boolean; undo?: boolean } = {}): EnableStep<Settings> => ({
  what: verbatim(what),
  why: say`A test wants it.`,
  run: () => (fails.run === true ? Promise.reject(new Error('no room')) : Promise.resolve()),
  undo: () => (fails.undo === true ? Promise.reject(new Error('stuck')) : Promise.resolve()),
});

async function messageOf(steps: readonly EnableStep<Settings>[]): Promise<string> {
  const panel = await createPanel(memoryMachine(), [wordModule('a', [], { enableSteps: steps })], 0);
  return panel.modules.enable('a', 'admin').then(
    () => 'enabled',
    (error: unknown) => String(error),
  );
}

test('a step that fails has the earlier ones undone, and says so', async () => {
  const message = await messageOf([step('Make a folder'), step('Make a file', { run: true })]);
  assert.match(message, /The step "Make a file" failed: no room\. Its steps were undone\. Fix this/);
});

test('what could not be undone is named, not called undone', async () => {
  const message = await messageOf([
    step('Make a folder', { undo: true }),
    step('Make a file', { run: true }),
  ]);
  assert.match(message, /no room\. These steps could not be undone: “Make a folder”\. Fix this/);
});

/** A module with one step that is always done, one that this machine does not need, and one that is offered. */
async function offeringPanel(accept: string | null) {
  const done: string[] = [];
  const noting = (what: string, more: Partial<EnableStep<Settings>> = {}): EnableStep<Settings> => ({
    ...step(what),
    run: (_machine, settings) => Promise.resolve(void done.push(`${what}: ${lineOf(settings['word'])}`)),
    undo: () => Promise.resolve(void done.push(`undo ${what}`)),
    ...more,
  });
  const steps = [
    noting('Make a folder'),
    noting('Stop what does not run', { needed: () => Promise.resolve(false) }),
    noting('Copy what is there', { isOffered: true }),
  ];
  const module = wordModule('a', [], {
    enableSteps: steps,
    offer: () =>
      Promise.resolve({
        title: verbatim('An old one'),
        found: [],
        notes: [],
        accept: accept === null ? null : verbatim(accept),
        settings: { word: 'theirs' },
      }),
  });
  const panel = await createPanel(memoryMachine(), [module], 0);
  const draft = () => panel.keeper.state().draft['a']?.settings['word'];
  return { panel, done, draft };
}

test('the consent page shows the steps that are needed, and the offered ones as such', async () => {
  const { panel } = await offeringPanel('Take it over');
  const [consent] = (await panel.modules.consent(['a'])).modules;
  assert.deepEqual(
    consent?.actions.map(({ what, isOffered }) => [inEnglish(what), isOffered]),
    [
      ['Make a folder', false],
      ['Copy what is there', true],
    ],
  );
});

test('an offer that is accepted puts its settings into the draft and does its steps with them', async () => {
  const { panel, done, draft } = await offeringPanel('Take it over');
  await panel.modules.enable('a', 'admin', true);
  assert.deepEqual(done, ['Make a folder: theirs', 'Copy what is there: theirs']);
  assert.equal(draft(), 'theirs');
});

test('an offer that is not accepted, or cannot be, changes nothing', async () => {
  const refused = await offeringPanel('Take it over');
  await refused.panel.modules.enable('a', 'admin', false);
  const impossible = await offeringPanel(null);
  await impossible.panel.modules.enable('a', 'admin', true);
  for (const { done, draft } of [refused, impossible]) {
    assert.deepEqual(done, ['Make a folder: hello']);
    assert.equal(draft(), 'hello');
  }
});

/** A machine where a panel ended in the middle of the second of three steps. */
async function crashedPanel() {
  const done: string[] = [];
  const machine = memoryMachine();
  const noting = (what: string, run: () => Promise<void>): EnableStep<Settings> => ({
    ...{ what: verbatim(what), why: verbatim(''), run },
    undo: () => Promise.resolve(void done.push(`undo ${what}`)),
    settle: () => Promise.resolve(void done.push(`settle ${what}`)),
  });
  const never = (): Promise<never> => new Promise(() => undefined);
  const steps = (second: () => Promise<void>): readonly EnableStep<Settings>[] => [
    noting('one', () => Promise.resolve()),
    noting('two', second),
    noting('three', () => Promise.resolve()),
  ];
  const moduleWith = (second: () => Promise<void>) => wordModule('a', [], { enableSteps: steps(second) });
  const crashed = await createPanel(machine, [moduleWith(never)], 0);
  void crashed.modules.enable('a', 'admin');
  await eventually(async () => {
    assert.deepEqual(await machine.store.document('enabling').read(), { module: 'a', steps: [0, 1] });
  });
  return { machine, done, panel: await createPanel(machine, [moduleWith(() => Promise.resolve())], 0) };
}

test('what a crash left of enabling a module is undone at the next start, and said', async () => {
  const { machine, done, panel } = await crashedPanel();
  assert.match(
    said((await panel.modules.recover()) ?? ''),
    /stopped while The a was being enabled\. Its steps were undone/,
  );
  assert.deepEqual(done, ['undo two', 'undo one']);
  assert.equal(await machine.store.document('enabling').read(), null);
  assert.equal(await panel.modules.recover(), null);
});

test('what was enabled is settled: a later start takes nothing of it back', async () => {
  const { machine, done, panel } = await crashedPanel();
  await panel.modules.recover();
  done.length = 0;
  await panel.modules.enable('a', 'admin');
  assert.deepEqual(done, ['settle one', 'settle two', 'settle three']);
  await machine.store.document('enabling').write({ module: 'a', steps: [0, 1, 2] });
  assert.equal(await panel.modules.recover(), null);
  assert.ok(!done.some((line) => line.startsWith('undo')));
});
