import { randomUUID } from 'node:crypto';
import type { Field } from '../core/fields/field.js';
import { isCellName } from '../core/fields/read-rows.js';
import { isOwnField } from '../core/forms/own-field.js';
import { hasRepeatedId, withOwnIds } from '../core/fields/row-edits.js';
import { merge, type Merge } from '../core/merge.js';
import type { Settings } from '../core/settings.js';
import { PanelError } from '../errors.js';
import type { FormFields } from '../core/page.js';

/**
 * What a form says about a module's settings, for the module's strict schema to judge. What is no field at all is kept, so
 * that the schema refuses it.
 * @throws PanelError `bad-request` when a row is in the form twice
 */
export function settingsFrom(form: FormFields, fields: readonly Field[], prefix = ''): Settings {
  const isCell = (name: string): boolean =>
    fields.some(
      (field) =>
        field.table !== undefined &&
        name.startsWith(`${field.name}.`) &&
        isCellName(field.table.fields, name.slice(field.name.length + 1)),
    );
  const sent = [...form]
    .filter(([name]) => name.startsWith(prefix) && !isOwnField(name))
    .map(([name, text]): [string, string] => [name.slice(prefix.length), text])
    .filter(([name]) => !isCell(name));
  const read = fields.flatMap((field) => {
    const value = field.readForm(form, `${prefix}${field.name}`, randomUUID);
    return value === undefined ? [] : [{ name: field.name, value }];
  });
  const values: Settings = Object.fromEntries([
    ...sent,
    ...read.map(({ name, value }): [string, typeof value] => [name, value]),
  ]);
  if (hasRepeatedId(fields, values)) throw new PanelError('bad-request');
  return values;
}

/**
 * What a form says about one row.
 * @throws PanelError `bad-request` when it names the row's id, too, which only the page's path does
 */
export function rowFrom(form: FormFields, fields: readonly Field[]): Settings {
  if (form.has('id')) throw new PanelError('bad-request');
  return settingsFrom(form, fields);
}

/**
 * Joins what a form says with what stands there now. Where both changed the same the form's rows keep the ids that they
 * came with, to be asked about; otherwise a row that is new gets an id of its own.
 * @param base what the form began with; null when it does not say: then all is as it was sent
 */
export function joined(
  fields: readonly Field[],
  base: Settings | null,
  form: Settings,
  now: Settings,
): Merge {
  const merged = base === null ? { values: form, theirs: [], both: [] } : merge(fields, base, form, now);
  if (merged.both.length > 0) return merged;
  return { ...merged, values: withOwnIds(fields, merged.values, now, randomUUID) };
}

/**
 * The fields that a form sent, for a page that asks something first and sends them once more. What the panel itself puts
 * into forms is left out.
 */
export function sentFields(form: FormFields | undefined): readonly [string, string][] {
  return [...(form ?? [])].filter(([name]) => !isOwnField(name));
}
