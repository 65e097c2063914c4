import { z } from 'zod';
import type { Machine } from '../../../core/ports.js';
import { many, passage, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { isUserName } from '../../../core/user-name.js';
import { askSignIn } from './ask.js';
import type { Guessed } from './back-off.js';
import { GUESSED } from './questions.js';

/** So many accounts are named, each with a sentence of its own; the others are counted. */
const NAMED = 5;

/** The accounts at which somebody guesses, as the chat sign-in says. */
export const guessedSchema = z
  .array(
    z.object({
      account: z.string().refine(isUserName),
      wrong: z.int().min(1),
      seconds: z.int().min(0),
    }),
  )
  .max(20);

/**
 * Whose chat passwords strangers guess. What the chat sign-in says is shown and nothing else follows from it. That it does
 * not answer is shown beside the daemon itself.
 */
export async function guessingNotices(machine: Machine): Promise<readonly Sentence[]> {
  // An older service, until the next save, does not count.
  const answer = await askSignIn(machine, GUESSED).catch(() => 'NO');
  if (answer === 'NO') return [];
  const guessed = guessedSchema.parse(JSON.parse(answer));
  const sentences = guessed.slice(0, NAMED).map(guessWords);
  const more = guessed.length - NAMED;
  return more > 0 ? [...sentences, others(more)] : sentences;
}

/** That somebody guesses at an account, and what the panel does about it. */
export function guessWords({ account, wrong, seconds }: Guessed): Sentence {
  return passage(
    say`A stranger is guessing the chat password of ${{ user: account }}: ${{ passwords: passwords(wrong) }} within ${{ time: minutes(seconds) }}.`,
    say`The stranger must wait longer after each guess. ${{ user: account }} can sign in with a password that worked lately, as long as there are no more than two guesses a second.`,
  );
}

function others(count: number): Sentence {
  return many(
    count,
    say`The same happens to at least one other user.`,
    say`The same happens to at least ${{ count: quantity(count) }} other users.`,
  );
}

function passwords(count: number): Sentence {
  return many(count, say`one wrong password`, say`${{ count: quantity(count) }} wrong passwords`);
}

function minutes(seconds: number): Sentence {
  const count = Math.max(1, Math.round(seconds / 60));
  return many(count, say`one minute`, say`${{ count: quantity(count) }} minutes`);
}
