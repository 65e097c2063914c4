import assert from 'node:assert/strict';
import { test } from 'node:test';
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
    recent.refused(`${'x'.repeat(200)}${number}`, 'wrong password');
  recent.refused('eve', 'wrong password');
  const { refusals } = recent.news(0);
  assert.equal(refusals.length, 100);
  assert.deepEqual(refusals[0], { name: 'eve', reason: 'wrong password', at: 3000 });
  assert.equal(refusals[1]?.name.length, 100);
});

test('the panel keeps the last sign-ins over its own restart and that of the service', async () => {
  const machine = memoryMachine();
  const asked: string[] = [];
  let answer: unknown = {
    signIns: [
      ['alice', 5000],
      ['bob', 7000],
    ],
    refusals: [],
    guessed: [],
  };
  machine.network.connect = () =>
    Promise.resolve({
      send: (text) => Promise.resolve(void asked.push(text)),
      receive: () => Promise.resolve(`${typeof answer === 'string' ? answer : JSON.stringify(answer)}\n`),
      startTls: () => Promise.reject(new Error('not here')),
      close: () => undefined,
    });
  const news = new SignInNews(machine);
  await news.look();
  assert.equal(news.lastSignIn('alice'), 5000);
  const again = new SignInNews(machine);
  answer = { signIns: [], refusals: [{ name: 'eve', reason: 'wrong password', at: 8000 }], guessed: [] };
  await again.look();
  assert.deepEqual(asked, ['NEWS 0\n', 'NEWS 7000\n']);
  assert.deepEqual([again.lastSignIn('bob'), again.lastSignIn('carol')], [7000, null]);
  assert.deepEqual(
    again.refusals().map(({ name }) => name),
    ['eve'],
  );
  for (const wrong of ['NO', 'nonsense', { signIns: [['../x', 1]], refusals: [], guessed: [] }]) {
    answer = wrong;
    await again.look();
    assert.equal(again.lastSignIn('bob'), 7000, 'no answer is not "nothing"');
    assert.equal(again.refusals().length, 1);
  }
});
