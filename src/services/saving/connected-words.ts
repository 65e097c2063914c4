import { many, quantity, say, type Sentence } from '../../core/words/sentence.js';

/** How many clients a save would reach now. @param connected null when the service cannot be asked */
export function connectedSentence(connected: number | null): Sentence {
  if (connected === null) return say`It is not known how many clients are connected now.`;
  if (connected === 0) return say`No client is connected now.`;
  return many(
    connected,
    say`One client is connected now.`,
    say`${{ count: quantity(connected) }} clients are connected now.`,
  );
}
