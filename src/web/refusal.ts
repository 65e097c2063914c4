import type { Response } from 'express';
import { PanelError } from '../errors.js';
import type { Refusal } from '../services/sign-in/sign-in.js';

/**
 * The status and the sentence for a password that was not taken; says when to come back in Retry-After.
 * @param wrong the sentence for a wrong password
 */
export function explainRefusal(
  response: Response,
  refusal: Refusal,
  wrong: string,
): { status: number; sentence: string } {
  switch (refusal.kind) {
    case 'refused':
      return { status: 401, sentence: wrong };
    case 'wait':
      response.setHeader('Retry-After', String(refusal.seconds));
      return {
        status: 429,
        sentence: `There were too many wrong attempts. Try again in ${waitingTime(refusal.seconds)}.`,
      };
    case 'busy':
      response.setHeader('Retry-After', '2');
      return { status: 503, sentence: new PanelError('busy').message };
  }
}

function waitingTime(seconds: number): string {
  return seconds < 60
    ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`
    : `${Math.ceil(seconds / 60)} min`;
}
