import type { Row } from '../../../core/settings.js';
import { focusFirstError } from '../../../core/forms/focus.js';
import { settingFields } from '../../../core/forms/setting-fields.js';
import type { Locals } from '../../../core/page.js';
import { capitalised, type RowsPlace } from './place.js';
import type { Shown } from './shown.js';

/** The heading of a row's page: "Domain school.lan". */
export function rowTitle({ table }: RowsPlace, row: Row): string {
  return `${capitalised(table.noun)} ${table.titleOf(row)}`;
}

/** What a row's page shows. */
export function rowLocals(
  { page, field, table, path }: RowsPlace,
  row: Row,
  { form, version, base, conflicts = [] }: Shown,
): Locals {
  return {
    action: `${path}/${row.id}`,
    back: { path: page.path, label: `${page.label}: ${field.label}` },
    noun: table.noun,
    deletePath: `${path}/${row.id}/delete`,
    message: form.errors[''] ?? '',
    version,
    base,
    conflicts,
    fields: focusFirstError(settingFields(table.fields, form)),
  };
}
