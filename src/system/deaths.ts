import { passage, say, type Sentence } from '../core/words/sentence.js';

/** An unexpected end of a process. */
export interface Death {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** "It was killed by SIGSEGV." or "It ended with status 1." */
  readonly how: Sentence;
}

/** Reads what `s6-svdt | s6-tai64nlocal -g` prints, oldest first: `2026-11-22 14:00:41.031014192 signal SIGSEGV`. */
export function parseDeaths(text: string): readonly Death[] {
  return text
    .split('\n')
    .map((line) => line.split(' '))
    .filter((fields) => fields.length === 4)
    .map(([day, time, kind, value]) => ({
      at: Date.parse(`${day ?? ''}T${time?.slice(0, 12) ?? ''}Z`),
      how:
        kind === 'signal'
          ? say`It was killed by ${{ signal: value ?? '' }}.`
          : say`It ended with status ${{ status: value ?? '' }}.`,
    }));
}

/** Why a daemon's process does not run after its start. @param how its last end, or why it could not be started */
export function goneBecause(how: Sentence | null): Sentence {
  return passage(say`Its process does not run.`, how ?? say`It did not start.`);
}
