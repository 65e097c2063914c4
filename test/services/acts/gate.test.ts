import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deed } from '../../../src/core/act.js';
import { english } from '../../../src/core/words/english.js';
import { say } from '../../../src/core/words/sentence.js';
import { Trouble } from '../../../src/errors.js';
import { gated } from '../../../src/services/acts/gate.js';
import { agreed } from '../../helpers/permissions.js';

test('an act that fails because a service does not answer is written down, with the reason', async () => {
  const deeds: Deed[] = [];
  const audit = {
    prepare: () => Promise.resolve(),
    recordAct: (_actor: unknown, _act: unknown, done: readonly Deed[]) =>
      Promise.resolve(void deeds.push(...done)),
  };
  const act = gated(audit, {
    name: 'sessions.message',
    title: () => say`Message sent`,
    do: () => Promise.reject(new Trouble(say`No answer within ${{ seconds: 3 }} s.`)),
  });
  await assert.rejects(act.request({}, agreed), /No answer within 3 s/);
  assert.deepEqual(
    deeds.map(({ what, outcome }) => [english(what), outcome === undefined ? '' : english(outcome)]),
    [['Message sent', 'No answer within 3 s.']],
  );
});
