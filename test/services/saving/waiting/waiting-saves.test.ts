import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAsked, type Permission } from '../../../../src/core/act.js';
import type { CertificateControl, CertificateStanding, Module } from '../../../../src/core/module/index.js';
import type { Document } from '../../../../src/core/ports.js';
import type { Settings } from '../../../../src/core/settings.js';
import { say, verbatim } from '../../../../src/core/words/sentence.js';
import { createPanel, type Panel } from '../../../../src/panel.js';
import { endedSentence } from '../../../../src/services/saving/waiting/waiting-words.js';
import type { WhenToSave } from '../../../../src/services/saving/waiting/when-to-save.js';
import { finishedSave } from '../../../helpers/enabled-panel.js';
import { said } from '../../../helpers/in-english.js';
import { memoryMachine, type MemoryMachine } from '../../../helpers/memory-machine.js';
import { harmless } from '../../../helpers/harmless.js';
import { words, wordModule } from '../../../helpers/modules.js';
import { agreed as agreedBy } from '../../../helpers/permissions.js';

const agreed: Permission = { ...agreedBy, actor: { who: 'admin', from: '', session: '' } };
const quietTime: WhenToSave = { kind: 'quiet-time' };
const inFive: WhenToSave = { kind: 'minutes', minutes: 5 };

/** A certificate, whether another one is due, and how often users were told of it and it was made. */
interface Renewal {
  due: boolean;
  told: number;
  made: number;
}

/** A module needs a certificate to have a quiet time. */
const certificateOf = (renewal: Renewal): CertificateControl<Settings> => ({
  settings: [],
  usedFor: say`words`,
  file: 'words/certificate.pem',
  source: ({ word }) =>
    word === 'files' ? { kind: 'files', certificate: '/x', key: '' } : { kind: 'own', domain: 'a.lan' },
  withUpload: (settings) => settings,
  quietTime: () => '03:30',
  look: () =>
    renewal.due
      ? Promise.resolve({ ...standing, renewal: say`It expires soon.` })
      : Promise.reject(new Error('there is none')),
  served: () => Promise.resolve([]),
  disturbs: say`Everybody.`,
  makeAnew() {
    renewal.due = false;
    renewal.made += 1;
    return Promise.resolve();
  },
  announce() {
    renewal.told += 1;
    return Promise.resolve();
  },
});

const standing: CertificateStanding = {
  ...{ active: null, trouble: '', refusals: {}, advice: [], renewal: null },
  report: {
    ...{ facts: null, uncovered: [], trust: 'self-signed', missingIssuer: '', issuerAddress: '' },
    ...{ isForPanel: true, leftOut: [], problems: [] },
  },
};

/** A panel whose module `a` is on with "good", and has "next" in the draft. */
interface World {
  readonly machine: MemoryMachine;
  readonly modules: readonly Module[];
  panel: Panel;
  /** What users were told: the minutes, or "off". */
  readonly told: string[];
  readonly renewal: Renewal;
  /** What goes wrong. */
  readonly wrong: { tell: Error | null; refusal: string; disk: string | null };
}

