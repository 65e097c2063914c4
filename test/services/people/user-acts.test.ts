import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { isAsked, type Permission } from '../../../src/core/act.js';
import type { Kept } from '../../../src/core/people/kept.js';
import { valuesOfUser, type UserValues } from '../../../src/core/people/user-values.js';
import { say } from '../../../src/core/words/sentence.js';
import { createPanel, type Panel } from '../../../src/panel.js';
import { inEnglish, said } from '../../helpers/in-english.js';
import { expectLog } from '../../helpers/log-rule.js';
import { memoryMachine } from '../../helpers/memory-machine.js';
import { startSlapd, type TestSlapd } from '../../helpers/slapd.js';
import { removeUsers } from '../../web/remove-users.js';
import { sampleModules } from '../../web/sample-modules.js';
import { english } from '../../../src/core/words/english.js';

const actor = { who: 'admin', from: '127.0.0.1', session: '1' };
const nothing: Permission = { actor, isSteppedUp: false, answer: null };
const password: Permission = { ...nothing, isSteppedUp: true };
const answer: Permission = { ...nothing, answer: 0 };
const both: Permission = { ...password, answer: 0 };

const secret = { password: 'down the hole', passwordAgain: 'down the hole' };
const newcomer = (userName: string, administrator = false): UserValues => ({
  own: { userName, firstName: 'Alice', lastName: 'Liddell', comment: '', ...secret },
  accounts: { jabber: { account: 'enabled', administrator } },
});
const noPassword = { password: '', passwordAgain: '' };

