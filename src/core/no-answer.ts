import { say, type Message } from './words/sentence.js';

/** That something took longer than it was given. */
export function noAnswer(seconds: number): Message {
  return say`No answer within ${{ seconds: Number(seconds.toFixed(2)) }} s.`;
}
