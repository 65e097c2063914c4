import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { PanelError } from '../../../../src/errors.js';
import { isUserName } from '../../../../src/core/user-name.js';
import { SignInService } from '../../../../src/modules/jabber/sign-in/sign-in-service.js';

const forever = new Promise<void>(() => undefined);

const alice = {
  dn: 'uid=alice',
  attributes: new Map([
    ['objectclass', ['userJabberAccount']],
    ['uid', ['alice']],
    ['jabberuid', ['alice']],
    ['entrycsn', ['c']],
  ]),
};

describe('what the panel asks the chat sign-in', () => {
  let now: number;
  let trouble: PanelError | null;
  let takesEverything: boolean;
  let found: boolean;
  let searches: number;
  let logged: string[];
  let service: SignInService;

  beforeEach(() => {
    [now, trouble, takesEverything, found, searches, logged] = [0, null, false, false, 0, []];
    service = new SignInService({
      directory: {
        search: () => {
          searches += 1;
          return trouble === null
            ? Promise.resolve({ entries: found ? [alice] : [], truncated: false })
            : Promise.reject(trouble);
        },
        proves: () => Promise.resolve(takesEverything),
      },
      realm: 'example.org',
      askGuard: () => Promise.reject(new Error('there is no guard')),
      clock: { monotonic: () => now, now: () => new Date(now) },
      log: { info: (line) => logged.push(line) },
    });
  });

  const oneTime = async () => {
    const [name = '', password = ''] = (await service.answerPanel('ONE-TIME')).split(' ');
    return { name, password };
  };
  const ask = (name: string, password: string, realm = 'example.org') =>
    service.answerRelay(
      `CHECK-PASSWORD ${name} ${Buffer.from(password).toString('base64')} ${realm}`,
      forever,
    );
  const fate = (name: string) => service.answerPanel(`FATE ${name}`);

  test('a one-time password is good once, for a name that no user can have, and its fate is told', async () => {
    const { name, password } = await oneTime();
    assert.ok(!isUserName(name));
    assert.equal(await fate(name), 'waiting');
    assert.equal(await ask(name, password), 'OK');
    assert.equal(await fate(name), 'asked');
    assert.equal(await ask(name, password), 'NO');
    assert.equal(searches, 0);
    assert.notEqual((await oneTime()).name, name);
    assert.equal(await fate('~'.padEnd(33, '0')), 'unknown');
  });

  test('one wrong word uses it up', async () => {
    const { name, password } = await oneTime();
    assert.equal(await ask(name, `${password}0`), 'NO');
    assert.equal(await ask(name, password), 'NO');
  });

  test('for another name, for another domain, or after ten seconds it is good for nothing', async () => {
    const [first, second] = [await oneTime(), await oneTime()];
    assert.equal(await ask(first.name, second.password), 'NO');
    assert.equal(await ask(second.name, second.password, 'other.org'), 'NO');
    const { name, password } = await oneTime();
    now += 10_000;
    assert.equal(await ask(name, password), 'NO');
  });

  test('of many that nobody uses the oldest are forgotten', async () => {
    const { name, password } = await oneTime();
    for (let more = 0; more < 32; more += 1) await oneTime();
    assert.equal(await fate(name), 'unknown');
    assert.equal(await ask(name, password), 'NO');
  });

  test('no one-time password is in a line of the log', async () => {
    const { name, password } = await oneTime();
    await ask(name, password, 'other.org');
    await ask(name, password);
    await ask(name, password);
    assert.equal(logged.length, 2);
    assert.ok(logged.every((line) => !line.includes(password)));
  });

  test('it is well when the directory finds what is there and refuses a wrong password', async () => {
    assert.equal(await service.answerPanel('HEALTH'), 'OK');
    trouble = new PanelError('directory-unreachable', { reason: 'it is not running' });
    assert.equal(await service.answerPanel('HEALTH'), 'NO');
    assert.match(logged.at(-1) ?? '', /refused a health check: .*not running/);
    trouble = null;
    takesEverything = true;
    assert.equal(await service.answerPanel('HEALTH'), 'NO');
    assert.match(logged.at(-1) ?? '', /accepts a wrong password/);
  });

  test('it says at whom somebody guesses, and no password', async () => {
    assert.equal(await service.answerPanel('GUESSED'), '[]');
    found = true;
    for (let guess = 0; guess < 5; guess += 1) await ask('alice', `guess ${guess}`);
    assert.deepEqual(JSON.parse(await service.answerPanel('GUESSED')), [
      { account: 'alice', wrong: 5, seconds: 0 },
    ]);
  });

  test('it counts who signed in and who was refused; what the panel tries out is not counted', async () => {
    const counts = async (): Promise<unknown> => JSON.parse(await service.answerPanel('COUNTS'));
    const { name, password } = await oneTime();
    await ask(name, password);
    await service.answerPanel('HEALTH');
    const first = await counts();
    assert.match(JSON.stringify(first), /^\{"run":"[0-9a-f]{16}","accepted":0,"refused":0\}$/);
    found = takesEverything = true;
    await ask('alice', 'right');
    await ask('alice', 'right');
    found = false;
    await ask('bob', 'right');
    await service.answerRelay('CHECK-PASSWORD', forever);
    assert.deepEqual(await counts(), { ...Object(first), accepted: 2, refused: 2 });
    assert.equal(await service.answerRelay('COUNTS', forever), 'NO');
  });

  test('however many ask at once whether it is well, the directory is asked once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => service.answerPanel('HEALTH')));
    assert.deepEqual([...new Set(answers)], ['OK']);
    assert.equal(searches, 1);
    await service.answerPanel('HEALTH');
    assert.equal(searches, 2);
  });

  test('a relay is there for as long as it holds its connection', async () => {
    assert.equal(await service.answerPanel('RELAY'), 'GONE');
    let end = (): void => undefined;
    const held = service.answerRelay('HERE', new Promise<void>((resolve) => (end = resolve)));
    assert.equal(await service.answerPanel('RELAY'), 'HERE');
    end();
    await held;
    assert.equal(await service.answerPanel('RELAY'), 'GONE');
  });

  test('passwords are checked for the relay only, and the relay is given none', async () => {
    const { name, password } = await oneTime();
    const question = `CHECK-PASSWORD ${name} ${Buffer.from(password).toString('base64')} example.org`;
    assert.equal(await service.answerPanel(question), 'NO');
    assert.equal(await fate(name), 'waiting');
    for (const line of ['ONE-TIME', 'HEALTH', 'RELAY', `FATE ${name}`, ''])
      assert.equal(await service.answerRelay(line, forever), 'NO', line);
    for (const line of ['', 'HERE', 'one-time', 'ONE-TIME ', 'FATE', `FATE ${name} x`])
      assert.match(await service.answerPanel(line), /^(NO|unknown)$/, line);
  });

  test('it tells who signed in and who was refused, and nothing of the looks of the panel', async () => {
    const news = async (since: string): Promise<unknown> =>
      JSON.parse(await service.answerPanel(`NEWS ${since}`));
    now = 5000;
    const { name, password } = await oneTime();
    assert.equal(await ask(name, password), 'OK');
    assert.equal(await ask(name, password), 'NO');
    assert.deepEqual(await news('0'), { signIns: [], refusals: [], guessed: [] });
    [found, takesEverything] = [true, true];
    assert.equal(await ask('Alice', 'right'), 'OK');
    [found, takesEverything] = [false, false];
    assert.equal(await ask('bob', 'wrong'), 'NO');
    const refusals = [{ name: 'bob', reason: 'no enabled account of this name', address: '', at: 5000 }];
    assert.deepEqual(await news('0'), { signIns: [['alice', 5000]], refusals, guessed: [] });
    assert.deepEqual(await news('5001'), { signIns: [], refusals, guessed: [] });
    assert.equal(await service.answerPanel('NEWS x'), 'NO');
    assert.equal(await service.answerPanel('NEWS'), 'NO');
  });
});