async function world(): Promise<World> {
  const told: string[] = [];
  const renewal: Renewal = { due: false, told: 0, made: 0 };
  const wrong: World['wrong'] = { tell: null, refusal: '', disk: null };
  const machine = { ...memoryMachine() };
  const document = machine.store.document.bind(machine.store);
  Object.assign(machine, {
    store: {
      document: (name: string): Document => ({
        read: () => document(name).read(),
        write: (content) =>
          wrong.disk === name
            ? Promise.reject(new Error('The disk is full.'))
            : document(name).write(content),
      }),
    },
  });
  const a = wordModule('a', [], {
    sessions: {
      sessions: () => Promise.resolve([]),
      end: () => Promise.resolve(0),
      tell: () => Promise.resolve(0),
      announceSave: (_machine, _settings, minutes) => {
        if (wrong.tell !== null) return Promise.reject(wrong.tell);
        told.push(minutes === null ? 'off' : String(minutes));
        return Promise.resolve();
      },
      reads: [],
      connectsAs: () => null,
    },
    refusals: () => Promise.resolve(wrong.refusal === '' ? {} : { word: verbatim(wrong.refusal) }),
    daemons: [
      {
        name: 'a-daemon',
        title: say`Daemon of ${{ id: 'a' }}`,
        command: () => ({ argv: ['/bin/sleep', '1000'], account: 'panel', stopSeconds: 2 }),
        confinement: harmless,
        wanted: () => true,
        answers: () => Promise.resolve(),
        disturbs: say`Everybody at ${{ id: 'a' }}.`,
        disconnectsEverybody: true,
      },
    ],
  });
  const modules: readonly Module[] = [{ ...a, certificate: certificateOf(renewal) }];
  const panel = await createPanel(machine, modules, 0);
  await panel.modules.enable('a', 'admin');
  await type(panel, 'good');
  assert.equal((await finishedSave(panel)).outcome, 'done');
  await type(panel, 'next');
  return { machine, modules, panel, told, renewal, wrong };
}

async function type(panel: Panel, word: string): Promise<void> {
  const { version } = await panel.draft.view('a');
  await panel.draft.apply({ module: 'a', values: words(word), version, who: 'admin' });
}

async function later({ panel }: World, when: WhenToSave): Promise<void> {
  const came = await panel.acts.saveLater.request({ when, decisions: {} }, agreed);
  assert.ok(!isAsked(came) && came.kind === 'waits', JSON.stringify(came));
}

/** Looks every second for so long, each time until nothing runs. */
async function pass(world: World, seconds: number): Promise<void> {
  const { machine } = world;
  for (let second = 0; second < seconds; second += 1) {
    machine.clock.pass(1);
    await world.panel.waiting.look();
    await settled(world.panel);
  }
}

async function settled({ save, waiting }: Panel): Promise<void> {
  const isBusy = (): boolean =>
    save.current()?.outcome === 'running' || (waiting.waiting() === null && waiting.ended() === null);
  while (isBusy()) await new Promise((resolve) => setImmediate(resolve));
}

async function wordOnDisk({ machine }: World): Promise<string> {
  return (await machine.configuration.live())[0]?.content ?? '';
}

async function again(world: World): Promise<void> {
  world.panel = await createPanel(world.machine, world.modules, 0);
  await world.panel.save.recover();
  await world.panel.waiting.recover();
}

function outcome({ panel }: World): string {
  return panel.waiting.ended()?.outcome ?? '';
}

test('at the quiet time users are told a minute before, and then what was agreed to is saved', async () => {
  const all = await world();
  const { machine, told, panel } = all;
  const at = panel.waiting.quietTime();
  assert.ok(at !== null);
  await later(all, quietTime);
  machine.clock.pass((at.getTime() - machine.clock.now().getTime()) / 1000 - 65);
  await pass(all, 4);
  assert.deepEqual([told, panel.waiting.waiting()?.runAt], [[], at.toISOString()]);
  await pass(all, 2);
  assert.deepEqual(told, ['1']);
  await pass(all, 58);
  assert.equal(await wordOnDisk(all), 'word good\n');
  await pass(all, 3);
  assert.equal(await wordOnDisk(all), 'word next\n');
  assert.deepEqual([outcome(all), panel.waiting.waiting(), panel.draft.pending()], ['saved', null, []]);
  assert.match(said(panel.save.current()?.who ?? ''), /^admin/);
  const lines = (await panel.audit.latest(10)).map(
    ({ who, what, outcome: came }) => `${who}: ${what}: ${came}`,
  );
  assert.ok(
    lines.some((line) => /^the panel: Save Changes at a later time: .*active and tested\./.test(line)),
  );
  assert.ok(
    lines.some((line) => /^admin.*: Save Changes: The a, Word: The save begins on /.test(line)),
    lines.join('\n'),
  );
});

