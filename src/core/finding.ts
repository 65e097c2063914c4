import { sayOf, type Sentence } from './words/sentence.js';

/** What the doctor found. */
export interface Finding {
  /** What was looked at: `ports`, `dns` … */
  readonly subject: string;
  readonly verdict: 'ok' | 'warning' | 'problem';
  /** What was seen, as a sentence. */
  readonly sentence: Sentence;
  /** What to do, as a sentence; `''` when there is nothing to do. */
  readonly advice: Sentence | '';
}

/** All is well. */
export function well(subject: string, sentence: Sentence): Finding {
  return { subject, verdict: 'ok', sentence, advice: '' };
}

/** It works, but the administrator should look at it. */
export function warning(subject: string, sentence: Sentence, advice: Sentence): Finding {
  return { subject, verdict: 'warning', sentence, advice };
}

/** Something does not work. */
export function problem(subject: string, sentence: Sentence, advice: Sentence): Finding {
  return { subject, verdict: 'problem', sentence, advice };
}

/** A finding whose words are text. */
export type FindingText = Pick<Finding, 'subject' | 'verdict'> &
  Readonly<Record<'sentence' | 'advice', string>>;

/** The same findings as somebody reads them. */
export function findingsAsText(
  findings: readonly Finding[],
  text: (sentence: Sentence | '') => string,
): readonly FindingText[] {
  return findings.map((finding) => ({
    ...finding,
    sentence: text(finding.sentence),
    advice: text(finding.advice),
  }));
}

/** A verdict in the shell, in one word. */
export const verdictMarks: Readonly<Record<Finding['verdict'], Sentence>> = {
  ok: sayOf('what an examination found')`ok`,
  warning: sayOf('what an examination found')`WARNING`,
  problem: sayOf('what an examination found')`PROBLEM`,
};
