import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearEnd, type CertificateFacts } from '../../../src/core/certificate.js';
import type { CertificateControl, CertificateStanding, Module } from '../../../src/core/module/index.js';
import type { Settings } from '../../../src/core/settings.js';
import { english } from '../../../src/core/words/english.js';
import { Languages } from '../../../src/core/words/languages.js';
import { say, verbatim } from '../../../src/core/words/sentence.js';
import { createPanel, type Panel } from '../../../src/panel.js';
import { finishedSave } from '../../helpers/enabled-panel.js';
import { inEnglish } from '../../helpers/in-english.js';
import { memoryMachine, type MemoryMachine } from '../../helpers/memory-machine.js';
import { wordModule } from '../../helpers/modules.js';

const spanish = new Languages([{ language: 'es', find: () => undefined }]);

const facts: CertificateFacts = {
  subject: 'CN=chat.lan',
  issuer: 'CN=An Authority',
  names: ['chat.lan'],
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2026-06-01T12:00:00.000Z',
  fingerprint: 'AA:BB',
  key: 'EC prime256v1',
  isSelfSigned: false,
};

const well: CertificateStanding = {
  active: facts,
  trouble: '',
  report: {
    facts,
    uncovered: [],
    trust: 'authority',
    missingIssuer: '',
    issuerAddress: '',
    isForPanel: true,
    leftOut: [],
    problems: [],
  },
  refusals: {},
  advice: [],
  renewal: null,
};

/** A panel with one module whose certificate stands as is said here. */
interface Renewing {
  readonly machine: MemoryMachine;
  readonly panel: Panel;
  /** What was done, with the time of day. */
  readonly done: string[];
  standing: CertificateStanding;
  /** The administrator's choice, `''` for none. */
  language: string;
}

async function renewing(source: 'own' | 'files' = 'files'): Promise<Renewing> {
  const machine = memoryMachine();
  const done: string[] = [];
  const note = (what: string): Promise<void> => {
    done.push(`${what} ${machine.clock.now().toTimeString().slice(0, 5)}`);
    return Promise.resolve();
  };
  const control: CertificateControl<Settings> = {
    settings: [],
    usedFor: say`words`,
    file: 'words/certificate.pem',
    source: () =>
      source === 'own' ? { kind: 'own', domain: 'chat.lan' } : { kind: 'files', certificate: '/x', key: '' },
    withUpload: (settings) => settings,
    quietTime: () => '03:30',
    look: () => Promise.resolve(made.standing),
    served: () => Promise.resolve([]),
    disturbs: say`Everybody.`,
    makeAnew: () => note('renewed'),
    announce: (_, __, reader) => note(`told in ${reader.language}`),
  };
  const module: Module = { ...wordModule('chat'), certificate: control };
  const panel = await createPanel(machine, [module], 0, () => spanish.reader(made.language));
  const made: Renewing = { machine, panel, done, standing: well, language: '' };
  await panel.modules.enable('chat', 'admin');
  await finishedSave(panel);
  return made;
}

/** Sets the clock to a time of a day of March 2026, local time as the quiet time is. */
function at({ machine }: Renewing, day: number, hours: number, minutes: number): void {
  machine.clock.setWall(new Date(2026, 2, day, hours, minutes));
}

test('what is due is made active at the quiet time and at no other, a minute after the users were told', async () => {
  const chat = await renewing();
  chat.standing = { ...well, renewal: say`It was renewed.` };
  for (const [hours, minutes] of [
    [0, 0],
    [3, 28],
    [4, 29],
    [15, 30],
  ] as const) {
    at(chat, 3, hours, minutes);
    await chat.panel.renewal.look();
  }
  assert.deepEqual(chat.done, []);
  at(chat, 3, 3, 29);
  await chat.panel.renewal.look();
  assert.deepEqual(chat.done, ['told in en 03:29', 'renewed 03:30']);
  await chat.panel.renewal.look();
  assert.equal(chat.done.length, 2, 'once a night');
  at(chat, 4, 3, 45);
  await chat.panel.renewal.look();
  assert.deepEqual(
    chat.done.slice(2),
    ['told in en 03:45', 'renewed 03:46'],
    'the panel was off, or busy, at half past',
  );
});