describe('what is done to people goes through the gate', () => {
  let slapd: TestSlapd;
  before(async () => (slapd = await startSlapd()));
  after(() => slapd.stop());
  beforeEach(() => removeUsers(slapd.directory));

  const open = async () => {
    const machine = { ...memoryMachine(), directory: slapd.directory };
    const panel = await createPanel(machine, sampleModules(), 0);
    const ended: string[] = [];
    panel.sessionWatch.end = (userName, jid) => Promise.resolve(ended.push(`${userName} ${jid ?? 'all'}`));
    const { acts } = panel;
    /** The lines of the audit log, the oldest first. */
    const lines = async () =>
      (await panel.audit.latest(100))
        .map(({ who, what, outcome }) => [who, what, outcome].join(': '))
        .reverse();
    const add = (values: UserValues, permission = both) =>
      acts.addUser.request({ values, kept: null }, permission);
    const edit = async (userName: string, change: Partial<UserValues>, permission = both) => {
      const user = await panel.users.find(userName);
      const now = valuesOfUser(user);
      const own = { ...now.own, ...noPassword, ...change.own };
      const values = { own, accounts: { ...now.accounts, ...change.accounts } };
      return acts.editUser.request({ user, csn: user.csn, values }, permission);
    };
    const remove = async (userName: string, permission = both) => {
      const user = await panel.users.find(userName);
      return acts.deleteUser.request({ user, own: true, places: false }, permission);
    };
    return { machine, panel, ended, lines, add, edit, remove };
  };

  /** From now on the audit log cannot be written. */
  const fillDisk = (machine: ReturnType<typeof memoryMachine>): void => {
    machine.audit.prepare = () => Promise.reject(new Error('No space left on device'));
  };
  const isThere = async ({ users }: Panel, userName: string): Promise<boolean> =>
    [...(await users.all())].some((row) => row.userName === userName);

  test('adding: what is wrong is said, the password is asked for administration rights, then it is recorded', async () => {
    const { panel, add, lines } = await open();
    const wrong = await add({ ...newcomer('alice', true), own: { userName: 'a b' } }, nothing);
    assert.equal(wrong.kind, 'invalid', 'before anything is asked');
    const asked = await add(newcomer('alice', true), nothing);
    assert.match(said((isAsked(asked) && asked.stepUp) || ''), /give a user Administration rights/);
    assert.equal((await add(newcomer('alice', true), answer)).kind, 'asked', 'an answer is no password');
    assert.deepEqual([await isThere(panel, 'alice'), await lines()], [false, []]);

    assert.deepEqual(await add(newcomer('alice', true), password), { kind: 'added', userName: 'alice' });
    assert.ok(await isThere(panel, 'alice'));
    assert.deepEqual(await lines(), [
      'admin: User alice added: done',
      'admin: User alice: Jabber account, User account: done',
      'admin: User alice: Jabber account, Administration rights: done',
    ]);
    assert.equal((await add(newcomer('bob'), nothing)).kind, 'added', 'nobody is asked for less');
  });

  test('what is kept for the name is handed over or deleted only as it was chosen', async () => {
    expectLog('panel', /^error: cannot delete all that is kept for the name bob: it is away$/);
    const { panel, lines } = await open();
    const kept: Kept = { own: [say`3 contacts`], places: [] };
    const forgotten: string[] = [];
    panel.names.kept = () => Promise.resolve(kept);
    panel.names.forget = (userName) => Promise.resolve(void forgotten.push(userName));
    const add = (choice: 'hand-over' | 'delete' | null, userName: string) =>
      panel.acts.addUser.request({ values: newcomer(userName), kept: choice }, both);
    assert.deepEqual(await add(null, 'alice'), { kind: 'kept', kept });
    assert.deepEqual([await isThere(panel, 'alice'), await lines()], [false, []]);
    assert.equal((await add('hand-over', 'alice')).kind, 'added');
    assert.equal((await lines()).at(-1), 'admin: User alice gets the data that was kept for the name: done');
    assert.equal(forgotten.length, 0);

    panel.names.forget = () => Promise.reject(new Error('it is away'));
    const failed = await add('delete', 'bob');
    assert.match(
      english((failed.kind === 'invalid' && failed.errors['']) || ''),
      /: it is away\. .* No user was added\./,
    );
    assert.equal(await isThere(panel, 'bob'), false);
    assert.equal(
      (await lines()).at(-1),
      'admin: Data that was kept for the name bob deleted: failed: it is away',
    );
    panel.names.forget = (userName) => Promise.resolve(void forgotten.push(userName));
    assert.equal((await add('delete', 'bob')).kind, 'added');
    assert.deepEqual(forgotten, ['bob']);
  });

  test('changing: rights ask for the password, the last ones ask twice, and sessions end after the change', async () => {
    const { panel, add, edit, lines, ended } = await open();
    await add(newcomer('alice', true));
    const before = await lines();
    const taken = { accounts: { jabber: { account: 'enabled', administrator: false } } };
    const wrong = await edit('alice', { ...taken, own: { lastName: '' } }, nothing);
    assert.deepEqual(inEnglish(wrong), { kind: 'invalid', errors: { lastName: 'Type the last name.' } });
    const asked = await edit('alice', taken, nothing);
    assert.ok(isAsked(asked));
    assert.match(said(asked.stepUp ?? ''), /remove a user’s Administration rights/);
    assert.match(
      asked.question?.sentences.map(said).join() ?? '',
      /alice is the last user with Administration rights/,
    );
    for (const permission of [password, answer])
      assert.equal((await edit('alice', taken, permission)).kind, 'asked');
    assert.deepEqual(valuesOfUser(await panel.users.find('alice')).accounts['jabber'], {
      account: 'enabled',
      administrator: true,
    });
    assert.deepEqual(await lines(), before);

    assert.deepEqual(await edit('alice', taken), { kind: 'changed', ended: '' });
    assert.deepEqual((await lines()).slice(before.length), [
      'admin: User alice: Administration rights: done',
    ]);
    assert.deepEqual(await edit('alice', {}), { kind: 'unchanged' });
    const off = { accounts: { jabber: { account: 'disabled', administrator: false } } };
    assert.deepEqual(inEnglish(await edit('alice', off, nothing)), {
      kind: 'changed',
      ended: '1 session was closed.',
    });
    const own = { password: 'another one', passwordAgain: 'another one' };
    assert.deepEqual(inEnglish(await edit('alice', { own }, nothing)), {
      kind: 'changed',
      ended: '2 sessions were closed.',
    });
    assert.deepEqual(ended, ['alice all', 'alice all']);
    assert.equal((await lines()).at(-1), 'admin: User alice: password changed: done');
  });

  test('a user whom somebody else changed meanwhile is left alone', async () => {
    const { panel, add, edit, lines } = await open();
    await add(newcomer('alice'));
    const user = await panel.users.find('alice');
    await edit('alice', { own: { comment: 'theirs' } });
    const before = await lines();
    const values = {
      ...valuesOfUser(user),
      own: { ...valuesOfUser(user).own, ...noPassword, comment: 'mine' },
    };
    const came = await panel.acts.editUser.request({ user, csn: user.csn, values }, both);
    assert.equal(came.kind === 'conflict' && came.user.comment, 'theirs');
    assert.deepEqual(await lines(), before);
  });

  test('deleting asks first, then the user goes before the sessions, and these before what is kept', async () => {
    const { panel, add, remove, lines, ended } = await open();
    await add(newcomer('alice', true));
    const order: string[] = [];
    panel.names.kept = () => Promise.resolve({ own: [say`3 contacts`], places: [] });
    panel.names.forget = async (userName) => {
      order.push(`${ended.join()}, there: ${String(await isThere(panel, userName))}`);
    };
    const asked = await remove('alice', nothing);
    assert.ok(isAsked(asked));
    assert.match(said(asked.stepUp ?? ''), /Administration rights/);
    assert.equal(said(asked.question?.title), 'Delete alice?');
    assert.match(
      asked.question?.sentences.map(said).join(' ') ?? '',
      /closed within seconds.*last user with Administration rights.*Data kept for the name: 3 contacts\. Data that only/,
    );
    for (const permission of [password, answer])
      assert.equal((await remove('alice', permission)).kind, 'asked');
    assert.ok(await isThere(panel, 'alice'));
    const before = await lines();

    assert.deepEqual(inEnglish(await remove('alice')), {
      kind: 'deleted',
      sentence: '1 session was closed. What was kept for the name alice was deleted.',
    });
    assert.deepEqual(order, ['alice all, there: false']);
    assert.deepEqual((await lines()).slice(before.length), [
      'admin: User alice deleted: done',
      'admin: Data that was kept for the name alice deleted: done',
    ]);
  });

  test('ending sessions is recorded, and of one session also that it had ended', async () => {
    const { panel, lines } = await open();
    const jid = 'alice@chat.lan/phone';
    const end = (one: string | null) =>
      panel.acts.endSessions.request({ userName: 'alice', address: one }, nothing);
    assert.deepEqual(await end(jid), { kind: 'ended', count: 1 });
    assert.deepEqual(await end(null), { kind: 'ended', count: 2 });
    panel.sessionWatch.end = () => Promise.resolve(0);
    await end(jid);
    await end(null);
    assert.deepEqual(await lines(), [
      `admin: Session ${jid} closed: done`,
      'admin: Sessions of alice closed: done',
      `admin: Session ${jid} closed: it was already closed`,
    ]);
  });

  test('where it cannot be written down nothing is done', async () => {
    const { machine, panel, add, edit, remove, ended } = await open();
    await add(newcomer('alice'));
    fillDisk(machine);
    const full = { code: 'not-recorded' };
    await assert.rejects(add(newcomer('bob')), full);
    await assert.rejects(edit('alice', { own: { comment: 'x' } }), full);
    await assert.rejects(remove('alice'), full);
    await assert.rejects(panel.acts.endSessions.request({ userName: 'alice', address: null }, both), full);
    assert.equal((await panel.users.find('alice')).comment, '');
    assert.deepEqual([await isThere(panel, 'bob'), ended], [false, []]);
  });

  test('what the directory refuses is written down under the name of the act', async () => {
    const { panel, add, lines } = await open();
    await add(newcomer('alice'));
    const user = await panel.users.find('alice');
    await removeUsers(slapd.directory);
    const wanted = { user, own: true, places: false };
    await assert.rejects(panel.acts.deleteUser.request(wanted, both), { code: 'directory-no-such-entry' });
    assert.match((await lines()).at(-1) ?? '', /^admin: User alice deleted: (?!done)/);
  });
});