test('in five minutes: users are told at once', async () => {
  const all = await world();
  await later(all, inFive);
  assert.deepEqual(all.told, ['5']);
  await pass(all, 299);
  assert.equal(await wordOnDisk(all), 'word good\n');
  await pass(all, 2);
  assert.equal(await wordOnDisk(all), 'word next\n');
  assert.deepEqual(all.told, ['5']);
});

test('a later change of the draft stops it with a notice, and users who were told learn that', async () => {
  const all = await world();
  await later(all, inFive);
  await type(all.panel, 'other');
  await pass(all, 1);
  assert.equal(outcome(all), 'changed');
  assert.deepEqual(all.told, ['5', 'off']);
  const ended = all.panel.waiting.ended();
  assert.match(
    said(ended === null ? '' : endedSentence(ended)),
    /does not run: the pending changes are not the ones that were agreed to\. To save, check/,
  );
  await pass(all, 600);
  assert.equal(await wordOnDisk(all), 'word good\n');
  await later(all, inFive);
  await pass(all, 301);
  assert.equal(await wordOnDisk(all), 'word other\n', 'it can be agreed to anew');
});

test('a renewed certificate does not disturb it; another save that makes its changes active ends it', async () => {
  const all = await world();
  await later(all, inFive);
  await all.panel.save.reapply(say`Renewing the certificate`, say`done`, 'the panel', () =>
    Promise.resolve(),
  );
  await pass(all, 10);
  assert.notEqual(all.panel.waiting.waiting(), null);
  await finishedSave(all.panel);
  await pass(all, 1);
  assert.equal(outcome(all), 'overtaken');
  const saves = all.panel.keeper.state().saves;
  await pass(all, 400);
  assert.equal(all.panel.keeper.state().saves, saves);
});

test('a renewal at the same quiet time becomes active with it: users are told and disconnected once', async () => {
  const all = await world();
  const { machine, panel, renewal, told } = all;
  const at = panel.waiting.quietTime();
  assert.ok(at !== null);
  await later(all, quietTime);
  machine.clock.pass((at.getTime() - machine.clock.now().getTime()) / 1000 - 63);
  renewal.due = true;
  const { saves } = panel.keeper.state();
  for (let turn = 0; turn < 4; turn += 1) {
    await panel.renewal.look();
    await pass(all, 30);
  }
  assert.equal(outcome(all), 'saved');
  assert.deepEqual([told, renewal], [['1'], { due: false, told: 0, made: 1 }]);
  assert.deepEqual([panel.keeper.state().saves, await wordOnDisk(all)], [saves + 1, 'word next\n']);
  const lines = (await panel.audit.latest(10)).map(({ who, what }) => `${who}: ${what}`);
  assert.ok(lines.includes('the panel: The renewed certificate is active'), lines.join('\n'));
});

test('no certificate is made for a save after which it would not be active', async () => {
  const ends = [
    (panel: Panel) => type(panel, 'files'),
    (panel: Panel) => panel.modules.disable('a', 'admin'),
  ];
  for (const end of ends) {
    const all = await world();
    const { machine, panel, renewal } = all;
    const at = panel.waiting.quietTime();
    assert.ok(at !== null);
    await end(panel);
    await later(all, quietTime);
    machine.clock.pass((at.getTime() - machine.clock.now().getTime()) / 1000 - 63);
    renewal.due = true;
    await pass(all, 120);
    assert.deepEqual([outcome(all), renewal.made], ['saved', 0]);
    assert.doesNotMatch(JSON.stringify(await panel.audit.latest(10)), /renewed certificate is active/);
  }
});

test('a renewal runs alone where the save is called off, or waits for another time', async () => {
  const all = await world();
  const { machine, panel, renewal } = all;
  const at = panel.waiting.quietTime();
  assert.ok(at !== null);
  await later(all, quietTime);
  machine.clock.pass((at.getTime() - machine.clock.now().getTime()) / 1000 - 50);
  renewal.due = true;
  await panel.renewal.look();
  assert.deepEqual(renewal, { due: true, told: 0, made: 0 });
  await panel.acts.callOffSave.request({}, agreed);
  await panel.renewal.look();
  assert.deepEqual(renewal, { due: false, told: 1, made: 1 });
});

