import { randomUUID } from 'node:crypto';
import type { Field } from '../../../../core/fields/field.js';
import type { Settings } from '../../../../core/settings.js';
import { invalid } from '../../../../core/shell/refusal.js';
import { valuesFrom } from '../../../../core/shell/texts.js';
import { say } from '../../../../core/words/sentence.js';

/**
 * What was typed as `NAME=VALUE`, as values of these fields; only those that were typed.
 * @throws Refusal with what is wrong with it
 */
export function typedSettings(fields: readonly Field[], typed: readonly string[]): Settings {
  const wrong = typed.find((text) => !text.includes('='));
  if (wrong !== undefined) throw invalid({ '': say`This is not NAME=VALUE: ${{ text: wrong }}.` });
  const texts = Object.fromEntries(
    typed.map((text): [string, string] => [
      text.slice(0, text.indexOf('=')),
      text.slice(text.indexOf('=') + 1),
    ]),
  );
  const { values, errors } = valuesFrom(fields, {}, texts, '', randomUUID);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return values;
}
