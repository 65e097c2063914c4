import type { Row } from '../../../core/settings.js';
import { focusFirstError } from '../../../core/forms/focus.js';
import { settingFields } from '../../../core/forms/setting-fields.js';
import type { Locals } from '../../../core/page.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import type { RowsPlace } from './place.js';
import type { Shown } from './shown.js';

/** The heading of a row's page: "Domain: school.lan". */
export function rowTitle({ table }: RowsPlace, row: Row): Sentence {
  return say`${{ kind: table.words.one }}: ${{ name: table.titleOf(row) }}`;
}

/** What a row's page shows. */
export function rowLocals(
  { page, field, table, path }: RowsPlace,
  row: Row,
  { form, version, base, conflicts = [] }: Shown,
): Locals {
  return {
    action: `${path}/${row.id}`,
    back: { path: page.path, label: say`${{ page: page.label }}: ${{ table: field.label }}` },
    deletePath: `${path}/${row.id}/delete`,
    message: form.errors[''] ?? '',
    version,
    base,
    conflicts,
    fields: focusFirstError(settingFields(table.fields, form)),
  };
}
