import { isAsked, type Actor, type Gated, type Outcome } from '../act.js';
import type { Sentence } from '../words/sentence.js';
import { needsYes } from './refusal.js';

/**
 * Asks for an act from the shell. Who reaches the control socket is root or the panel itself, so `--yes` stands for the
 * password that a page would ask for, and for the answer to the act's question.
 * @param hints what the command's options would make of it, below what is asked
 * @throws Refusal `needs-yes` with what is asked first
 */
export async function perform<Wanted, Came extends Outcome>(
  act: Gated<Wanted, Came>,
  wanted: Wanted,
  actor: Actor,
  yes: boolean,
  hints: readonly Sentence[] = [],
): Promise<Came> {
  const came = await act.request(wanted, { actor, isSteppedUp: yes, answer: yes ? -1 : null });
  if (!isAsked(came)) return came;
  const { stepUp, question } = came;
  throw needsYes([
    ...(question === null ? [] : [question.title, ...question.sentences]),
    ...(stepUp === null ? [] : [stepUp]),
    ...hints,
  ]);
}
