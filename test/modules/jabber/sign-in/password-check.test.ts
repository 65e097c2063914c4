import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { DirectoryEntry, SearchRequest } from '../../../../src/core/directory.js';
import type { Secret } from '../../../../src/core/secret.js';
import { PanelError } from '../../../../src/errors.js';
import { PasswordCheck } from '../../../../src/modules/jabber/sign-in/password-check.js';
import { RecentSignIns } from '../../../../src/modules/jabber/sign-in/recent.js';
import { SignInCounts } from '../../../../src/modules/jabber/sign-in/sign-in-counts.js';

/** A directory whose users, troubles and times the tests set. */
class FakeDirectory {
  now = 0;
  searches = 0;
  binds = 0;
  /** Milliseconds that each answer takes. */
  takes = 1;
  trouble: PanelError | null = null;
  readonly users = new Map<string, { csn: string; password: string; jabberUid?: string; twice?: boolean }>();
  /** While it is set, binds wait for it. */
  gate: Promise<void> = Promise.resolve();

  search(request: SearchRequest) {
    this.searches += 1;
    this.now += this.takes;
    if (this.trouble !== null) return Promise.reject(this.trouble);
    if (request.scope === 'base') return Promise.resolve({ entries: [], truncated: false });
    assert.ok(request.filter.kind === 'and');
    const [, byName] = request.filter.of;
    assert.ok(byName?.kind === 'equals' && byName.attribute === 'jabberUid');
    const user = this.users.get(byName.value);
    if (user === undefined) return Promise.resolve({ entries: [], truncated: false });
    const entry: DirectoryEntry = {
      dn: `uid=${byName.value}`,
      attributes: new Map([
        ['objectclass', ['userJabberAccount']],
        ['uid', [byName.value]],
        ['jabberuid', [user.jabberUid ?? byName.value]],
        ['entrycsn', [user.csn]],
      ]),
    };
    return Promise.resolve({ entries: user.twice === true ? [entry, entry] : [entry], truncated: false });
  }

  async proves(dn: unknown, password: Secret) {
    this.binds += 1;
    this.now += this.takes;
    if (this.trouble !== null) throw this.trouble;
    await this.gate;
    return this.users.get(String(dn).slice('uid='.length))?.password === password.reveal();
  }
}

const oneTimeName = `~${'0123456789abcdef'.repeat(2)}`;

