import type { Response } from 'express';
import { many, say, type Message, type Sentence } from '../core/words/sentence.js';
import { PanelError } from '../errors.js';
import type { Refusal } from '../services/sign-in/sign-in.js';

/**
 * The status and the sentence for a password that was not accepted; says when to come back in Retry-After.
 * @param wrong the sentence for a wrong password
 */
export function explainRefusal(
  response: Response,
  refusal: Refusal,
  wrong: Sentence,
): { status: number; sentence: Sentence } {
  switch (refusal.kind) {
    case 'refused':
      return { status: 401, sentence: wrong };
    case 'wait':
      response.setHeader('Retry-After', String(refusal.seconds));
      return { status: 429, sentence: tooMany(refusal.seconds) };
    case 'busy':
      response.setHeader('Retry-After', '2');
      return { status: 503, sentence: new PanelError('busy').sentence };
  }
}

function tooMany(seconds: number): Message {
  const minutes = Math.ceil(seconds / 60);
  return seconds < 60
    ? many(
        seconds,
        say`There were too many wrong attempts. Try again in one second.`,
        say`There were too many wrong attempts. Try again in ${{ count: seconds }} seconds.`,
      )
    : many(
        minutes,
        say`There were too many wrong attempts. Try again in one minute.`,
        say`There were too many wrong attempts. Try again in ${{ count: minutes }} minutes.`,
      );
}
