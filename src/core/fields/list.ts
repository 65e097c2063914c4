import type { SettingValue } from '../setting-value.js';
import type { Field, FieldWords } from './field.js';
import { lineOf, shownText, single } from './single.js';

const read = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((word) => word !== '');

const written = (value: SettingValue | undefined): string =>
  Array.isArray(value) ? value.map(String).join(', ') : lineOf(value);

/** A field for several words in one line, with commas or spaces between them: addresses, names. */
export function list(words: FieldWords): Field {
  return single(words, {
    control: (value) => ({ template: 'text', value: written(value) }),
    readForm: (form, name) => {
      const text = form.get(name);
      return text === undefined ? undefined : read(text);
    },
    readText: (text) => ({ ok: true, value: read(text) }),
    typed: written,
    describe: (value) => shownText(written(value)),
    others: () => [],
  });
}
