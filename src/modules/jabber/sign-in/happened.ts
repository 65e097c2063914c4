import type { Machine } from '../../../core/ports.js';
import { moment, say, type Sentence } from '../../../core/words/sentence.js';
import { liveOf } from '../live/live.js';
import { refusalWords } from '../log-tells.js';
import { guessWords } from './guessing.js';
import type { Refused } from './recent.js';

/** Refusals that are named on the page of a user. */
const NAMED = 5;

/** For where the chat sign-in does not answer, or is of a version that does not tell. */
export const refusalsUnknown = say`Whether sign-ins to chat were refused is not known: the chat sign-in has not told.`;

/** What the chat sign-in told of a user: the last sign-in, a stranger who guesses, and the last refusals. */
export function happenedTo(machine: Machine, userName: string): readonly Sentence[] {
  const { news } = liveOf(machine);
  const last = news.lastSignIn(userName);
  const guesses = news.guessed().filter(({ account }) => account === userName);
  const refusals = news.refusals()?.filter(({ name }) => name.toLowerCase() === userName);
  return [
    ...(last === null
      ? []
      : [say`Last sign-in to chat: ${{ time: moment(new Date(last).toISOString(), 'distance') }}`]),
    ...guesses.map(guessWords),
    ...(refusals === undefined ? [refusalsUnknown] : refusals.slice(0, NAMED).map(refusedWords)),
  ];
}

function refusedWords({ at, reason, address }: Refused): Sentence {
  const time = moment(new Date(at).toISOString(), 'second');
  return address === ''
    ? say`A sign-in was refused: ${{ reason: refusalWords(reason) }} (${{ time }})`
    : say`A sign-in from ${{ address }} was refused: ${{ reason: refusalWords(reason) }} (${{ time }})`;
}
