import { rowsOf } from '../../../core/fields/rows.js';
import { NOTHING } from '../../../core/fields/single.js';
import type { Warning } from '../../../core/module/index.js';
import type { Row } from '../../../core/settings.js';
import type { ClientView } from '../../../services/findings/client-view.js';
import type { SettingsView } from '../../../services/saving/draft-settings.js';
import type { FindingView, WarningView } from '../../../core/forms/field-view.js';
import {
  pageOf,
  readQuery,
  tableView,
  type TableQuery,
  type TableShape,
  type TableView,
} from '../../../core/table/index.js';
import { quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { findingsOf, warningsOf } from '../../settings-view.js';
import { tablesWithPages, type Place, type RowsPlace } from './place.js';

/** A table whose rows have a page each, as the module's settings page lists it. */
export interface RowSection {
  readonly id: string;
  readonly title: Sentence;
  readonly help: Sentence | '';
  readonly columns: readonly (Sentence | '')[];
  /** What stands around the rows; the column of the titles is sorted by `title`. */
  readonly table: TableView;
  readonly rows: readonly RowView[];
  readonly add: { readonly path: string; readonly label: Sentence };
  readonly warnings: readonly WarningView[];
  readonly findings: readonly FindingView[];
}

/** A row as the list shows it. */
interface RowView {
  readonly path: string;
  readonly title: string;
  readonly cells: readonly (Sentence | '')[];
}

/** The lists of rows on a module's settings page. */
export function rowSections(
  place: Place,
  query: (name: string) => string,
  view: SettingsView,
  advice: readonly Warning[],
  found: ClientView | null,
): readonly RowSection[] {
  return tablesWithPages(place).map((rows) => section(rows, query, view, advice, found));
}

function section(
  { page, field, table, path }: RowsPlace,
  query: (name: string) => string,
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
  const rows = rowsOf(view.settings[field.name]);
  const shape = shapeOf(page.path, field.name);
  const asked = readQuery(shape, query);
  const shown = pageOf(
    wanted(rows, asked, (row) => table.titleOf(row)),
    asked.page,
    shape.size,
  );
  return {
    id: `table-${field.name}`,
    title: field.label,
    help: field.help,
    columns: [first?.label ?? '', ...others.map(({ label }) => label)],
    table: tableView(shape, asked, shown),
    rows: shown.rows.map((row) => ({
      path: `${path}/${row.id}`,
      title: table.titleOf(row),
      cells: cellsOf(row),
    })),
    add: { path: `${path}/add`, label: table.words.add },
    warnings: warningsOf(advice, field.name),
    findings: findingsOf(found, field.name),
  };
}

/** Several tables of one page have each their own names in the address. */
function shapeOf(path: string, name: string): TableShape {
  return {
    path,
    prefix: `${name}-`,
    size: 50,
    sorts: ['order', 'title'],
    filters: [{ kind: 'text', name: 'search', label: say`Only entries with` }],
  };
}

/** The rows as they were added, or by their titles. */
function wanted(
  rows: readonly Row[],
  { filters, sort, isDescending }: TableQuery,
  titleOf: (row: Row) => string,
): readonly Row[] {
  const search = (filters['search'] ?? '').toLowerCase();
  const found = rows.filter((row) => titleOf(row).toLowerCase().includes(search));
  if (sort === 'title') found.sort((one, other) => (titleOf(one) < titleOf(other) ? -1 : 1));
  return isDescending ? found.reverse() : found;
}
