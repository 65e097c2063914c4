import type { InvalidMessage } from '../../../core/people/user-acts.js';
import { quantity, say } from '../../../core/words/sentence.js';

/** Characters of a message. */
const LONGEST = 2000;

/** Why a message cannot be sent, or null. */
export function problemOfMessage(text: string): InvalidMessage | null {
  if (text.trim() === '') return { kind: 'invalid', problem: say`Type a message.` };
  return problemOfWord(text);
}

/** The same of a message that may be left out. */
export function problemOfWord(text: string): InvalidMessage | null {
  if (Array.from(text).length <= LONGEST) return null;
  return {
    kind: 'invalid',
    problem: say`The message is too long: at most ${{ count: quantity(LONGEST) }} characters.`,
  };
}