test('nothing is done when nothing is due, and one that has ended does not wait for the night', async () => {
  const chat = await renewing();
  at(chat, 3, 3, 30);
  await chat.panel.renewal.look();
  assert.deepEqual(chat.done, []);
  chat.standing = {
    ...well,
    active: { ...facts, validTo: '2026-02-01T00:00:00.000Z' },
    renewal: say`It was renewed.`,
  };
  chat.language = 'es';
  at(chat, 3, 12, 0);
  await chat.panel.renewal.look();
  await chat.panel.renewal.look();
  assert.deepEqual(chat.done, ['told in es 12:00', 'renewed 12:01']);
});

test('a renewal that fails leaves the old one, says so on the home page, and is tried again the next night', async () => {
  const chat = await renewing();
  chat.standing = { ...well, renewal: say`It was renewed.` };
  const { configuration } = chat.machine;
  const live = configuration.live.bind(configuration);
  configuration.live = () => Promise.reject(new Error('the disk is gone'));
  at(chat, 3, 3, 30);
  await chat.panel.renewal.look();
  configuration.live = live;
  const [notice] = await chat.panel.renewal.notices();
  assert.equal(notice?.isUrgent, true);
  assert.match(
    english(notice.sentence),
    /could not be used: .*the disk is gone\. The active certificate, valid until 1 Jun 2026, stays in use\./,
  );
  at(chat, 4, 3, 30);
  await chat.panel.renewal.look();
  assert.doesNotMatch(JSON.stringify(await chat.panel.renewal.notices()), /could not be used/);
});

test('the home page tells of the end thirty days ahead, and urgently from seven', async () => {
  const chat = await renewing();
  const saidSo = async (hoursBefore: number): Promise<string> => {
    chat.machine.clock.setWall(new Date(Date.parse(facts.validTo) - hoursBefore * 3_600_000));
    const notices = await chat.panel.renewal.notices();
    return notices
      .map(({ sentence, isUrgent }) => `${isUrgent ? 'urgent: ' : ''}${english(sentence)}`)
      .join();
  };
  assert.equal(await saidSo(31 * 24), '');
  assert.match(
    await saidSo(30 * 24),
    /^The certificate that clients see expires on 1 Jun 2026, \d\d:\d\d, [^.]*\. Order its renewal now\.$/,
  );
  assert.match(await saidSo(8 * 24), /^The certificate .* expires on 1 Jun 2026/);
  assert.match(await saidSo(7 * 24), /^urgent: .* expires on 1 Jun 2026/);
  assert.match(await saidSo(20), /^urgent: .* expires on 1 Jun 2026, .* Order its renewal now/);
  assert.match(await saidSo(-1), /^urgent: .* expired on 1 Jun 2026, .*: clients refuse it\./);
});

test('of what is due or refused only that is said', async () => {
  const chat = await renewing('own');
  chat.machine.clock.setWall(new Date('2026-05-30T12:00:00Z'));
  chat.standing = { ...well, renewal: say`It expires soon. The panel makes a new one.` };
  assert.deepEqual(inEnglish(await chat.panel.renewal.notices()), [
    {
      sentence: 'It expires soon. The panel makes a new one. It takes effect at 03:30.',
      isUrgent: false,
    },
  ]);
  chat.standing = { ...well, refusals: { file: verbatim('The key is not its own.') } };
  assert.deepEqual(inEnglish(await chat.panel.renewal.notices()), [
    {
      sentence:
        'The certificate in the settings cannot be used: The key is not its own. The active certificate, valid until 1 Jun 2026, stays in use.',
      isUrgent: true,
    },
  ]);
});

test('one of six days is near its end in its last two days, and urgent in the last', () => {
  const shortLived = { validFrom: '2026-03-01T00:00:00.000Z', validTo: '2026-03-07T00:00:00.000Z' };
  const near = (when: string) => nearEnd(shortLived, new Date(when));
  assert.equal(near('2026-03-01T00:00:00Z'), 'no');
  assert.equal(near('2026-03-04T23:59:00Z'), 'no');
  assert.equal(near('2026-03-05T00:00:00Z'), 'soon');
  assert.equal(near('2026-03-05T23:59:00Z'), 'soon');
  assert.equal(near('2026-03-06T00:00:00Z'), 'urgent');
  assert.equal(near('2026-03-08T00:00:00Z'), 'urgent');
});
