import type { Field } from '../fields/field.js';
import type { FieldErrors, Settings, SettingValue } from '../settings.js';
import { say, type Sentence } from '../words/sentence.js';

/**
 * Values as they are typed in the shell, for a strict schema to judge.
 * @param prefix stands before a field's name in the errors
 * @param newId makes the id of a row that is new
 * @returns the values over `before`, and what is wrong with single ones
 */
export function valuesFrom(
  fields: readonly Field[],
  before: Settings,
  texts: Readonly<Record<string, string>>,
  prefix: string,
  newId: () => string,
): { values: Settings; errors: FieldErrors } {
  const values: Record<string, SettingValue> = { ...before };
  const errors: Record<string, Sentence> = {};
  const wrong = (name: string, sentence: Sentence): void => {
    errors[`${prefix}${name}`] = sentence;
  };
  for (const [name, text] of Object.entries(texts)) {
    const field = fields.find((candidate) => candidate.name === name);
    if (field === undefined) {
      wrong(
        name,
        say`There is no such setting. The settings are: ${{ list: fields.map((one) => one.name).join(', ') }}.`,
      );
      continue;
    }
    const read = field.readText(text, newId);
    if (read.ok) values[name] = read.value;
    else wrong(name, read.reason);
  }
  return { values, errors };
}
