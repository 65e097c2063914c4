import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { isAsked, type Asked, type Outcome, type Permission } from '../../../src/core/act.js';
import { defineModule, type Module } from '../../../src/core/module/index.js';
import type { Settings } from '../../../src/core/settings.js';
import { tree } from '../../../src/core/directory.js';
import { valuesOfUser } from '../../../src/core/people/user-values.js';
import { nothingChosen } from '../../../src/core/people/import/imports.js';
import { Secret } from '../../../src/core/secret.js';
import { createPanel, type Panel } from '../../../src/panel.js';
import { createOwnAccountActs } from '../../../src/services/acts/own-account.js';
import type { Acts } from '../../../src/services/acts/index.js';
import type { OwnAccountActs } from '../../../src/services/acts/own-account.js';
import { Sessions } from '../../../src/services/sign-in/sessions.js';
import { OwnLanguage } from '../../../src/services/sign-in/own-language.js';
import { SignIn } from '../../../src/services/sign-in/sign-in.js';
import { createCertificates } from '../../../src/system/certificates/certificates.js';
import { withoutHelper } from '../../../src/system/certificates/consent.js';
import { createCommands } from '../../../src/system/commands.js';
import { lookUpAccounts } from '../../helpers/accounts.js';
import { issue } from '../../helpers/certificates.js';
import { memoryMachine, type MemoryMachine } from '../../helpers/memory-machine.js';
import { agreed, unasked } from '../../helpers/permissions.js';
import { startSlapd, type TestSlapd } from '../../helpers/slapd.js';
import { removeUsers } from '../../web/remove-users.js';
import { sampleModules } from '../../web/sample-modules.js';
import { say, verbatim } from '../../../src/core/words/sentence.js';

const PASSWORD = 'correct horse battery';
const names = { userName: 'alice', firstName: '', lastName: 'Liddell', comment: '' };
const passwords = { password: 'down the hole', passwordAgain: 'down the hole' };
const rights = { jabber: { account: 'enabled', administrator: true } };

/** A panel on which everything is on, and one user is an administrator. */
interface World {
  readonly machine: MemoryMachine;
  readonly panel: Panel;
  readonly own: OwnAccountActs;
  readonly sessions: Sessions;
  readonly ended: string[];
}

/** How an act is asked for, and what it asks first. */
interface Scenario {
  readonly asks: { readonly stepUp: boolean; readonly question: boolean };
  /** What is to be there before. */
  prepare?(world: World): Promise<void>;
  request(world: World, permission: Permission): Promise<Outcome | Asked>;
}

const nothing = { stepUp: false, question: false };
const stepUp = { stepUp: true, question: false };
const question = { stepUp: false, question: true };
const both = { stepUp: true, question: true };

async function applyDomain({ panel }: World, domain: string, permission: Permission) {
  const { settings, version } = await panel.draft.view('jabber');
  const wanted = { module: 'jabber', values: { ...settings, domain }, version };
  return panel.acts.applySettings.request(wanted, permission);
}

/** A module that was never set up. */
function freshModule(): Module {
  return defineModule<Settings, null>({
    id: 'fresh',
    title: verbatim('Fresh'),
    summary: say`Was never set up.`,
    dependsOn: [],
    packages: [],
    appliesAtOnce: false,
    page: null,
    settings: { schema: z.strictObject({}), fields: [], defaults: {} },
    enableSteps: [
      {
        what: say`Do a thing`,
        why: say`It is needed.`,
        run: () => Promise.resolve(),
        undo: () => Promise.resolve(),
      },
    ],
    preparations: [],
    gather: () => Promise.resolve(null),
    files: [],
    daemons: [],
    probes: [],
  });
}

/** Two new users; of an administrator and a new one with rights, and a password for the one who is there. */
const PUPILS = 'uid,sn\npupil1,Lopez\npupil2,Lopez\n';
const ADMINISTRATORS = 'uid,sn,password,jabber.administrator\nalice,Liddell,down another hole,\nbob,B,,yes\n';

/** Imports new users, with generated passwords. */
async function importAll({ panel }: World): Promise<void> {
  const file = panel.imports.stage(Buffer.from(PUPILS));
  const choices = { ...nothingChosen, generates: true };
  const came = await panel.acts.importUsers.request({ file, choices, digest: null }, agreed);
  assert.equal(came.kind, 'started', JSON.stringify(came));
  await panel.imports.ended();
}

