/** The end of a process that nobody had asked for. */
export interface Death {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** E.g. "was killed by SIGSEGV" or "ended with status 1". */
  readonly how: string;
}

/** Reads what `s6-svdt | s6-tai64nlocal -g` prints, oldest first: `2026-11-22 14:00:41.031014192 signal SIGSEGV`. */
export function parseDeaths(text: string): readonly Death[] {
  return text
    .split('\n')
    .map((line) => line.split(' '))
    .filter((fields) => fields.length === 4)
    .map(([day, time, kind, value]) => ({
      at: Date.parse(`${day ?? ''}T${time?.slice(0, 12) ?? ''}Z`),
      how: kind === 'signal' ? `was killed by ${value ?? ''}` : `ended with status ${value ?? ''}`,
    }));
}
