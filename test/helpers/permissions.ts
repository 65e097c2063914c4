import assert from 'node:assert/strict';
import { isAsked, type Asked, type Outcome, type Permission } from '../../src/core/act.js';
import { thePanel } from '../../src/services/records/audit-trail.js';

/** Somebody who agreed to everything that an act could ask. */
export const agreed: Permission = { actor: thePanel, isSteppedUp: true, answer: -1 };

/** Somebody who agreed to nothing. */
export const unasked: Permission = { actor: thePanel, isSteppedUp: false, answer: null };

/** What came of an act that had nothing left to ask. */
export function done<Came extends Outcome>(outcome: Came | Asked): Came {
  if (isAsked(outcome)) assert.fail(`it asks: ${JSON.stringify(outcome)}`);
  return outcome;
}
