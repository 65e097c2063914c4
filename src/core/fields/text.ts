import type { Field, FieldWords } from './field.js';
import { lineOf, sent, shownText, single } from './single.js';
import { say } from '../words/sentence.js';

/** One line of text. */
export interface TextField extends FieldWords {
  /** Two valid values, so that what a change would do can be worked out. */
  readonly examples?: readonly string[];
}

/** A field for one line of text. */
export function text({ examples = [], ...words }: TextField): Field {
  return single(words, {
    control: (value) => ({ template: 'text', value: lineOf(value) }),
    readForm: sent,
    readText: (typed) => ({ ok: true, value: typed }),
    typed: lineOf,
    describe: (value) => shownText(lineOf(value)),
    others: (now) =>
      examples
        .filter((value) => value !== now)
        .slice(0, 1)
        .map((value) => ({ value, label: say`something else` })),
  });
}