test('what became invalid stops it; what cannot be told yet only makes it wait', async () => {
  const all = await world();
  await later(all, inFive);
  const live = all.machine.configuration.live.bind(all.machine.configuration);
  Object.assign(all.machine.configuration, { live: () => Promise.reject(new Error('no answer')) });
  await pass(all, 310);
  assert.equal(outcome(all), '', 'no answer is no reason');
  Object.assign(all.machine.configuration, { live });
  all.wrong.refusal = 'The word is taken.';
  await pass(all, 11);
  assert.equal(outcome(all), 'refused');
  assert.equal(await wordOnDisk(all), 'word good\n');
  assert.match(all.machine.log.lines.join('\n'), /a save that waits cannot run now: no answer/);
});

test('nobody is disconnected without the word that was agreed to', async () => {
  const all = await world();
  all.wrong.tell = new Error('The service is silent.');
  const came = await all.panel.acts.saveLater.request({ when: inFive, decisions: {} }, agreed);
  assert.ok(!isAsked(came) && came.kind === 'refused');
  assert.match(said(came.sentence), /users could not be told: The service is silent/);
  assert.equal(all.panel.waiting.waiting(), null);
  await later(all, quietTime);
  const at = all.panel.waiting.quietTime();
  all.machine.clock.pass(((at?.getTime() ?? 0) - all.machine.clock.now().getTime()) / 1000 - 61);
  await pass(all, 3680);
  assert.deepEqual([outcome(all), await wordOnDisk(all)], ['missed', 'word good\n']);
  assert.equal(said(all.panel.waiting.ended()?.reason ?? ''), 'The service is silent.');
});

test('another save that begins while its turn is looked at goes first', async () => {
  const all = await world();
  const { machine, panel } = all;
  await later(all, inFive);
  await pass(all, 299);
  const prepare = machine.audit.prepare.bind(machine.audit);
  const other: string[] = [];
  Object.assign(machine.audit, {
    prepare: () => {
      Object.assign(machine.audit, { prepare });
      other.push(panel.save.start('eve').id);
      return prepare();
    },
  });
  await pass(all, 1);
  assert.equal(said(panel.save.current()?.who ?? ''), 'eve');
  assert.equal(panel.save.current()?.outcome, 'done');
  assert.equal(other.length, 1);
  await pass(all, 1);
  assert.equal(outcome(all), 'overtaken');
  const lines = (await panel.audit.latest(10)).filter(({ what }) => what === 'Save Changes at a later time');
  assert.ok(!lines.some(({ outcome: came }) => came === 'begun'));
});

test('it survives a restart, is late by an hour at most, and then tells users again', async () => {
  const all = await world();
  await later(all, inFive);
  all.machine.clock.pass(1500);
  await again(all);
  await pass(all, 1);
  assert.deepEqual(all.told, ['5', '5']);
  assert.equal(await wordOnDisk(all), 'word good\n');
  await pass(all, 301);
  assert.equal(await wordOnDisk(all), 'word next\n');

  await type(all.panel, 'third');
  await later(all, inFive);
  all.machine.clock.pass(6 * 3600);
  await again(all);
  await pass(all, 1);
  assert.deepEqual([outcome(all), await wordOnDisk(all)], ['missed', 'word next\n']);
});

