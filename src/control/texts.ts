import { randomUUID } from 'node:crypto';
import type { Field } from '../core/fields/field.js';
import type { FieldErrors, Settings } from '../core/settings.js';
import { valuesFrom as valuesFromTexts } from '../core/shell/texts.js';

/** As {@link valuesFromTexts}, where a row that is new gets a random id. */
export function valuesFrom(
  fields: readonly Field[],
  before: Settings,
  texts: Readonly<Record<string, string>>,
  prefix = '',
): { values: Settings; errors: FieldErrors } {
  return valuesFromTexts(fields, before, texts, prefix, randomUUID);
}
