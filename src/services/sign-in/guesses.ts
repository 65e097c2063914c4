import { z } from 'zod';
import { allOf, many, passage, quantity, say, type Sentence, type Value } from '../../core/words/sentence.js';

/** So many networks are told apart. */
const NETWORKS = 50;
const DAY = 86_400_000;
/** So many wrong passwords in a day are no slip any more. */
const MANY = 6;

export const guessesSchema = z.array(
  z.object({ network: z.string(), count: z.number().int(), last: z.iso.datetime() }),
);

/** Wrong passwords that one network gave for the administrator. */
export type Guesses = z.infer<typeof guessesSchema>[number];

/** With one more wrong password from this network. What is older than a day is forgotten. */
export function withGuess(all: readonly Guesses[], network: string, now: Date): readonly Guesses[] {
  const recent = recentOf(all, now);
  const count = (recent.find((one) => one.network === network)?.count ?? 0) + 1;
  const others = recent.filter((one) => one.network !== network);
  return [...others, { network, count, last: now.toISOString() }].slice(-NETWORKS);
}

/** Those of the last day, the latest last; none when they are few enough to be slips. */
export function manyGuesses(all: readonly Guesses[], now: Date): readonly Guesses[] {
  const recent = recentOf(all, now);
  return recent.reduce((sum, { count }) => sum + count, 0) < MANY ? [] : recent;
}

/** The guessing in a sentence, or null when there is none. */
export function guessSentence(all: readonly Guesses[]): Sentence | null {
  const total = all.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const sources: readonly Value[] = [...all]
    .sort((a, b) => b.count - a.count)
    .map(({ network, count }) => `${network} (${count})`);
  const others = sources.length - 3;
  const networks = allOf(
    sources.length > 4
      ? [...sources.slice(0, 3), say`${{ count: quantity(others) }} other networks`]
      : sources,
  );
  return passage(
    many(
      total,
      say`In the last 24 hours one wrong password for the panel came from ${{ networks }}.`,
      say`In the last 24 hours ${{ count: quantity(total) }} wrong passwords for the panel came from ${{ networks }}.`,
    ),
    say`If that was not you, an attacker is guessing your password. In a browser or network where you signed in before, these attempts do not make you wait.`,
  );
}

function recentOf(all: readonly Guesses[], now: Date): readonly Guesses[] {
  return all.filter(({ last }) => Math.abs(now.getTime() - Date.parse(last)) < DAY);
}
