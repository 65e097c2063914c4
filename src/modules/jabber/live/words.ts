import { many, quantity, say, type Sentence } from '../../../core/words/sentence.js';

/** For how long nobody used a client; `''` where that is not known. */
export function idleWords(seconds: number | null): Sentence | '' {
  if (seconds === null) return '';
  if (seconds < 60) return say`in use`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return many(minutes, say`1 minute`, say`${{ count: quantity(minutes) }} minutes`);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return many(hours, say`1 hour`, say`${{ count: quantity(hours) }} hours`);
  const days = Math.floor(hours / 24);
  return many(days, say`1 day`, say`${{ count: quantity(days) }} days`);
}

/** To how many of the sessions that were there a message was delivered. */
export function sentSentence(there: number, delivered: number): Sentence {
  return many(
    there,
    say`The message was delivered to ${{ delivered: quantity(delivered) }} of one session.`,
    say`The message was delivered to ${{ delivered: quantity(delivered) }} of ${{ count: quantity(there) }} sessions.`,
  );
}
