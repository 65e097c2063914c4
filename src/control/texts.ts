import type { FieldErrors, SettingField, Settings, SettingValue } from '../core/settings.js';

const ticks: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };

/**
 * Values as they are typed in the shell, for a strict schema to judge: a tick box is `yes` or `no`, anything else is the
 * text that it is.
 * @param prefix stands before a field's name in the errors
 * @returns the values over `before`, and what is wrong with single ones
 */
export function valuesFrom(
  fields: readonly SettingField[],
  before: Settings,
  texts: Readonly<Record<string, string>>,
  prefix = '',
): { values: Settings; errors: FieldErrors } {
  const values: Record<string, SettingValue> = { ...before };
  const errors: Record<string, string> = {};
  const wrong = (name: string, sentence: string): void => {
    errors[`${prefix}${name}`] = sentence;
  };
  for (const [name, text] of Object.entries(texts)) {
    const field = fields.find((candidate) => candidate.name === name);
    const ticked = ticks[text.toLowerCase()];
    if (field === undefined) {
      wrong(name, `There is no such setting. There are: ${fields.map((one) => one.name).join(', ')}.`);
    } else if (field.kind !== 'tick') values[name] = text;
    else if (ticked === undefined) wrong(name, 'Say yes or no.');
    else values[name] = ticked;
  }
  return { values, errors };
}
