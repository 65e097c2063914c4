import { type Sentence, say } from '../words/sentence.js';
import type { Field, FieldWords } from './field.js';
import { NOTHING, single } from './single.js';

const ticks: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };
const words = (value: unknown): Sentence => (value === true ? say`yes` : say`no`);

/** A box to tick. */
export function tick(field: FieldWords): Field {
  return single(field, {
    control: (value) => ({ template: 'tick', ticked: value === true }),
    // A box that is not ticked is not sent. What else was sent is for the schema to refuse.
    readForm: (form, name) => {
      const text = form.get(name);
      return text === undefined ? false : text === 'on' ? true : text;
    },
    readText: (text) => {
      const value = ticks[text.toLowerCase()];
      return value === undefined ? { ok: false, reason: say`Type "yes" or "no".` } : { ok: true, value };
    },
    typed: (value) => (value === true ? 'yes' : 'no'),
    describe: (value) => (value === undefined ? NOTHING : words(value)),
    inFewWords: (value) => (value === true ? [field.label] : []),
    others: (now) => [{ value: now !== true, label: words(now !== true) }],
  });
}
