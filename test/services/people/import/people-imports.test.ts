import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Permission } from '../../../../src/core/act.js';
import { nothingChosen, type ImportChoices } from '../../../../src/core/people/import/imports.js';
import type { Directory, Store } from '../../../../src/core/ports.js';
import { tree } from '../../../../src/core/directory.js';
import { PanelError } from '../../../../src/errors.js';
import { valuesOfUser } from '../../../../src/core/people/user-values.js';
import { Secret } from '../../../../src/core/secret.js';
import { createPanel, type Panel } from '../../../../src/panel.js';
import { said } from '../../../helpers/in-english.js';
import { memoryMachine } from '../../../helpers/memory-machine.js';
import { done } from '../../../helpers/permissions.js';
import { startSlapd, type TestSlapd } from '../../../helpers/slapd.js';
import { removeUsers } from '../../../web/remove-users.js';
import { sampleModules } from '../../../web/sample-modules.js';

const agreed: Permission = {
  actor: { who: 'admin', from: '127.0.0.1', session: '1' },
  isSteppedUp: true,
  answer: -1,
};
const LIST = 'uid,firstName,lastName,comment,password\n';

describe('people are imported from a file', () => {
  let slapd: TestSlapd;
  before(async () => (slapd = await startSlapd()));
  after(() => slapd.stop());
  beforeEach(() => removeUsers(slapd.directory));

  const open = async (directory: Directory = slapd.directory, store?: Store) => {
    const machine = { ...memoryMachine(), directory, ...(store === undefined ? {} : { store }) };
    const panel = await createPanel(machine, sampleModules(), 0);
    panel.sessionWatch.end = () => Promise.resolve(0);
    return { machine, panel };
  };
  const check = async ({ imports }: Panel, text: string, choices: Partial<ImportChoices> = {}) => {
    const checked = await imports.check(imports.stage(Buffer.from(text)), { ...nothingChosen, ...choices });
    assert.ok(checked !== null);
    return checked;
  };
  const importNow = async ({ acts, imports }: Panel, text: string, choices: Partial<ImportChoices> = {}) => {
    const wanted = {
      file: imports.stage(Buffer.from(text)),
      choices: { ...nothingChosen, ...choices },
      digest: null,
    };
    const came = done(await acts.importUsers.request(wanted, agreed));
    await imports.ended();
    return came;
  };
  const problemsOf = async (panel: Panel, text: string, choices: Partial<ImportChoices> = {}) =>
    (await check(panel, text, choices)).problems.map(
      ({ line, userName, problem }) => `${line} ${userName}: ${said(problem)}`,
    );
  const proves = (userName: string, password: string) =>
    slapd.directory.proves([{ type: 'uid', value: userName }, ...tree.users], new Secret(password));
  const namesIn = async ({ users }: Panel) => [...(await users.all())].map(({ userName }) => userName);

  test('new, changed and unchanged are counted; repeating the file changes nothing', async () => {
    const { panel } = await open();
    const file = `${LIST}anna,Anna,López,teacher,correct horse battery\nbob,Bob,Müller,,battery staple\n`;
    assert.deepEqual((await check(panel, file)).counts, {
      add: 2,
      change: 0,
      disable: 0,
      unchanged: 0,
      bad: 0,
    });
    assert.deepEqual(await namesIn(panel), [], 'a trial run writes nothing');
    assert.equal((await importNow(panel, file)).kind, 'started');
    assert.deepEqual(await namesIn(panel), ['anna', 'bob']);
    assert.ok(await proves('anna', 'correct horse battery'));
    assert.equal((await panel.users.find('bob')).lastName, 'Müller');
    const again = await importNow(panel, file);
    assert.equal(
      again.kind === 'refused' && said(again.problem),
      'There is nothing to do: no line has a new or changed user.',
    );

    const changed = file.replace('teacher', 'head').replace('Bob,Müller', 'Robert,Müller');
    const { counts, people } = await check(panel, changed);
    assert.deepEqual(counts, { add: 0, change: 2, disable: 0, unchanged: 0, bad: 0 });
    assert.deepEqual(
      people[0]?.changes.map(({ label, from, to }) => [label, from, to].map((one) => said(one))),
      [['Comment', 'teacher', 'head']],
    );
    await importNow(panel, changed);
    assert.equal((await panel.users.find('anna')).comment, 'head');
    const lines = await panel.audit.latest(100);
    assert.equal(new Set(lines.map(({ act }) => act?.id)).size, 2, 'one act for each import');
  });

  test('an empty cell leaves the value as it is, and a password of the file is given to users only on demand', async () => {
    const { panel } = await open();
    await importNow(panel, `${LIST}anna,Anna,López,teacher,correct horse battery\n`);
    const file = `${LIST}anna,,López,,another password\n`;
    assert.equal((await check(panel, file)).counts.unchanged, 1);
    assert.equal((await check(panel, file, { changesPasswords: true })).counts.change, 1);
    await importNow(panel, file, { changesPasswords: true });
    assert.ok(await proves('anna', 'another password'));
    assert.equal((await panel.users.find('anna')).comment, 'teacher');
  });

  test('what is wrong is said by line, with what to do, and the rest is imported', async () => {
    const { panel } = await open();
    const file = [
      'uid,lastName,password,jabber.account\nAnna,López,correct horse battery,',
      'bob,,correct horse battery,\ncarl,C,short,\ndora,D,,\nemil,E,correct horse battery,maybe',
      'fred,F,correct horse battery,\nfred,F,correct horse battery,',
      `g\u0000,G,correct horse battery,\nhans,H\u202e,correct horse battery,\nida,I,correct horse battery,enabled,more`,
      'jan,J,correct horse battery,disabled\n',
    ].join('\n');
    const problems = await problemsOf(panel, file);
    assert.deepEqual(
      problems.map((line) => line.split(':')[0]),
      [
        ...['2 Anna', '3 bob', '4 carl', '5 dora', '6 emil', '7 fred', '8 fred'],
        ...['9 g\ufffd', '10 hans', '11 ida'],
      ],
    );
    assert.match(problems[0] ?? '', /lower case: type anna/);
    assert.match(problems[3] ?? '', /no password\. Add one to the file, or let the panel generate/);
    assert.match(problems[5] ?? '', /several lines: 7 and 8\. Keep one/);
    assert.match(problems[8] ?? '', /invisible character/);
    assert.match(problems[9] ?? '', /5 cells, the first one has 4/);
    await importNow(panel, file);
    assert.deepEqual(await namesIn(panel), ['jan']);
    assert.equal((await panel.users.find('jan')).accounts[0]?.values['account'], 'disabled');
  });

  test('users who are not in the file are disabled only on demand, and never by an empty or a wrong file', async () => {
    const { panel } = await open();
    await importNow(panel, `${LIST}anna,A,A,,correct horse battery\nbob,B,B,,correct horse battery\n`);
    const accounts = async () =>
      Promise.all(
        ['anna', 'bob'].map(async (name) => (await panel.users.find(name)).accounts[0]?.values['account']),
      );
    for (const text of ['', 'uid,sn\n', 'uid,sn\nanna,A\nb,B,c\n', 'uid,sn\nanna,A\nNO,B\n']) {
      const came = await importNow(panel, text, { disablesMissing: true });
      assert.equal(came.kind, 'refused', text);
    }
    assert.equal((await check(panel, 'uid,sn\nanna,A\n')).counts.disable, 0);
    await importNow(panel, 'uid,sn\nanna,A\n', { disablesMissing: true });
    assert.deepEqual(await accounts(), ['enabled', 'disabled']);
    assert.equal(
      (await importNow(panel, 'uid,sn\nanna,A\n', { disablesMissing: true })).kind,
      'refused',
      'again: nothing',
    );
  });

  test('data that services keep for a name: the line is left out until it is chosen', async () => {
    const { panel } = await open();
    panel.names.keptAmong = (names) => Promise.resolve(new Set(names.filter((name) => name === 'anna')));
    panel.names.kept = () => Promise.resolve({ own: [{ verbatim: '3 contacts' }], places: [] });
    const forgotten: string[] = [];
    panel.names.forget = (name) => Promise.resolve(void forgotten.push(name));
    const file = `${LIST}anna,A,A,,correct horse battery\nbob,B,B,,correct horse battery\n`;
    const { asksForKept, counts } = await check(panel, file);
    assert.deepEqual([asksForKept, counts.bad, counts.add], [true, 1, 1]);
    await importNow(panel, file);
    assert.deepEqual([await namesIn(panel), forgotten], [['bob'], []]);
    await importNow(panel, file, { kept: 'delete' });
    assert.deepEqual([await namesIn(panel), forgotten], [['anna', 'bob'], ['anna']]);
  });

  for (const kept of ['delete', null] as const)
    test(`a user whom a stopped import has made keeps what came since (${kept ?? 'none'} chosen)`, async () => {
      const { panel } = await open();
      const add = panel.users.add.bind(panel.users);
      panel.users.add = async (...wanted) => {
        await add(...wanted);
        throw new PanelError('directory-unreachable');
      };
      await importNow(panel, 'uid,sn\nanna,A\n', { generates: true, kept });
      assert.deepEqual([panel.imports.state()?.outcome, await namesIn(panel)], ['stopped', ['anna']]);
      panel.users.add = add;
      panel.names.keptAmong = (names) => Promise.resolve(new Set(names));
      panel.names.kept = () => Promise.resolve({ own: [{ verbatim: '3 contacts' }], places: [] });
      const forgotten: string[] = [];
      panel.names.forget = (name) => Promise.resolve(void forgotten.push(name));
      assert.equal(done(await panel.acts.continueImport.request(null, agreed)).kind, 'done');
      await panel.imports.ended();
      const state = panel.imports.state();
      assert.deepEqual([forgotten, state?.failed, state?.passwords], [[], [], 1]);
    });

  test('what is kept for a name is not deleted where the import meets another user of that name', async () => {
    const { panel } = await open();
    panel.names.keptAmong = (names) => Promise.resolve(new Set(names));
    const others = { userName: 'anna', lastName: 'A', password: 'another password' };
    panel.names.kept = async () => {
      await panel.users.add({ ...others, firstName: '', comment: '', passwordAgain: others.password });
      return { own: [{ verbatim: '3 contacts' }], places: [] };
    };
    const forgotten: string[] = [];
    panel.names.forget = (name) => Promise.resolve(void forgotten.push(name));
    await importNow(panel, `${LIST}anna,A,A,,correct horse battery\n`, { kept: 'delete' });
    assert.deepEqual([forgotten, panel.imports.state()?.failed.length], [[], 1]);
  });

  test('an import changes nobody who became an administrator since it was agreed to', async () => {
    const { panel } = await open();
    await importNow(panel, `${LIST}anna,A,A,,correct horse battery\nzoe,Z,Z,,correct horse battery\n`);
    const find = panel.users.find.bind(panel.users);
    panel.users.find = async (userName) => {
      panel.users.find = find;
      const user = await find('zoe');
      await panel.users.edit('zoe', {
        csn: user.csn,
        fields: { ...valuesOfUser(user).own, password: '', passwordAgain: '' },
        accounts: { jabber: { account: 'enabled', administrator: true } },
      });
      return find(userName);
    };
    const file = `${LIST}anna,,A,,password of the file\nzoe,,Z,,password of the file\n`;
    await importNow(panel, file, { changesPasswords: true });
    assert.deepEqual(
      [await proves('anna', 'password of the file'), await proves('zoe', 'correct horse battery')],
      [true, true],
    );
    const failed = () => panel.imports.state()?.failed.map((one) => `${one.userName}: ${said(one.reason)}`);
    assert.deepEqual(failed(), ['zoe: Change this user on the user’s page.']);
    await importNow(panel, file, { changesPasswords: true });
    assert.deepEqual([await proves('zoe', 'password of the file'), failed()], [true, []], 'agreed to now');
  });

  test('an import opens the account of nobody whose new name the services do not have yet', async () => {
    const { panel } = await open();
    await importNow(panel, `uid,sn,password,jabber.account\nanna,A,correct horse battery,disabled\n`);
    panel.renaming.unfinished = () =>
      Promise.resolve({ from: 'anne', to: 'anna', entryUuid: '', accounts: {}, until: null, reason: null });
    await importNow(panel, 'uid,sn,jabber.account\nanna,A,enabled\n');
    assert.equal((await panel.users.find('anna')).accounts[0]?.values['account'], 'disabled');
    assert.equal(panel.imports.state()?.failed.length, 1);
  });

  test('generated passwords are handed out once in each form, and are kept nowhere then', async () => {
    const { panel, machine } = await open();
    await importNow(panel, 'uid,sn\nanna,López\nbob,Müller\n', { generates: true });
    assert.equal(panel.imports.state()?.passwords, 2);
    assert.equal(
      (await importNow(panel, 'uid,sn\nx,Y\n', { generates: true })).kind,
      'refused',
      'not before they are taken',
    );
    const csv = done(await panel.acts.handOutPasswords.request('csv', agreed));
    assert.ok(csv.kind === 'handed');
    for (const { userName, password } of csv.people) assert.ok(await proves(userName, password));
    assert.equal(done(await panel.acts.handOutPasswords.request('csv', agreed)).kind, 'refused');
    const { panel: next } = await open(slapd.directory, machine.store);
    const cards = done(await next.acts.handOutPasswords.request('cards', agreed));
    assert.deepEqual(
      cards.kind === 'handed' && cards.people,
      csv.people,
      'the other form, also of a new panel',
    );
    const kept = JSON.stringify(await machine.store.document('import-people').read());
    assert.ok(csv.people.every(({ password }) => !kept.includes(password)));
    const audited = JSON.stringify(await panel.audit.latest(1000));
    assert.ok(csv.people.every(({ password }) => !audited.includes(password)));
  });

  test('an import has ended only once its passwords can be handed out', async () => {
    const { store } = memoryMachine();
    const seen: string[] = [];
    let look = (): void => undefined;
    const watched: Store = {
      document: (name) => ({
        read: () => store.document(name).read(),
        write: (content) => {
          look();
          return store.document(name).write(content);
        },
      }),
    };
    const { panel } = await open(slapd.directory, watched);
    look = () => {
      const state = panel.imports.state();
      if (state !== null) seen.push(`${state.outcome} ${state.forms.length}`);
    };
    await importNow(panel, 'uid,sn\nanna,López\n', { generates: true });
    look();
    assert.deepEqual([...new Set(seen)], ['running 0', 'ended 2']);
  });

  test('passwords that nobody takes are deleted after a day, files that nobody imports after an hour', async () => {
    const { panel, machine } = await open();
    await importNow(panel, 'uid,sn\nanna,López\n', { generates: true });
    const file = panel.imports.stage(Buffer.from('uid,sn\nx,Y\n'));
    machine.clock.pass(3_601);
    assert.equal(await panel.imports.check(file, nothingChosen), null);
    await panel.imports.tidy();
    assert.equal(panel.imports.state()?.passwords, 1);
    machine.clock.pass(86_400);
    await panel.imports.tidy();
    assert.equal(panel.imports.state()?.passwords, 0);
    assert.deepEqual(await machine.store.document('import-people').read(), {
      id: panel.imports.state()?.id,
      items: [],
    });
  });

  test('the audit log says what new users get beyond the usual, and nothing before the import begins', async () => {
    const { panel } = await open();
    const start = panel.imports.start.bind(panel.imports);
    const logged = async () =>
      (await panel.audit.latest(100)).map(({ what, outcome }) => `${what}: ${outcome}`);
    panel.names.keptAmong = (names) => Promise.resolve(new Set(names));
    panel.names.kept = () => Promise.resolve({ own: [{ verbatim: '3 contacts' }], places: [] });
    panel.names.forget = () => Promise.resolve();
    panel.imports.start = () => Promise.reject(new PanelError('directory-unreachable'));
    const file = `uid,sn,password,jabber.administrator\nboss,B,correct horse battery,yes\n`;
    await assert.rejects(importNow(panel, file, { kept: 'delete' }));
    assert.ok(
      (await logged()).every((line) => !line.startsWith('1 new user')),
      'nothing has begun',
    );
    panel.imports.start = start;
    await importNow(panel, file, { kept: 'delete' });
    const lines = await logged();
    assert.ok(lines.includes('1 new user: begun'), lines.join('; '));
    assert.ok(lines.includes('Data that was kept for the name boss deleted: done'));
    assert.ok(lines.some((line) => /^User boss: .*Administration rights: done$/.test(line)));
    assert.ok(!lines.some((line) => /^User boss added/.test(line)));
  });

  test('administrators who are not in the file are not disabled, and the preview says so', async () => {
    const { panel } = await open();
    const list = 'uid,sn,password,jabber.administrator\n';
    await importNow(panel, `${list}boss,B,correct horse battery,yes\nanna,A,correct horse battery,no\n`);
    await importNow(panel, `${list}carl,C,correct horse battery,no\n`);
    const { counts, notes } = await check(panel, 'uid,sn\ncarl,C\n', { disablesMissing: true });
    assert.equal(counts.disable, 1);
    assert.match(notes.map((note) => said(note)).join(' '), /does not disable them: boss\./);
    await importNow(panel, 'uid,sn\ncarl,C\n', { disablesMissing: true });
    assert.deepEqual(panel.imports.state()?.failed, []);
  });

  const keptPeople = ({ store }: Awaited<ReturnType<typeof open>>['machine']) =>
    store.document('import-people').read();

  test('passwords of a file are not kept: the panel ends while it deletes them', async () => {
    const { panel, machine } = await open();
    await importNow(panel, `${LIST}anna,A,A,,correct horse battery\nbob,B,B,,\n`, { generates: true });
    const ended = await machine.store.document('import').read();
    const item = {
      line: 2,
      kind: 'add',
      own: {},
      accounts: {},
      isGenerated: false,
      kept: null,
      stepUp: null,
    };
    const { id } = panel.imports.state() ?? { id: '' };
    const items = [
      { ...item, userName: 'anna', password: 'correct horse battery' },
      { ...item, userName: 'bob', password: 'made for bob', isGenerated: true },
    ];
    await machine.store.document('import-people').write({ id, items });
    const { panel: next } = await open(slapd.directory, machine.store);
    assert.deepEqual(await keptPeople(machine), { id, items: items.slice(1) });
    assert.equal(next.imports.state()?.passwords, 1);
    await machine.store.document('import').write({ ...(ended ?? {}), forms: [] });
    await open(slapd.directory, machine.store);
    assert.deepEqual(await keptPeople(machine), { id, items: [] });
  });

  test('passwords of a file are not kept: the import cannot begin', async () => {
    const { panel, machine } = await open();
    panel.names.keptAmong = () => Promise.reject(new Error('no answer'));
    const item = { line: 2, userName: 'anna', own: {}, accounts: {}, isGenerated: false, kept: null };
    const items = [{ ...item, kind: 'add', password: 'correct horse battery', stepUp: null } as const];
    const doing = { actor: agreed.actor, answer: -1, record: () => Promise.resolve() };
    const counts = { add: 1, change: 0, disable: 0, unchanged: 0, bad: 0 };
    await assert.rejects(panel.imports.start(items, counts, doing), /no answer/);
    assert.deepEqual(await keptPeople(machine), { id: '', items: [] });
  });

  test('a stopped import is ended a week after it began, and its passwords with it', async () => {
    const { panel, machine } = await open();
    panel.users.add = () => Promise.reject(new PanelError('directory-unreachable'));
    await importNow(panel, `${LIST}anna,A,A,,correct horse battery\n`);
    machine.clock.pass(6 * 86_400);
    await panel.imports.tidy();
    assert.equal(panel.imports.state()?.outcome, 'stopped');
    machine.clock.pass(86_401);
    await panel.imports.tidy();
    const state = panel.imports.state();
    assert.deepEqual([state?.outcome, state?.failed.length], ['ended', 1]);
    assert.deepEqual(await keptPeople(machine), { id: state?.id, items: [] });
    assert.equal((await panel.audit.latest(1))[0]?.who, 'the panel');
  });

  test('of two who ask for the passwords at once, one gets them', async () => {
    const { panel } = await open();
    await importNow(panel, 'uid,sn\nanna,López\n', { generates: true });
    const ask = () => panel.acts.handOutPasswords.request('csv', agreed);
    const came = (await Promise.all([ask(), ask()])).map(({ kind }) => kind);
    assert.deepEqual(came.sort(), ['handed', 'refused']);
  });

  test('a password is taken as it stands, also one that begins as a marked formula does', async () => {
    const { panel } = await open();
    await importNow(panel, `${LIST}anna,A,A,,'=correct horse\nbob,B,B,,'@battery staple\n`);
    assert.ok((await proves('anna', "'=correct horse")) && (await proves('bob', "'@battery staple")));
  });

  test('an exported file that is imported changes nothing, whatever the names look like', async () => {
    const { panel } = await open();
    const strange = `${LIST}anna,=1+1,@López,"-a ""b"", c;d",correct horse battery\nbob,'=x,+B,,correct horse battery\n`;
    await importNow(panel, strange);
    assert.equal((await panel.users.find('bob')).firstName, '=x', 'a mark before a formula is taken off');
    const csv = await panel.frameOf('users').people.csv({});
    assert.doesNotMatch(csv, /correct/);
    assert.doesNotMatch(csv, /(^|,)"?[=+@-]/m);
    const { counts, problems } = await check(panel, csv);
    assert.deepEqual([counts, problems], [{ add: 0, change: 0, disable: 0, unchanged: 2, bad: 0 }, []]);
  });

  test('where the directory does not answer the import stops, and goes on later', async () => {
    const { panel } = await open();
    const lines = Array.from({ length: 6 }, (_, index) => `u${index},U`).join('\n');
    const add = panel.users.add.bind(panel.users);
    let left = 3;
    panel.users.add = async (...wanted) => {
      left -= 1;
      if (left === 0) await slapd.halt();
      return add(...wanted);
    };
    await importNow(panel, `uid,sn\n${lines}\n`, { generates: true });
    const state = panel.imports.state();
    assert.deepEqual([state?.outcome, state?.done], ['stopped', 2]);
    assert.match(said(state?.reason ?? ''), /directory of users/);
    await slapd.start();
    assert.equal(done(await panel.acts.continueImport.request(null, agreed)).kind, 'done');
    await panel.imports.ended();
    assert.deepEqual([panel.imports.state()?.outcome, (await namesIn(panel)).length], ['ended', 6]);
  });

  describe('the panel is killed after each write', () => {
    /** Everything that is written is counted; from the n-th on the panel hangs for ever, as a killed one does nothing more. */
    const killedAfter = (writes: number, store: Store) => {
      let [count, tellDead] = [0, (): void => undefined];
      const dead = new Promise<void>((resolve) => (tellDead = resolve));
      const counted = async <T>(work: () => Promise<T>): Promise<T> => {
        if (count >= writes) return new Promise<T>(() => undefined);
        const came = await work();
        count += 1;
        if (count < writes) return came;
        tellDead();
        return new Promise<T>(() => undefined);
      };
      const { directory } = slapd;
      return {
        dead,
        written: () => count,
        directory: {
          ...directory,
          search: directory.search.bind(directory),
          add: (...wanted: Parameters<Directory['add']>) => counted(() => directory.add(...wanted)),
          modify: (...wanted: Parameters<Directory['modify']>) => counted(() => directory.modify(...wanted)),
        } as const satisfies Directory,
        store: {
          document: (name: string) => {
            const document = store.document(name);
            return {
              read: () => document.read(),
              write: (content: unknown) => counted(() => document.write(content)),
            };
          },
        },
      };
    };
    const file = 'uid,sn,comment\nanna,A,new\nbob,B,new\ncarl,C,new\ndora,D,changed\n';
    const names = ['anna', 'bob', 'carl', 'dora'];

    for (const way of ['it goes on', 'the import is ended, and the file imported again'] as const)
      test(`${way}: each person is there once, with the password of the hand-out`, async () => {
        let hasEnded = false;
        for (let writes = 1; !hasEnded; writes += 1) {
          await removeUsers(slapd.directory);
          const { machine, panel: first } = await open();
          await importNow(first, `${LIST}dora,D,D,old,correct horse battery\n`);
          const killed = killedAfter(writes, machine.store);
          const { panel } = await open(killed.directory, killed.store);
          const wanted = {
            file: panel.imports.stage(Buffer.from(file)),
            choices: { ...nothingChosen, generates: true },
            digest: null,
          };
          const ran = panel.acts.importUsers.request(wanted, agreed).then(() => panel.imports.ended());
          hasEnded = await Promise.race([killed.dead.then(() => false), ran.then(() => true)]);

          const { panel: next } = await open(slapd.directory, machine.store);
          const handed = new Map<string, string>();
          const take = async (): Promise<void> => {
            const came = done(await next.acts.handOutPasswords.request('csv', agreed));
            for (const { userName, password } of came.kind === 'handed' ? came.people : [])
              handed.set(userName, password);
            await next.acts.forgetPasswords.request(null, agreed);
          };
          if (next.imports.state()?.outcome === 'stopped') {
            const act = way === 'it goes on' ? next.acts.continueImport : next.acts.endImport;
            assert.equal(done(await act.request(null, agreed)).kind, 'done');
            await next.imports.ended();
          }
          assert.equal(next.imports.state()?.outcome, 'ended');
          await take();
          await importNow(next, file, { generates: true });
          await take();
          assert.deepEqual(await namesIn(next), names, `after ${writes} writes`);
          assert.deepEqual([...handed.keys()].sort(), ['anna', 'bob', 'carl'], `after ${writes} writes`);
          for (const [userName, password] of handed)
            assert.ok(await proves(userName, password), `${userName} after ${writes} writes`);
          assert.ok(await proves('dora', 'correct horse battery'));
          assert.equal((await next.users.find('dora')).comment, 'changed');
          assert.ok(writes < 60);
        }
      });
  });
});
