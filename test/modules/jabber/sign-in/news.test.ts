import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../../src/core/words/english.js';
import { happenedTo } from '../../../../src/modules/jabber/sign-in/happened.js';
import { SignInNews } from '../../../../src/modules/jabber/sign-in/news.js';
import { RecentSignIns } from '../../../../src/modules/jabber/sign-in/recent.js';
import { memoryMachine } from '../../../helpers/memory-machine.js';

test('the service remembers the latest refusals and the last sign-in of each account, and no more', () => {
  let now = 1000;
  const recent = new RecentSignIns({ now: () => new Date(now) });
  recent.accepted('alice');
  now = 2000;
  recent.accepted('bob');
  now = 3000;
  recent.accepted('alice');
  assert.deepEqual(recent.news(0).signIns, [
    ['bob', 2000],
    ['alice', 3000],
  ]);
  assert.deepEqual(recent.news(2500).signIns, [['alice', 3000]]);
  for (let number = 0; number < 150; number += 1)
    recent.refused(`${'x'.repeat(200)}${number}`, 'wrong password', '');
  recent.refused('eve', 'wrong password', '192.0.2.7');
  const { refusals } = recent.news(0);
  assert.equal(refusals.length, 100);
  assert.deepEqual(refusals[0], {
    name: 'eve',
    reason: 'wrong password',
    address: '192.0.2.7',
    at: 3000,
  });
  assert.equal(refusals[1]?.name.length, 100);
});

/** A machine whose chat sign-in gives this answer to all that is asked; what was asked is kept. */
function answering(answer: () => unknown) {
  const machine = memoryMachine();
  const asked: string[] = [];
  machine.network.connect = () =>
    Promise.resolve({
      send: (text) => Promise.resolve(void asked.push(text)),
      receive: () => {
        const given = answer();
        return Promise.resolve(`${typeof given === 'string' ? given : JSON.stringify(given)}\n`);
      },
      startTls: () => Promise.reject(new Error('not here')),
      close: () => undefined,
    });
  return { machine, asked };
}

test('the panel keeps the last sign-ins over its own restart and that of the service', async () => {
  let answer: unknown = {
    signIns: [
      ['alice', 5000],
      ['bob', 7000],
    ],
    refusals: [],
    guessed: [],
  };
  const { machine, asked } = answering(() => answer);
  const news = new SignInNews(machine);
  await news.look();
  assert.equal(news.lastSignIn('alice'), 5000);
  const again = new SignInNews(machine);
  answer = { signIns: [], refusals: [{ name: 'eve', reason: 'wrong password', at: 8000 }], guessed: [] };
  await again.look();
  assert.deepEqual(asked, ['NEWS 0\n', 'NEWS 7000\n']);
  assert.deepEqual([again.lastSignIn('bob'), again.lastSignIn('carol')], [7000, null]);
  assert.deepEqual(
    again.refusals()?.map(({ name }) => name),
    ['eve'],
  );
  for (const wrong of ['NO', 'nonsense', { signIns: [['../x', 1]], refusals: [], guessed: [] }]) {
    answer = wrong;
    await again.look();
    assert.equal(again.lastSignIn('bob'), 7000, 'no answer is not "nothing"');
    assert.equal(again.refusals(), null, 'what it told before is no longer sure');
  }
});

test('a reason of any length is one that the panel takes', async () => {
  const recent = new RecentSignIns({ now: () => new Date(1000) });
  recent.refused('alice', 'x'.repeat(5000), '');
  const { machine } = answering(() => ({ ...recent.news(0), guessed: [] }));
  const news = new SignInNews(machine);
  assert.equal(news.refusals(), null, 'nothing is known before the first look');
  await news.look();
  assert.deepEqual(news.refusals(), [{ name: 'alice', reason: 'x'.repeat(300), address: '', at: 1000 }]);
});

test('a user of whose refused sign-ins nothing is known is not said to have had none', () => {
  const said = happenedTo(memoryMachine(), 'alice').map((sentence) => english(sentence));
  assert.match(said.join('\n'), /^Whether sign-ins to chat were refused is not known/);
});

test('kept sign-ins that cannot be read are not overwritten, and are taken when they can be', async () => {
  const { machine } = answering(() => ({ signIns: [['bob', 7000]], refusals: [], guessed: [] }));
  const document = machine.store.document('last-sign-ins');
  const broken = { users: 'of another version' };
  await document.write(broken);
  const news = new SignInNews(machine);
  for (let minute = 0; minute < 3; minute += 1) {
    await news.look();
    machine.clock.pass(61);
  }
  assert.deepEqual(await document.read(), broken);
  assert.equal(news.lastSignIn('bob'), 7000);
  assert.equal(machine.log.lines.length, 1);
  assert.match(
    machine.log.lines.join(),
    /^error: cannot read the last sign-ins, and leaves the file as it is/,
  );
  await document.write({
    users: [
      ['alice', 5000],
      ['bob', 6000],
    ],
  });
  await news.look();
  const users = [
    ['alice', 5000],
    ['bob', 7000],
  ];
  assert.deepEqual([news.lastSignIn('alice'), news.lastSignIn('bob')], [5000, 7000]);
  assert.deepEqual(await document.read(), { users, hasEarlier: false });
});

test('a time of a clock that ran ahead does not stop the record', async () => {
  let signIns: unknown = [];
  const { machine, asked } = answering(() => ({ signIns, refusals: [], guessed: [] }));
  const now = machine.clock.now().getTime();
  await machine.store.document('last-sign-ins').write({
    users: [
      ['alice', now + 86_400_000],
      ['bob', now - 2000],
    ],
  });
  const news = new SignInNews(machine);
  signIns = [['alice', now - 1000]];
  await news.look();
  await news.look();
  assert.deepEqual(asked, [`NEWS ${now - 2000}\n`, `NEWS ${now - 1000}\n`]);
  assert.equal(news.lastSignIn('alice'), now - 1000);
});

test('the last sign-in of a deleted user is not that of the next one of that name', async () => {
  const recent = new RecentSignIns({ now: () => new Date(at) });
  let at = 5000;
  recent.accepted('bob');
  at = 7000;
  recent.accepted('alice');
  const { machine, asked } = answering(() => ({
    ...recent.news(Number(asked.at(-1)?.split(' ')[1])),
    guessed: [],
  }));
  const news = new SignInNews(machine);
  const heard: unknown[] = [];
  await news.look();
  news.onSignIn((...signIn) => heard.push(signIn));
  await news.forget('alice');
  assert.deepEqual(heard, [['alice', 0]]);
  for (const one of [news, new SignInNews(machine)]) {
    await one.look();
    assert.deepEqual([one.lastSignIn('alice'), one.lastSignIn('bob')], [null, 5000]);
  }
  at = 9000;
  recent.accepted('alice');
  await news.look();
  assert.equal(news.lastSignIn('alice'), 9000);
});