/** Begins to import new users, of whom none is written before the import is stopped. */
async function importSlowly(world: World): Promise<void> {
  const { panel } = world;
  const add = panel.users.add.bind(panel.users);
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  panel.users.add = async (...wanted) => {
    await held;
    panel.users.add = add;
    return add(...wanted);
  };
  const file = panel.imports.stage(Buffer.from(PUPILS));
  const choices = { ...nothingChosen, generates: true };
  await panel.acts.importUsers.request({ file, choices, digest: null }, agreed);
  const stop = panel.imports.stop.bind(panel.imports);
  panel.imports.stop = async () => {
    const stopped = stop();
    goOn();
    await stopped;
  };
}

/** One for each act that there is: a new one without a scenario is a type error. */
const scenarios: { readonly [Name in keyof Acts | keyof OwnAccountActs]: Scenario } = {
  applySettings: {
    asks: both,
    async request({ panel }, permission) {
      const { settings, version } = await panel.draft.view('jabber');
      const values = { ...settings, ssl: 'disabled', domain: 'other.internal' };
      return panel.acts.applySettings.request({ module: 'jabber', values, version }, permission);
    },
  },
  enableModules: {
    asks: question,
    request: ({ panel }, permission) =>
      panel.acts.enableModules.request({ modules: ['fresh'], takeOver: false }, permission),
  },
  disableModules: {
    asks: question,
    request: ({ panel }, permission) => panel.acts.disableModules.request({ modules: ['users'] }, permission),
  },
  saveChanges: {
    asks: question,
    prepare: async (world) => {
      await applyDomain(world, 'saved.internal', agreed);
    },
    request: ({ panel }, permission) => panel.acts.saveChanges.request({ decisions: {} }, permission),
  },
  saveLater: {
    asks: question,
    prepare: async (world) => {
      await applyDomain(world, 'saved.internal', agreed);
    },
    request: ({ panel }, permission) =>
      panel.acts.saveLater.request({ when: { kind: 'quiet-time' }, decisions: {} }, permission),
  },
  callOffSave: {
    asks: nothing,
    prepare: async (world) => {
      await applyDomain(world, 'saved.internal', agreed);
      const when = { kind: 'minutes', minutes: 5 } as const;
      const came = await world.panel.acts.saveLater.request({ when, decisions: {} }, agreed);
      assert.equal(came.kind, 'waits', JSON.stringify(came));
    },
    request: ({ panel }, permission) => panel.acts.callOffSave.request({}, permission),
  },
  discardChanges: {
    asks: nothing,
    prepare: async (world) => {
      await applyDomain(world, 'saved.internal', agreed);
    },
    request: ({ panel }, permission) => panel.acts.discardChanges.request({}, permission),
  },
  restartDaemon: {
    asks: question,
    request: ({ panel }, permission) => panel.acts.restartDaemon.request({ daemon: 'c2s' }, permission),
  },
  chooseCertificate: {
    asks: nothing,
    async request({ panel }, permission) {
      const { settings, version } = await panel.draft.view('jabber');
      const values = { ...settings, certificateQuietTime: '05:05' };
      return panel.acts.chooseCertificate.request({ module: 'jabber', values, version }, permission);
    },
  },
  uploadCertificate: {
    asks: nothing,
    async request({ panel }, permission) {
      const { pem, key } = await issue({ names: ['chat.internal', 'conference.chat.internal'] });
      const upload = { parts: [Buffer.from(pem), Buffer.from(key)], passphrase: new Secret('') };
      const { version } = await panel.draft.view('jabber');
      return panel.acts.uploadCertificate.request({ module: 'jabber', upload, version }, permission);
    },
  },
  renewCertificate: {
    asks: question,
    request: ({ panel }, permission) => panel.acts.renewCertificate.request({ module: 'jabber' }, permission),
  },
  addUser: {
    asks: stepUp,
    request: ({ panel }, permission) =>
      panel.acts.addUser.request(
        { values: { own: { ...names, ...passwords, userName: 'bob' }, accounts: rights }, kept: null },
        permission,
      ),
  },
  editUser: {
    asks: both,
    async request({ panel }, permission) {
      const user = await panel.users.find('alice');
      const { own } = valuesOfUser(user);
      const accounts = { jabber: { account: 'enabled', administrator: false } };
      const values = { own: { ...own, password: '', passwordAgain: '' }, accounts };
      return panel.acts.editUser.request({ user, csn: user.csn, values }, permission);
    },
  },
  deleteUser: {
    asks: both,
    async request({ panel }, permission) {
      const user = await panel.users.find('alice');
      return panel.acts.deleteUser.request({ user, own: true, places: false }, permission);
    },
  },
  importUsers: {
    asks: both,
    async request({ panel }, permission) {
      const file = panel.imports.stage(Buffer.from(ADMINISTRATORS));
      const choices = { ...nothingChosen, changesPasswords: true, generates: true };
      const came = await panel.acts.importUsers.request({ file, choices, digest: null }, permission);
      await panel.imports.ended();
      return came;
    },
  },
  stopImport: {
    asks: nothing,
    prepare: (world) => importSlowly(world),
    request: ({ panel }, permission) => panel.acts.stopImport.request(null, permission),
  },
  continueImport: {
    asks: nothing,
    prepare: async (world) => {
      await importSlowly(world);
      await world.panel.imports.stop();
    },
    async request({ panel }, permission) {
      const came = await panel.acts.continueImport.request(null, permission);
      await panel.imports.ended();
      return came;
    },
  },
  endImport: {
    asks: nothing,
    prepare: async (world) => {
      await importSlowly(world);
      await world.panel.imports.stop();
    },
    request: ({ panel }, permission) => panel.acts.endImport.request(null, permission),
  },
  handOutPasswords: {
    asks: nothing,
    prepare: (world) => importAll(world),
    request: ({ panel }, permission) => panel.acts.handOutPasswords.request('csv', permission),
  },
  forgetPasswords: {
    asks: nothing,
    prepare: (world) => importAll(world),
    request: ({ panel }, permission) => panel.acts.forgetPasswords.request(null, permission),
  },
  renameUser: {
    asks: both,
    async request({ panel }, permission) {
      const user = await panel.users.find('alice');
      return panel.acts.renameUser.request({ user, newName: 'anna', days: 365 }, permission);
    },
  },
  endSessions: {
    asks: nothing,
    request: ({ panel }, permission) =>
      panel.acts.endSessions.request({ userName: 'alice', address: null }, permission),
  },
  endChosenSessions: {
    asks: question,
    request: ({ panel }, permission) =>
      panel.acts.endChosenSessions.request(
        { addresses: ['alice@x/1', 'bob@x/2'], word: 'Soon.' },
        permission,
      ),
  },
  messageSessions: {
    asks: nothing,
    request: ({ panel }, permission) =>
      panel.acts.messageSessions.request({ addresses: ['alice@x/1'], text: 'Good morning' }, permission),
  },
  changePassword: {
    asks: nothing,
    request: ({ own }, permission) =>
      own.changePassword.request(
        {
          credentials: { name: 'admin', password: new Secret(PASSWORD), address: '127.0.0.1', device: null },
          password: new Secret('a quite new one'),
        },
        permission,
      ),
  },
  chooseLanguage: {
    asks: nothing,
    request: ({ own }, permission) => own.chooseLanguage.request({ language: 'es' }, permission),
  },
  endSession: {
    asks: nothing,
    request: ({ own }, permission) => own.endSession.request({ number: 1 }, permission),
  },
  signOutEverywhere: {
    asks: nothing,
    request: ({ own }, permission) => own.signOutEverywhere.request({}, permission),
  },
};

