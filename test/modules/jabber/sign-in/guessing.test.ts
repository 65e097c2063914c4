import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../../src/core/words/english.js';
import { guessingNotices } from '../../../../src/modules/jabber/sign-in/guessing.js';
import { memoryMachine } from '../../../helpers/memory-machine.js';

/** What is said when the chat sign-in answers so; null when nobody listens. */
async function said(answer: string | null): Promise<readonly string[]> {
  const machine = memoryMachine();
  machine.network.connect = () =>
    answer === null
      ? Promise.reject(new Error('there is nobody who listens'))
      : Promise.resolve({
          send: () => Promise.resolve(),
          receive: () => Promise.resolve(`${answer}\n`),
          startTls: () => Promise.reject(new Error('no TLS')),
          close: () => undefined,
        });
  return (await guessingNotices(machine)).map(english);
}

test('at whom somebody guesses is said, since when, and what becomes of whom', async () => {
  const [sentence, ...more] = await said('[{"account":"alice","wrong":7,"seconds":600}]');
  assert.match(
    sentence ?? '',
    /^A stranger is guessing the chat password of alice: 7 wrong passwords within 10 minutes\./,
  );
  assert.match(
    sentence ?? '',
    /alice can sign in with a password that worked lately, as long as there are no more than two guesses a second\.$/,
  );
  assert.deepEqual(more, []);
});

test('of many only some are named', async () => {
  const many = Array.from({ length: 9 }, (_, index) => ({ account: `u${index}`, wrong: 6, seconds: 1 }));
  const sentences = await said(JSON.stringify(many));
  assert.equal(sentences.length, 6);
  assert.match(sentences[5] ?? '', /at least 4 other users/);
});

test('nothing is said when nobody guesses, when an older service answers, and when none does', async () => {
  for (const answer of ['[]', 'NO', null]) assert.deepEqual(await said(answer), []);
});

test('what is no such list is believed in no part', async () => {
  for (const answer of ['{}', '[{"account":"<b>","wrong":7,"seconds":1}]', 'x', '[{"account":"alice"}]'])
    await assert.rejects(said(answer), answer);
});
