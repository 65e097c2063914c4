import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verbatim } from '../../../../src/core/words/sentence.js';
import { dueOf, toldAt, untilOf, type Due } from '../../../../src/services/saving/waiting/due.js';
import type { WaitingSave } from '../../../../src/services/saving/waiting/waiting-save.js';

const RUN_AT = new Date('2026-03-02T03:30:00Z');
const MINUTE = 60_000;

/** What is due so many minutes after its time. */
function due(
  waiting: Partial<Pick<WaitingSave, 'by' | 'lead' | 'told'>>,
  minutesAfter: number,
  minutesSinceTold: number | null = null,
): Due {
  const all = { by: 'quiet-time', lead: 1, told: null, ...waiting } as const;
  return dueOf(
    { ...all, runAt: RUN_AT.toISOString(), until: untilOf(RUN_AT) },
    {
      now: new Date(RUN_AT.getTime() + minutesAfter * MINUTE),
      sinceTold: minutesSinceTold === null ? null : minutesSinceTold * MINUTE,
    },
  );
}

const told = RUN_AT.toISOString();

test('users are told a minute before the quiet time, and have that minute', () => {
  assert.equal(due({}, -600), 'wait');
  assert.equal(due({}, -1.01), 'wait');
  assert.equal(due({}, -1), 'tell');
  assert.equal(due({ told }, -0.5, 0.5), 'wait');
  assert.equal(due({ told }, 0, 0.99), 'wait', 'they were told a little late');
  assert.equal(due({ told }, 0, 1), 'save');
});

test('a panel that was away tells users before, or again, and gives up after an hour', () => {
  assert.equal(due({}, 30), 'tell', 'it was away when they were to be told');
  assert.equal(due({ told }, 1), 'save', 'it was away for a moment only');
  assert.equal(due({ told }, 30), 'tell', 'what they were told is long ago');
  assert.equal(due({ told }, 30, 1), 'save');
  assert.equal(due({}, 59), 'tell');
  assert.equal(due({}, 59.5), 'missed', 'their minute would end too late');
  assert.equal(due({ told }, 61), 'missed');
  assert.equal(due({ told }, 60 * 24 * 30), 'missed');
});

test('a save that is kept waiting by another one tells users again', () => {
  assert.equal(due({ told }, 2, 3), 'save');
  assert.equal(due({ told }, 3, 4), 'tell');
});

test('when the wall clock jumps, users still have the minutes that they were told', () => {
  const minutes = { by: 'minutes', lead: 5, told } as const;
  assert.equal(due(minutes, 20, 2), 'wait', 'it jumped ahead');
  assert.equal(due(minutes, 25, 5), 'save');
  assert.equal(due(minutes, -60, 5), 'save', 'it jumped back: nobody waits an hour more');
  assert.equal(due({ told }, -60, 5), 'wait', 'at the quiet time it is the wall clock that counts');
  assert.equal(due(minutes, 3000, 2), 'missed', 'it jumped by days: nobody can tell what time it is');
});

test('a restarted panel goes by the wall clock', () => {
  const minutes = { by: 'minutes', lead: 5, told } as const;
  assert.equal(due(minutes, -1), 'wait');
  assert.equal(due(minutes, 0), 'save');
});

test('users who are told late have their time all the same', () => {
  const nothing = { before: {}, choices: {}, decisions: {}, handEdits: {}, watched: {}, disturbs: [] };
  const waiting: WaitingSave = {
    ...{ id: '1', agreed: nothing, who: verbatim('admin'), agreedAt: RUN_AT.toISOString() },
    ...{ by: 'minutes', lead: 5, runAt: RUN_AT.toISOString(), until: untilOf(RUN_AT) },
    ...{ told: null, begun: null },
  };
  const late = new Date(RUN_AT.getTime() + 10 * MINUTE);
  assert.equal(toldAt(waiting, late).runAt, '2026-03-02T03:45:00.000Z');
  const early = new Date(RUN_AT.getTime() - 30 * MINUTE);
  assert.equal(toldAt(waiting, early).runAt, RUN_AT.toISOString());
});