test('a panel that is killed after it began neither runs it twice nor forgets it', async () => {
  for (const { killedAt, then, word } of [
    { killedAt: 'write', then: 'interrupted', word: 'word good\n' },
    { killedAt: 'end', then: 'saved', word: 'word next\n' },
  ]) {
    const all = await world();
    await later(all, inFive);
    await pass(all, 299);
    const kept = all.machine.store.document('waiting-save');
    let isKilled = false;
    const killed = new Promise<void>((resolve) => {
      const stop = (): Promise<never> => {
        isKilled = true;
        resolve();
        return new Promise(() => undefined);
      };
      if (killedAt === 'write') Object.assign(all.machine.configuration, { write: stop });
      else all.panel.save.subscribe(({ outcome: came }) => (came === 'done' ? void stop() : undefined));
    });
    let frozen: unknown = null;
    const write = all.machine.store.document.bind(all.machine.store);
    Object.assign(all.machine.store, {
      document: (name: string): Document => {
        const own = write(name);
        return { ...own, write: (content) => (isKilled ? new Promise(() => undefined) : own.write(content)) };
      },
    });
    all.machine.clock.pass(2);
    await all.panel.waiting.look();
    await killed;
    frozen = await kept.read();
    assert.match(JSON.stringify(frozen), /"begun":2/);
    const fresh = await world();
    await fresh.machine.store.document('waiting-save').write(frozen);
    if (then === 'saved') await finishedSave(fresh.panel);
    await again(fresh);
    assert.equal(outcome(fresh), then);
    await pass(fresh, 400);
    assert.equal(await wordOnDisk(fresh), word);
    assert.match(
      JSON.stringify((await fresh.panel.audit.latest(5)).map(({ what }) => what)),
      /at a later time/,
    );
  }
});

test('a full disk: nothing waits that is not kept, and nothing begins that is not marked', async () => {
  const all = await world();
  all.wrong.disk = 'waiting-save';
  await assert.rejects(
    Promise.resolve(all.panel.acts.saveLater.request({ when: inFive, decisions: {} }, agreed)),
    /The disk is full/,
  );
  assert.deepEqual([all.panel.waiting.waiting(), all.told], [null, []]);
  all.wrong.disk = null;
  await later(all, inFive);
  all.wrong.disk = 'waiting-save';
  await assert.rejects(Promise.resolve(all.panel.acts.callOffSave.request({}, agreed)), /The disk is full/);
  await pass(all, 301);
  assert.deepEqual([outcome(all), await wordOnDisk(all)], ['failed', 'word good\n']);
  all.wrong.disk = null;
  await pass(all, 11);
  await again(all);
  assert.equal(outcome(all), 'failed', 'it is kept as soon as the disk takes it');
});

test('called off: nothing runs, and users who were told learn that', async () => {
  const all = await world();
  await later(all, inFive);
  const second = await all.panel.acts.saveLater.request({ when: quietTime, decisions: {} }, agreed);
  assert.ok(!isAsked(second) && second.kind === 'refused', 'one waits already');
  const came = await all.panel.acts.callOffSave.request({}, agreed);
  assert.ok(!isAsked(came) && came.kind === 'called-off');
  assert.deepEqual(all.told, ['5', 'off']);
  const twice = await all.panel.acts.callOffSave.request({}, agreed);
  assert.ok(!isAsked(twice) && twice.kind === 'nothing');
  await again(all);
  await pass(all, 400);
  assert.deepEqual([outcome(all), await wordOnDisk(all)], ['called-off', 'word good\n']);
});

test('minutes out of bounds, and a save that disconnects nobody, do not wait', async () => {
  const all = await world();
  for (const minutes of [0, 61, Number.NaN, 1.5]) {
    const came = await all.panel.acts.saveLater.request(
      { when: { kind: 'minutes', minutes }, decisions: {} },
      agreed,
    );
    assert.ok(!isAsked(came) && came.kind === 'refused');
    assert.match(said(came.sentence), /from 1 to 60/);
  }
  await finishedSave(all.panel);
  const came = await all.panel.acts.saveLater.request({ when: inFive, decisions: {} }, agreed);
  assert.ok(!isAsked(came) && came.kind === 'refused');
  assert.match(said(came.sentence), /disconnects nobody/);
});

test('what is kept and cannot be read is said, and does not run', async () => {
  const all = await world();
  await all.machine.store.document('waiting-save').write({ waiting: 'strange', ended: null });
  await again(all);
  assert.equal(outcome(all), 'unknown');
  assert.match(all.machine.log.lines.join('\n'), /what is kept of a save that waits cannot be read/);
});
