import type { SettingValue } from '../setting-value.js';
import type { Field, FieldWords } from './field.js';
import { lineOf, shownText, single } from './single.js';

/** A whole number. */
export interface NumberField extends FieldWords {
  /** What a new row has. */
  readonly initial?: number;
}

/** A number where digits were typed; anything else stays the text that it is, for the schema to refuse. */
function read(text: string): SettingValue {
  const typed = text.trim();
  return /^\d{1,15}$/.test(typed) ? Number(typed) : typed;
}

/** A field for a whole number that is not negative. */
export function number({ initial, ...words }: NumberField): Field {
  return single(words, {
    control: (value) => ({ template: 'number', value: lineOf(value ?? initial) }),
    readForm: (form, name) => {
      const text = form.get(name);
      return text === undefined ? undefined : read(text);
    },
    readText: (text) => ({ ok: true, value: read(text) }),
    typed: lineOf,
    describe: (value) => shownText(lineOf(value)),
    others: () => [],
  });
}