describe('the password check', () => {
  let directory: FakeDirectory;
  let logged: string[];
  let check: PasswordCheck;
  beforeEach(() => {
    directory = new FakeDirectory();
    logged = [];
    check = new PasswordCheck({
      counts: new SignInCounts(),
      recent: new RecentSignIns({ now: () => new Date(directory.now) }),
      directory,
      realm: 'example.org',
      clock: { monotonic: () => directory.now },
      log: { info: (line) => logged.push(line) },
      caller: { addressOf: () => Promise.resolve('') },
      oneTime: { take: (name, password) => name === oneTimeName && password === 'once' },
    });
    directory.users.set('alice', { csn: 'c1', password: 'right one' });
  });
  const ask = (name: string, password: string, realm = 'example.org') =>
    check.answer(`CHECK-PASSWORD ${name} ${Buffer.from(password).toString('base64')} ${realm}`);
  /** Wrong passwords for alice, one after the other. */
  const guessUntilOneMustWait = async (count = 5): Promise<void> => {
    for (let guess = 0; guess < count; guess += 1) await ask('alice', `guess ${guess}`);
  };
  /** The reason of the last refusal. */
  const lastReason = () => logged.at(-1) ?? '';

  test('the right password is a yes, also when the name is typed in capitals; others are a no', async () => {
    assert.equal(await ask('alice', 'right one'), 'OK');
    assert.equal(await ask('Alice', 'right one'), 'OK');
    assert.deepEqual(logged, []);
    assert.equal(await ask('alice', 'right one '), 'NO');
    assert.equal(lastReason(), 'refused "alice": wrong password');
    assert.equal(await ask('bob', 'right one'), 'NO');
    assert.equal(lastReason(), 'refused "bob": no enabled account of this name');
  });

  test('a name that is no user name never reaches the directory', async () => {
    const names = [
      'ali*',
      '*',
      'bob)(uid=*',
      'alice@x/y',
      'alice/x',
      'alice@example.org',
      '',
      '\u212a',
      'ａlice',
      '.a',
      'x'.repeat(65),
      'x'.repeat(1000),
      'a\\65',
      'a\0',
    ];
    for (const name of names) {
      directory.users.set(name, { csn: 'c', password: 'right one' });
      assert.equal(await ask(name, 'right one'), 'NO', name);
    }
    assert.equal(
      await check.answer(`CHECK-PASSWORD  alice ${Buffer.from('right one').toString('base64')} example.org`),
      'NO',
    );
    assert.equal(directory.searches, 0);
    assert.equal(logged.length, names.length + 1);
    assert.ok(logged.every((line) => line.length < 300));
  });

  test('another domain is a no', async () => {
    for (const realm of ['', 'other.org', 'EXAMPLE.ORG', 'example.org.'])
      assert.equal(await ask('alice', 'right one', realm), 'NO');
    assert.equal(directory.searches, 0);
    assert.match(lastReason(), /another domain|space/);
  });

  test('two entries of one name, or an entry of another name, are a no without a bind', async () => {
    directory.users.set('twin', { csn: 'c', password: 'right one', twice: true });
    directory.users.set('bob', { csn: 'c', password: 'right one', jabberUid: 'Bob' });
    directory.users.set('eve', { csn: '', password: 'right one' });
    for (const name of ['twin', 'bob', 'eve']) assert.equal(await ask(name, 'right one'), 'NO', name);
    assert.equal(directory.binds, 0);
  });

  test('a proven password is not proved again while the entry stays as it is', async () => {
    await ask('alice', 'right one');
    await ask('alice', 'right one');
    assert.equal(directory.binds, 1);
    directory.users.set('alice', { csn: 'c2', password: 'new one' });
    assert.equal(await ask('alice', 'right one'), 'NO');
    assert.equal(directory.binds, 2);
    assert.equal(await ask('alice', 'new one'), 'OK');
    directory.users.delete('alice');
    assert.equal(await ask('alice', 'new one'), 'NO');
  });

  test('guessing gets slower and slower, and is refused at once, also with the right password', async () => {
    for (let guess = 0; guess < 5; guess += 1) assert.equal(await ask('alice', `guess ${guess}`), 'NO');
    assert.equal(directory.binds, 5);
    const before = directory.now;
    assert.equal(await ask('alice', 'right one'), 'NO');
    assert.equal(lastReason(), 'refused "alice": too many wrong passwords, wait 1 s');
    assert.equal(directory.now, before);
    directory.users.set('bob', { csn: 'c', password: 'right one' });
    assert.equal(await ask('bob', 'right one'), 'OK');

    directory.now += 1_000;
    assert.equal(await ask('alice', 'guess 6'), 'NO');
    assert.match(lastReason(), /wrong password$/);
    directory.now += 1_000;
    assert.equal(await ask('alice', 'guess 7'), 'NO');
    assert.match(lastReason(), /wait 1 s/);
    for (let guess = 8; guess < 30; guess += 1) {
      directory.now += 60_000;
      await ask('alice', `guess ${guess}`);
      assert.match(lastReason(), /: wrong password$/);
    }
    directory.now += 59_000;
    assert.equal(await ask('alice', 'right one'), 'NO');
    directory.now += 1_000;
    assert.equal(await ask('alice', 'right one'), 'OK');
    assert.equal(await ask('alice', 'wrong'), 'NO');
    assert.equal(await ask('alice', 'right one'), 'OK');
  });

  test('one guess a second: who knows the password that was proved lately gets in every time', async () => {
    await ask('alice', 'right one');
    let guesses = 0;
    for (let second = 0; second < 1_000; second += 1) {
      assert.equal(await ask('alice', `guess ${(guesses += 1)}`), 'NO');
      if (second % 10 === 0) assert.equal(await ask('alice', 'right one'), 'OK', `second ${second}`);
      directory.now += 1_000;
    }
    assert.ok(directory.binds < 30, `${directory.binds} binds`);
  });

  test('while others wait no more than ten passwords are compared at once, and two a second', async () => {
    await ask('alice', 'right one');
    await guessUntilOneMustWait();
    for (let guess = 0; guess < 10; guess += 1) await ask('alice', `more ${guess}`);
    assert.equal(await ask('alice', 'right one'), 'NO');
    assert.match(lastReason(), /too many wrong passwords, wait 1 s/);
    directory.now += 500;
    assert.equal(await ask('alice', 'right one'), 'OK');
    assert.equal(await ask('alice', 'right one'), 'NO');
  });

  test('a program that keeps sending an old password uses up none of the comparisons', async () => {
    await ask('alice', 'right one');
    await ask('alice', 'the old one');
    await guessUntilOneMustWait(4);
    for (let attempt = 0; attempt < 100; attempt += 1) await ask('alice', 'guess 3');
    assert.equal(await ask('alice', 'right one'), 'OK');
  });

  test('what was proved before the entry changed, or long ago, or for another, does not pass', async () => {
    directory.users.set('bob', { csn: 'c1', password: 'another one' });
    await ask('bob', 'another one');
    await ask('alice', 'right one');
    await guessUntilOneMustWait();
    assert.equal(await ask('alice', 'another one'), 'NO');
    directory.users.set('alice', { csn: 'c2', password: 'right one' });
    assert.equal(await ask('alice', 'right one'), 'NO');
    assert.match(lastReason(), /the user was changed meanwhile/);
    directory.users.set('alice', { csn: 'c1', password: 'right one' });
    assert.equal(await ask('alice', 'right one'), 'OK');
    directory.now += 7 * 86_400_000;
    await guessUntilOneMustWait();
    assert.equal(await ask('alice', 'right one'), 'NO');
    directory.users.delete('bob');
    assert.equal(await ask('bob', 'another one'), 'NO');
  });

  test('it names those at whom somebody guesses, and forgets them', async () => {
    directory.users.set('bob', { csn: 'c1', password: 'another one' });
    for (let attempt = 0; attempt < 20; attempt += 1) await ask('bob', 'the old one');
    await guessUntilOneMustWait();
    directory.now += 60_000;
    await ask('alice', 'one more');
    assert.deepEqual(check.guessed(), [{ account: 'alice', wrong: 6, seconds: 60 }]);
    directory.now += 15 * 60_000;
    assert.deepEqual(check.guessed(), []);
  });

  test('guessing is forgotten after a quarter of an hour', async () => {
    for (let guess = 0; guess < 5; guess += 1) await ask('alice', `guess ${guess}`);
    directory.now += 15 * 60_000;
    await ask('alice', 'guess 6');
    assert.equal(await ask('alice', 'right one'), 'OK');
  });

  test('a program that keeps sending an old password costs no bind and locks nobody out', async () => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      assert.equal(await ask('alice', 'the old one'), 'NO');
      assert.equal(await ask('alice', 'another old one'), 'NO');
    }
    assert.equal(directory.binds, 2);
    assert.equal(await ask('alice', 'right one'), 'OK');
  });

  test('a wrong password that becomes the right one is taken', async () => {
    await ask('alice', 'next one');
    directory.users.set('alice', { csn: 'c2', password: 'next one' });
    assert.equal(await ask('alice', 'next one'), 'OK');
  });

  test('a frozen directory is left alone for five seconds; one that is not running is asked again at once', async () => {
    directory.trouble = new PanelError('directory-unreachable', { reason: 'it is not running' });
    await ask('alice', 'right one');
    await ask('alice', 'right one');
    assert.equal(directory.searches, 2);

    directory.takes = 2_500;
    await ask('alice', 'right one');
    const asked = directory.searches;
    assert.equal(await ask('alice', 'right one'), 'NO');
    assert.match(lastReason(), /did not answer a moment ago/);
    assert.equal(directory.searches, asked);

    directory.trouble = null;
    directory.takes = 1;
    directory.now += 5_000;
    assert.equal(await ask('alice', 'right one'), 'OK');
  });

  test('trouble is not counted as a wrong password', async () => {
    directory.trouble = new PanelError('directory-unreachable', { reason: 'x' });
    for (let attempt = 0; attempt < 10; attempt += 1) await ask('alice', `guess ${attempt}`);
    directory.trouble = null;
    assert.equal(await ask('alice', 'right one'), 'OK');
  });

  test('not more than four passwords are checked at once', async () => {
    let open = (): void => undefined;
    directory.gate = new Promise((resolve) => (open = resolve));
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      directory.users.set(name, { csn: 'c', password: 'right one' });
    const answers = ['a', 'b', 'c', 'd', 'e'].map((name) => ask(name, 'right one'));
    assert.equal(await answers[4], 'NO');
    assert.match(lastReason(), /too many sign-ins at once/);
    open();
    assert.deepEqual(await Promise.all(answers.slice(0, 4)), ['OK', 'OK', 'OK', 'OK']);
    assert.equal(await ask('e', 'right one'), 'OK');
  });

  test('a one-time password is a yes without the directory, and what only looks like one a no', async () => {
    directory.trouble = new PanelError('directory-unreachable', { reason: 'x' });
    directory.takes = 2_500;
    await ask('alice', 'right one');
    const { searches } = directory;
    assert.equal(await ask(oneTimeName, 'once'), 'OK');
    assert.equal(await ask(oneTimeName, 'twice'), 'NO');
    assert.match(lastReason(), /no one-time password that is still good$/);
    assert.equal(await ask(oneTimeName, 'once', 'other.org'), 'NO');
    for (const name of [oneTimeName.toUpperCase(), oneTimeName.slice(1), `${oneTimeName}0`, '~alice', '~'])
      assert.equal(await ask(name, 'once'), 'NO', name);
    assert.equal(directory.searches, searches);
  });

  test('no line of the log has a password in it, or is more than one line', async () => {
    const password = 'se-cret-word';
    const encoded = Buffer.from(password).toString('base64');
    await ask('alice', password);
    await ask('alice\nOK', password);
    await ask('alice', password, 'other');
    for (const line of [
      `CHECK-PASSWORD ${encoded}`,
      `CHECK-PASSWORD alice ${encoded} x y`,
      `X alice ${password} y`,
    ])
      await check.answer(line);
    for (const line of logged) {
      assert.ok(!line.includes(password) && !line.includes(encoded) && !line.includes('\n'), line);
    }
    assert.equal(logged.length, 6);
  });
});
