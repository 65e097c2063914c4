import { rowsOf } from '../../../core/fields/rows.js';
import { NOTHING } from '../../../core/fields/single.js';
import type { Warning } from '../../../core/module/index.js';
import type { Row } from '../../../core/settings.js';
import type { ClientView } from '../../../services/findings/client-view.js';
import type { SettingsView } from '../../../services/saving/draft-settings.js';
import type { FindingView, WarningView } from '../../../core/forms/field-view.js';
import { quantity, type Sentence } from '../../../core/words/sentence.js';
import { findingsOf, warningsOf } from '../../settings-view.js';
import { tablesWithPages, type Place, type RowsPlace } from './place.js';

/** A table whose rows have a page each, as the module's settings page lists it. */
export interface RowSection {
  readonly id: string;
  readonly title: Sentence;
  readonly help: Sentence | '';
  readonly columns: readonly (Sentence | '')[];
  readonly rows: readonly {
    readonly path: string;
    readonly title: string;
    readonly cells: readonly (Sentence | '')[];
  }[];
  readonly add: { readonly path: string; readonly label: Sentence };
  readonly warnings: readonly WarningView[];
  readonly findings: readonly FindingView[];
}

/** The lists of rows on a module's settings page. */
export function rowSections(
  place: Place,
  view: SettingsView,
  advice: readonly Warning[],
  found: ClientView | null,
): readonly RowSection[] {
  return tablesWithPages(place).map((rows) => section(rows, view, advice, found));
}

function section(
  { field, table, path }: RowsPlace,
  view: SettingsView,
  advice: readonly Warning[],
  found: ClientView | null,
): RowSection {
  const [first, ...others] = [
    ...table.fields.filter((column) => column.table === undefined),
    ...table.fields.filter((column) => column.table !== undefined),
  ];
  const cellsOf = (row: Row): readonly (Sentence | '')[] =>
    others.map((column) => {
      if (column.table !== undefined) return quantity(rowsOf(row[column.name]).length);
      const said = column.describe(row[column.name]);
      return said === NOTHING ? '' : said;
    });
  return {
    id: `table-${field.name}`,
    title: field.label,
    help: field.help,
    columns: [first?.label ?? '', ...others.map(({ label }) => label)],
    rows: rowsOf(view.settings[field.name]).map((row) => ({
      path: `${path}/${row.id}`,
      title: table.titleOf(row),
      cells: cellsOf(row),
    })),
    add: { path: `${path}/add`, label: table.words.add },
    warnings: warningsOf(advice, field.name),
    findings: findingsOf(found, field.name),
  };
}
