import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import type { Module } from '../../../src/core/module/index.js';
import { english } from '../../../src/core/words/english.js';
import { createPanel, type Panel } from '../../../src/panel.js';
import type { SupervisedMachine } from '../../../src/system/machine.js';
import { finishedSave } from '../../helpers/enabled-panel.js';
import { temporaryMachine } from '../../helpers/machine.js';
import { daemonOf } from '../../helpers/modules.js';
import { readerModule } from '../../helpers/reader-module.js';
import { inEnglish, said } from '../../helpers/in-english.js';

/** A panel that has saved with one version of a module, on a real machine. */
async function savedPanel(context: TestContext): Promise<{ machine: SupervisedMachine; module: Module }> {
  const machine = await temporaryMachine(context);
  const module = readerModule(machine, 'a');
  const panel = await createPanel(machine, [module], 0);
  await panel.modules.enable('a', 'admin');
  const job = await finishedSave(panel);
  assert.equal(job.outcome, 'done', said(job.failure?.reason));
  return { machine, module };
}

/** The panel that starts on it with another version. */
async function started(machine: SupervisedMachine, module: Module): Promise<Panel> {
  const panel = await createPanel(machine, [module], 0);
  await panel.save.recover();
  await panel.save.compareWithActive();
  return panel;
}

const configurationOf = (panel: Panel): readonly string[] =>
  panel.draft
    .pending()
    .map(({ label, after, discardable }) => `${english(label)}: ${english(after)}, ${discardable}`);

test('the same version finds nothing that is not in force', async (context) => {
  const { machine, module } = await savedPanel(context);
  const panel = await started(machine, module);
  assert.deepEqual(panel.draft.pending(), []);
  await writeFile(`${machine.layout.live}/a/words.conf`, 'by hand\n');
  const again = await started(machine, module);
  assert.deepEqual(again.draft.pending(), [], 'what somebody changed by hand is spoken of as such');
});

test('another text, another mode and another command are pending, and the next save puts them into force', async (context) => {
  const { machine, module } = await savedPanel(context);
  const daemon = daemonOf(module);
  const { argv } = daemon.command(machine);
  const otherText: Module = {
    ...module,
    render: async (...parts) =>
      (await module.render(...parts)).map((file) => ({ ...file, content: `${file.content}# new\n` })),
  };
  const otherMode: Module = {
    ...otherText,
    render: async (...parts) =>
      (await otherText.render(...parts)).map((file) => ({ ...file, executable: true })),
  };
  const otherCommand: Module = {
    ...otherMode,
    daemons: [{ ...daemon, command: (on) => ({ ...daemon.command(on), argv: [...argv, 'one more word'] }) }],
  };
  for (const [next, after] of [
    [otherText, 'a/words.conf and a-daemon'],
    [otherMode, 'a/words.conf and a-daemon'],
    [otherCommand, 'a-daemon'],
  ] as const) {
    const before = await machine.daemons.state('a-daemon');
    const panel = await started(machine, next);
    assert.equal(
      (await machine.daemons.state('a-daemon')).pid,
      before.pid,
      'nobody is disturbed by the start',
    );
    assert.deepEqual(configurationOf(panel), [`Configuration: what this panel writes now (${after}), false`]);
    assert.deepEqual(inEnglish((await panel.save.preview()).sentences), ['Everybody at a.']);
    await panel.draft.discard();
    assert.equal(panel.draft.pending().length, 1, 'that is no choice that could be discarded');
    const job = await finishedSave(panel);
    assert.equal(job.outcome, 'done', said(job.failure?.reason));
    assert.deepEqual(panel.draft.pending(), []);
    assert.notEqual((await machine.daemons.state('a-daemon')).pid, before.pid);
    assert.deepEqual((await started(machine, next)).draft.pending(), []);
  }
  assert.equal((await machine.daemons.state('a-daemon')).argv.at(-1), 'one more word');
});

test('a daemon that another version brings waits for the save, and is not called broken', async (context) => {
  const { machine, module } = await savedPanel(context);
  const added = readerModule(machine, 'b');
  const next: Module = {
    ...module,
    files: [...module.files, ...added.files],
    daemons: [...module.daemons, ...added.daemons],
    render: async (on, settings) => [
      ...(await module.render(on, settings, [])),
      ...(await added.render(on, settings, [])),
    ],
  };
  const panel = await started(machine, next);
  assert.equal(panel.save.recovery(), null);
  assert.deepEqual(
    (await panel.health.rows()).map(({ name, state }) => [name, state]),
    [
      ['a-daemon', 'running'],
      ['b-daemon', 'outdated'],
    ],
  );
  assert.deepEqual(configurationOf(panel), [
    'Configuration: what this panel writes now (b/words.conf and b-daemon), false',
  ]);
  assert.equal((await finishedSave(panel)).outcome, 'done');
  assert.deepEqual(
    (await panel.health.rows()).map(({ state }) => state),
    ['running', 'running'],
  );
});

test('a daemon that only another version could ask is not called broken until the save', async (context) => {
  const { machine, module } = await savedPanel(context);
  const daemon = daemonOf(module);
  const file = `${machine.layout.live}/a/words.conf`;
  const next: Module = {
    ...module,
    render: async (...parts) =>
      (await module.render(...parts)).map((one) => ({ ...one, content: `${one.content}# new\n` })),
    daemons: [
      {
        ...daemon,
        answers: async ({ files }) => {
          if ((await files.read(file))?.includes('# new') !== true) throw new Error('it has no such socket');
        },
      },
    ],
  };
  const panel = await started(machine, next);
  const [before] = await panel.health.rows();
  assert.deepEqual([before?.state, before?.can], ['outdated', 'restart']);
  assert.match(english(before?.detail ?? ''), /An earlier version of the panel set it up.*Save Changes/);
  assert.equal((await finishedSave(panel)).outcome, 'done');
  assert.equal((await panel.health.rows())[0]?.state, 'running');
});

test('another address of this machine is pending where a file names it, and no longer when it is back', async (context) => {
  const real = await temporaryMachine(context);
  let addresses = ['192.0.2.7'];
  const network = { ...real.network, ownAddresses: () => addresses };
  const machine = { ...real, network };
  const module = readerModule(machine, 'a');
  const naming: Module = {
    ...module,
    render: async (...parts) =>
      (await module.render(...parts)).map((file) => ({
        ...file,
        content: `${file.content}# ${addresses.join(' ')}\n`,
      })),
  };
  const panel = await createPanel(machine, [naming], 0);
  await panel.modules.enable('a', 'admin');
  assert.equal((await finishedSave(panel)).outcome, 'done');
  const lookedAgain = async (): Promise<readonly string[]> => {
    await panel.save.compareWithActive();
    return configurationOf(panel);
  };
  assert.deepEqual(await lookedAgain(), []);
  addresses = ['192.0.2.8'];
  assert.deepEqual(await lookedAgain(), [
    'Configuration: what this panel writes now (a/words.conf and a-daemon), false',
  ]);
  addresses = ['192.0.2.7'];
  assert.deepEqual(await lookedAgain(), []);
  addresses = ['192.0.2.9'];
  assert.equal((await lookedAgain()).length, 1);
  assert.equal((await finishedSave(panel)).outcome, 'done');
  assert.deepEqual(await lookedAgain(), []);
});