/** Whoever asks is signed in under this name. */
const by = (permission: Permission): Permission => ({
  ...permission,
  actor: { who: 'admin', from: '192.0.2.7', session: '1' },
});

describe('every act goes through the gate', () => {
  let slapd: TestSlapd;
  before(async () => (slapd = await startSlapd()));
  after(() => slapd.stop());
  beforeEach(() => removeUsers(slapd.directory));

  async function open(): Promise<World> {
    const machine = { ...memoryMachine(), directory: slapd.directory };
    const commands = createCommands(await lookUpAccounts());
    const certificates = createCertificates({ ...machine, commands, consent: withoutHelper });
    Object.assign(machine, { certificates });
    machine.clock.setWall(new Date());
    const panel = await createPanel(machine, [...sampleModules(), freshModule()], 0);
    const ended: string[] = [];
    panel.sessionWatch.end = (userName) => Promise.resolve(ended.push(userName));
    panel.sessionWatch.endThese = (addresses) => Promise.resolve(ended.push(...addresses));
    panel.sessionWatch.tell = (addresses, text) => Promise.resolve(ended.push(...addresses, text));
    const { clock, log, store } = machine;
    const sessions = new Sessions(clock);
    sessions.open('admin', '192.0.2.7');
    const { signIn } = await SignIn.open({ store, clock, log, firstPassword: new Secret(PASSWORD) });
    const own = createOwnAccountActs({
      ...{ audit: panel.audit, signIn, sessions },
      ownLanguage: await OwnLanguage.open(machine),
    });
    await panel.modules.enable('jabber', 'admin');
    await panel.users.add({ ...names, ...passwords }, rights);
    const job = panel.save.start('admin');
    while (panel.save.current()?.outcome === 'running') await new Promise((resolve) => setImmediate(resolve));
    assert.notEqual(job.outcome, 'failed');
    return { machine, panel, own, sessions, ended };
  }

  /** All that an act could change. */
  async function stateOf({ machine, panel, sessions, ended }: World): Promise<string> {
    const documents = ['state', 'administrator', 'language', 'waiting-save', 'import', 'import-people'].map(
      (name) => machine.store.document(name).read(),
    );
    const { entries } = await slapd.directory.search({
      base: tree.users,
      scope: 'sub',
      filter: { kind: 'present', attribute: 'objectClass' },
      attributes: ['*', 'entryCSN'],
    });
    return JSON.stringify([
      await Promise.all(documents),
      entries.map(({ dn, attributes }) => [dn, [...attributes]]),
      sessions.of('admin').map(({ number }) => number),
      ended,
      panel.draft.pending(),
      panel.save.current()?.title ?? null,
      panel.save.current()?.startedAt ?? null,
    ]);
  }

  const linesOf = async ({ panel }: World) =>
    (await panel.audit.latest(1000)).filter(({ from }) => from === '192.0.2.7');

  test('there is a scenario for each', async () => {
    const { panel, own } = await open();
    assert.deepEqual(Object.keys(scenarios).sort(), [...Object.keys(panel.acts), ...Object.keys(own)].sort());
    const all = [...Object.values(panel.acts), ...Object.values(own)].map(({ name }) => name);
    assert.equal(new Set(all).size, all.length, 'no two acts have the same name');
  });

  for (const [name, scenario] of Object.entries(scenarios)) {
    test(`${name}: nothing before it was agreed to, nothing that cannot be written down, then both`, async () => {
      const { asks } = scenario;
      const request = (to: World, permission: Permission) => scenario.request(to, permission);
      const world = await open();
      await scenario.prepare?.(world);
      const now = await stateOf(world);
      if (asks.stepUp || asks.question) {
        const asked = await request(world, by(unasked));
        assert.ok(isAsked(asked), JSON.stringify(asked));
        const parts = { stepUp: asked.stepUp !== null, question: asked.question !== null };
        assert.deepEqual(parts, asks);
        const halves: Permission[] = [
          { ...unasked, isSteppedUp: true },
          { ...unasked, answer: -1 },
        ];
        for (const half of asks.stepUp && asks.question ? halves : [])
          assert.ok(isAsked(await request(world, by(half))), 'half of it is not enough');
      }
      assert.deepEqual([await stateOf(world), await linesOf(world)], [now, []]);

      const { audit } = world.machine;
      const write = () => Promise.resolve();
      Object.assign(audit, { prepare: () => Promise.reject(new Error('the disk is full')) });
      await assert.rejects(request(world, by(agreed)), { code: 'not-recorded' });
      assert.deepEqual([await stateOf(world), await linesOf(world)], [now, []]);

      Object.assign(audit, { prepare: write });
      const came = await request(world, by(asks.stepUp || asks.question ? agreed : unasked));
      assert.ok(!isAsked(came));
      const [line] = await linesOf(world);
      assert.equal(line?.who, 'admin');
      while (world.panel.save.current()?.outcome === 'running')
        await new Promise((resolve) => setImmediate(resolve));
      if (name !== 'restartDaemon') assert.notEqual(await stateOf(world), now, JSON.stringify(came));
    });
  }
});
