import { z } from 'zod';
import type { Machine } from '../../../core/ports.js';
import { isUserName } from '../../../core/user-name.js';
import { askSignIn } from './ask.js';
import { GUESSED } from './questions.js';

/** So many accounts are named, each with a sentence of its own; of more only how many there are is said. */
const NAMED = 5;

const guessedSchema = z
  .array(
    z.object({
      account: z.string().refine(isUserName),
      wrong: z.int().min(1),
      seconds: z.int().min(0),
    }),
  )
  .max(20);

/**
 * Says at whom somebody guesses, in sentences. What the chat sign-in says is shown and nothing else follows from it. That
 * it does not answer is said beside the daemon itself.
 */
export async function guessingNotices(machine: Machine): Promise<readonly string[]> {
  // An older service, until the next save, does not count.
  const answer = await askSignIn(machine, GUESSED).catch(() => 'NO');
  if (answer === 'NO') return [];
  const guessed = guessedSchema.parse(JSON.parse(answer));
  const sentences = guessed
    .slice(0, NAMED)
    .map(
      ({ account, wrong, seconds }) =>
        `Somebody guesses at the chat password of ${account}: ${wrong} wrong ones in ${minutes(seconds)}. ` +
        `Who guesses must wait longer and longer; as long as there are no more than two guesses a second, ${account} gets in with a password that worked lately.`,
    );
  const more = guessed.length - NAMED;
  return more > 0 ? [...sentences, `The same is true of ${more} other users at least.`] : sentences;
}

function minutes(seconds: number): string {
  const count = Math.max(1, Math.round(seconds / 60));
  return count === 1 ? 'a minute' : `${count} minutes`;
}
