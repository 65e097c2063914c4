import type { SettingValue } from '../setting-value.js';
import type { Choice, Field, FieldWords } from './field.js';
import { lineOf, sent, shownText, single } from './single.js';
import { type Sentence } from '../words/sentence.js';

/** One of a few values. */
export interface ChoiceField extends FieldWords {
  readonly choices: readonly Choice[];
  /** True where what each choice means is worth reading first: they are shown side by side, and not in a list. */
  readonly asCards?: boolean;
}

/** A field for one of a few values. */
export function choice({ choices, asCards = false, ...words }: ChoiceField): Field {
  const labelOf = (value: SettingValue | undefined): Sentence =>
    choices.find((one) => one.value === value)?.label ?? shownText(lineOf(value));
  return single(words, {
    // A browser shows the first choice where none is chosen, and sends it.
    control: (value) => ({
      template: asCards ? 'cards' : 'choice',
      value: lineOf(value ?? choices[0]?.value),
      choices,
    }),
    readForm: sent,
    readText: (text) => ({ ok: true, value: text }),
    typed: lineOf,
    describe: labelOf,
    others: (now) =>
      choices.filter(({ value }) => value !== now).map(({ value, label }) => ({ value, label })),
  });
}
