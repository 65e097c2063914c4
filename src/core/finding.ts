/** What the doctor found. */
export interface Finding {
  /** What was looked at: `ports`, `dns` … */
  readonly subject: string;
  readonly verdict: 'ok' | 'warning' | 'problem';
  /** What was seen, as a sentence. */
  readonly sentence: string;
  /** What to do, as a sentence; '' when there is nothing to do. */
  readonly advice: string;
}

/** All is well. */
export function well(subject: string, sentence: string): Finding {
  return { subject, verdict: 'ok', sentence, advice: '' };
}

/** It works, but somebody should look at it. */
export function warning(subject: string, sentence: string, advice: string): Finding {
  return { subject, verdict: 'warning', sentence, advice };
}

/** Something does not work. */
export function problem(subject: string, sentence: string, advice: string): Finding {
  return { subject, verdict: 'problem', sentence, advice };
}
